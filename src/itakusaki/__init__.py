"""itakusaki (委託先): audits how personal data is handled by those it was entrusted to."""

import os

#: openpyxl writes other bytes where lxml is installed; ours are the same with and without.
os.environ["OPENPYXL_LXML"] = "False"

__version__ = "0.1.0"
