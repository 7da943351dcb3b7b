"""Reports: an assessment in; pages, a gap register and data out, in one or both languages."""

from itakusaki.report.publication import Edition, ReportFile
from itakusaki.report.reports import reports
from itakusaki.report.trace import trace

__all__ = ["Edition", "ReportFile", "reports", "trace"]
