"""Checks: every kind of check that the rules may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from itakusaki.inquiry.course_checks import earlier, levels, period
from itakusaki.inquiry.cover_checks import approval, deadline, fields_given
from itakusaki.inquiry.extraction_checks import files_as_recorded, repeated
from itakusaki.inquiry.looking import CheckKind
from itakusaki.inquiry.row_checks import (
    causes,
    counted,
    every_row,
    kept_for,
    not_contradicted,
    refers,
    values_named,
)

CHECKS: Final[Mapping[str, CheckKind]] = {
    "fields": fields_given,
    "approval": approval,
    "deadline": deadline,
    "rows": every_row,
    "counted": counted,
    "values_named": values_named,
    "causes": causes,
    "not_contradicted": not_contradicted,
    "refers": refers,
    "kept_for": kept_for,
    "period": period,
    "levels": levels,
    "earlier": earlier,
    "files": files_as_recorded,
    "repeated": repeated,
}
