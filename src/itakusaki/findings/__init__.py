"""Findings: verdicts in; what has to be corrected, answered, explained or shown out."""

from itakusaki.findings.derive import derive, findings_of

__all__ = ["derive", "findings_of"]
