"""Blank workbooks: questionnaires, ledgers and reviews that a person fills, made with openpyxl."""

from itakusaki.intake.blank.contract import contract_book
from itakusaki.intake.blank.questionnaire import questionnaire_book
from itakusaki.intake.blank.review import review_book

__all__ = ["contract_book", "questionnaire_book", "review_book"]
