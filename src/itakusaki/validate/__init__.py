"""The gate: expectations kept as data, run over all tables of a round; failures become issues."""

from itakusaki.validate.gate import check
from itakusaki.validate.suites import load_suites

__all__ = ["check", "load_suites"]
