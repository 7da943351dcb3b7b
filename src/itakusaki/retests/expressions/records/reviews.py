"""Log reviews re-performed: what the logs of a review's period hold, beside what it named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Final

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.accounts.changes import log_cleared
from itakusaki.retests.expressions.accounts.sharing import account_overlap
from itakusaki.retests.expressions.downloads.destinations import download_to_maintenance_terminal
from itakusaki.retests.expressions.media import media_write_without_permit
from itakusaki.retests.expressions.shared.patterns import fits_any
from itakusaki.retests.tables import Logs

#: What a review is known by.
REVIEW: Final = ("reviewed_on", "period_from", "period_to", "log", "anomalies", "reviewer")


def review_missed(logs: Logs, p: Parameters) -> Table:
    """Reviews whose period holds more suspicious events than anomalies they name.

    Events, of the `kinds` asked: media_writes (media_write_without_permit; none where no permit was
    delivered), downloads (download_to_maintenance_terminal, once per account, terminal and day),
    overlaps (account_overlap), cleared (log_cleared); each counts on the day it begins. A review is
    compared with the kinds whose words (`media_words`, `download_words`, `overlap_words`,
    `cleared_words`, as patterns) its log's name fits, letter case aside; with all if it fits none of
    any kind or is not given. A review without a number of anomalies is left out; reviews alike in all that is told are one. at (the day of the
    review), period_from, period_to (both included), log, reviewer, named, computed, media_writes,
    downloads, overlaps, cleared.
    """
    asked = [kind for kind in KINDS if kind in p.texts("kinds")]
    reviews = logs["log_reviews"].select(*REVIEW).distinct()
    counts = reduce(Table.union, (_by_day(kind, logs, p) for kind in asked or ("cleared",)))
    joined = reviews.join(
        counts, (counts.day >= reviews.period_from) & (counts.day <= reviews.period_to)
    )
    looked = joined.filter(_looks_at(joined, p), joined.kind.isin(asked))
    sums = {kind: looked.events.sum(where=looked.kind == kind).fill_null(0) for kind in KINDS}
    told = looked.group_by(*REVIEW).aggregate(computed=looked.events.sum(), **sums)
    return (
        told.filter(told.computed > told.anomalies)
        .select(
            "period_from",
            "period_to",
            "log",
            "reviewer",
            "computed",
            *KINDS,
            at="reviewed_on",
            named="anomalies",
        )
        .select("at", "period_from", "period_to", "log", "reviewer", "named", "computed", *KINDS)
    )


def reviews_within(logs: Logs, _p: Parameters) -> Table:
    """What review_missed looks at: reviews with a number, of days on which some log has a line."""
    return _logged(logs, logs["log_reviews"].filter(logs["log_reviews"].anomalies.notnull()))


def unnumbered_reviews(logs: Logs, _p: Parameters) -> Table:
    """What review_missed leaves out: reviews without a number, of days on which some log has a line."""
    return _logged(logs, logs["log_reviews"].filter(logs["log_reviews"].anomalies.isnull()))


def _logged(logs: Logs, reviews: Table) -> Table:
    """Reviews of days on which some log has a line; of other days no log can say what was missed."""
    seen = (logs[export] for export in ("device_events", "downloads", "sign_ins", "changes"))
    days = reduce(Table.union, (log.select(day=log.at.date()).distinct() for log in seen))
    return reviews.semi_join(days, [reviews.period_from <= days.day, reviews.period_to >= days.day])


def _writes(logs: Logs, p: Parameters) -> Table:
    """Media writes without a permit; where no permit was delivered nothing can be said of them."""
    permits = logs["permits"]
    known = permits.aggregate(permits=permits.count()).filter(lambda t: t.permits > 0)
    return media_write_without_permit(logs, p).cross_join(known)


def _downloads(logs: Logs, p: Parameters) -> Table:
    found = download_to_maintenance_terminal(logs, p)
    return found.group_by("account", "terminal", day=found.at.date()).aggregate(at=found.at.min())


#: What a review should have named, by the name that `kinds` gives it.
KINDS: Final[Mapping[str, Callable[[Logs, Parameters], Table]]] = {
    "media_writes": _writes,
    "downloads": _downloads,
    "overlaps": account_overlap,
    "cleared": log_cleared,
}
#: Parameters with the names of logs by which each kind would be seen.
WORDS: Final = {
    "media_writes": "media_words",
    "downloads": "download_words",
    "overlaps": "overlap_words",
    "cleared": "cleared_words",
}


def _by_day(kind: str, logs: Logs, p: Parameters) -> Table:
    found = KINDS[kind](logs, p)
    days = found.group_by(day=found.at.date()).aggregate(events=found.count())
    return days.select("day", "events", kind=ibis.literal(kind))


def _looks_at(joined: Table, p: Parameters) -> BooleanValue:
    """Whether the log that a review names is one in which events of the kind are seen."""
    name = joined.log.lower()
    fits = {kind: fits_any(name, p.texts(words)) for kind, words in WORDS.items()}
    any_log = ~ibis.or_(*fits.values())
    return any_log | ibis.cases(*((joined.kind == kind, fit) for kind, fit in fits.items()))
