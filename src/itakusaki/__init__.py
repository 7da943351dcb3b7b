"""itakusaki (委託先): audits how personal data is handled by those it was entrusted to."""

__version__ = "0.1.0"
