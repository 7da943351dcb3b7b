"""Blank workbooks: questionnaires, ledgers and reviews that a person fills, made with openpyxl."""

from itakusaki.forms.contract import contract_book
from itakusaki.forms.corrections import Correction, CorrectionSheet, corrections_book
from itakusaki.forms.fact_sheet import fact_sheet_book, fact_sheet_yaml
from itakusaki.forms.findings import FindingSheet, findings_book
from itakusaki.forms.inquiry import inquiry_book, provision_book
from itakusaki.forms.questionnaire import questionnaire_book
from itakusaki.forms.registers import registers_book
from itakusaki.forms.review import review_book

__all__ = [
    "Correction",
    "CorrectionSheet",
    "FindingSheet",
    "contract_book",
    "corrections_book",
    "fact_sheet_book",
    "fact_sheet_yaml",
    "findings_book",
    "inquiry_book",
    "provision_book",
    "questionnaire_book",
    "registers_book",
    "review_book",
]
