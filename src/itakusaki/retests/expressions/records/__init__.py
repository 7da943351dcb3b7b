"""Tests on records: the logs themselves, their reviews, and people's training and pledges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.records.extractions import extractions_differ, paired
from itakusaki.retests.expressions.records.logs import (
    counted_sources,
    daily_sources,
    log_range,
    log_sequence_break,
    log_silence,
    scattered_sources,
    sparse_sources,
)
from itakusaki.retests.expressions.records.people import (
    asked_for_pledge,
    asked_for_training,
    people_by_employment,
    pledge_missing,
    privileged_tenure,
    training_missing,
)
from itakusaki.retests.expressions.records.reviews import (
    review_missed,
    reviews_within,
    unnumbered_reviews,
)
from itakusaki.retests.tables import Logs

TESTS: Final[Mapping[str, Callable[[Logs, Parameters], Table]]] = {
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

#: What each test looks at; one that measures looks at what it tells.
COMPARED: Final[Mapping[str, Callable[[Logs, Parameters], Table]]] = {
    "log-silence": daily_sources,
    "log-sequence-break": counted_sources,
    "log-range": log_range,
    "extractions-differ": paired,
    "review-missed": reviews_within,
    "training-missing": asked_for_training,
    "pledge-missing": asked_for_pledge,
    "people-by-employment": people_by_employment,
    "privileged-tenure": privileged_tenure,
}

#: What a test leaves out since it cannot judge it.
PASSED_OVER: Final[Mapping[str, Callable[[Logs, Parameters], Table]]] = {
    "log-silence": sparse_sources,
    "log-sequence-break": scattered_sources,
    "review-missed": unnumbered_reviews,
}
