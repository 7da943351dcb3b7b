"""Tests on records: the logs themselves, their reviews, and people's training and pledges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ibis import Table

from itakusaki.catalogue.parameters import Given
from itakusaki.retests.expressions.records.extractions import extractions_differ
from itakusaki.retests.expressions.records.logs import log_range, log_sequence_break, log_silence
from itakusaki.retests.expressions.records.people import (
    people_by_employment,
    pledge_missing,
    privileged_tenure,
    training_missing,
)
from itakusaki.retests.expressions.records.reviews import review_missed
from itakusaki.retests.tables import Logs

TESTS: Final[Mapping[str, Callable[[Logs, Given], Table]]] = {
    "log-silence": log_silence,
    "log-sequence-break": log_sequence_break,
    "log-range": log_range,
    "extractions-differ": extractions_differ,
    "review-missed": review_missed,
    "training-missing": training_missing,
    "pledge-missing": pledge_missing,
    "people-by-employment": people_by_employment,
    "privileged-tenure": privileged_tenure,
}
