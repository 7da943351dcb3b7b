"""Requests: what to ask whoever filled in a form, for each code that only they can put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from itakusaki.model.message import N_, Message

_VALUE: Final = N_("Please enter the value itself in place of the formula, and save the file.")
_HIDDEN: Final = N_("Please show what is hidden, and tell us whether the answers there are meant.")

#: Code → the request; what has none is for the client itself to settle.
REQUESTS: Final[Mapping[str, Message]] = {
    code: Message(text)
    for code, text in {
        "answer_outside_scale": N_("Please choose one of the answers of the list."),
        "answer_by_colour": N_("Please answer in words; a colour cannot be read."),
        "answer_in_comment": N_("Please write the answer into the cell itself."),
        "answer_without_id": N_("Please enter the answer in the row of its question."),
        "choice_unknown": N_("Please choose one of the entries of the list."),
        "column_twice": N_(
            "Please leave the column that holds, or mark the other in its heading, e.g. “(previous)”."
        ),
        "ditto_unclear": N_("Please write the value itself into the cell."),
        "duplicate_id": N_("Please leave the row that holds, and delete the other."),
        "error_value": _VALUE,
        "formula_without_value": _VALUE,
        "formula_cell": _VALUE,
        "evidence_missing": N_(
            "Please send the file, or correct its name; delete the name where there is no such file."
        ),
        "fact_not_applicable": N_("Please enter 0 if there is none; else please give the reason."),
        "grade_outside": N_("Please enter a grade from 0 to 4, or leave the cell blank."),
        "hash_differs": N_("Please tell us which of the two files is meant."),
        "hidden_answer": _HIDDEN,
        "hidden_column": _HIDDEN,
        "hidden_sheet": _HIDDEN,
        "items_removed": N_("Please fill in the form with all its rows, as it was sent."),
        "no_as_of": N_("Please enter the day the answers hold for."),
        "nothing_read": N_("Please enter the answers in the form asked for."),
        "other_company": N_(
            "Please check the corporate number, and tell us whose answers these are."
        ),
        "period_in_days": N_(
            "Please write how the first day is counted, e.g. “5 days (first day counted)”."
        ),
        "returned_blank": N_("Please fill in the form and send it again."),
        "round_unclear": N_("Please tell us which round the answers are for."),
        "shifted_row": N_("Please compare the row with the form as it was sent."),
        "struck_out": N_("Please delete what is struck out, so that only what holds is left."),
        "unchanged_anew": N_("Please answer this one for this round; it is asked anew each time."),
        "unchanged_without_last": N_("Please answer; we know of no earlier answer of yours."),
        "unknown_id": N_("Please use the ids of the form as it was sent."),
        "value_unreadable": N_(
            "Please enter a number, a date such as 2026/12/31, or yes or no, as the question asks."
        ),
        "D-ANS-06": N_("Please give the reason why the question does not apply."),
        "D-EXC-01": N_("Please enter the control that is excepted."),
        "D-FAC-03": N_("Please enter a value of 0 or more."),
        "D-SUB-01": N_("Please enter the company's name."),
        "wrong_round": N_("Please send the form of the round named here."),
    }.items()
}
