"""Amounts: how much was downloaded, by account, by day, against what is usual."""

from __future__ import annotations

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.days import number
from itakusaki.retests.expressions.shared.output_cover import by_people, without_permit
from itakusaki.retests.tables import Logs


def download_count(logs: Logs, p: Parameters) -> Table:
    """Downloads per account in the last `days` days of the log.

    The last day is that of the log's last line; it and the `days` - 1 days before it count. All
    accounts are told, service accounts too: account, downloads, records (a number not given is 0),
    first_at, last_at.
    """
    log = logs["downloads"].mutate(day=number(logs["downloads"].at.date()))
    last = log.aggregate(last_day=log.day.max())
    within = log.cross_join(last).filter(lambda t: t.day > t.last_day - p.whole("days"))
    return within.group_by("account").aggregate(
        downloads=within.count(),
        records=within["rows"].fill_null(0).sum(),
        first_at=within.at.min(),
        last_at=within.at.max(),
    )


def daily(logs: Logs, p: Parameters) -> Table:
    """Downloads per account and day, service accounts left out: account, day, at, downloads, records."""
    log = logs["downloads"]
    days = log.group_by("account", day=log.at.date()).aggregate(
        at=log.at.min(), downloads=log.count(), records=log["rows"].fill_null(0).sum()
    )
    return by_people(logs, p, logs.shared("download_days", days))


def download_volume(logs: Logs, p: Parameters) -> Table:
    """Accounts and days with more than `rows_per_day` records or `count_per_day` downloads.

    More than, not as many as; a number of records not given counts as 0. Left out are accounts with
    a line of kind service in the list or fitting `service_accounts`, and days for which the account
    has a download permit as output_cover.permits_by_account says. at (the first download of the
    day), account, downloads, records.
    """
    days = daily(logs, p)
    much = days.filter(
        (days.records > p.whole("rows_per_day")) | (days.downloads > p.whole("count_per_day"))
    )
    return without_permit(much, logs).select("at", "account", "downloads", "records")


def mass_reading(logs: Logs, p: Parameters) -> Table:
    """Accounts and days with far more records than is usual for the account and for the others.

    Service accounts (list and `service_accounts`) are left out altogether. An active day is an
    account's day with a download; its records are summed, a number not given being 0. A hit has
    `least_rows` records or more, more than `own_factor` times the average of the account's other
    active days, and more than `peer_factor` times the average of all active days of the other
    accounts; where there is no other day the average is 0. Days covered by a download permit are no
    hits, but count in the averages. at (the first download of the day), account, downloads, records,
    usual_own, usual_others (averages, rounded down).
    """
    days = daily(logs, p)
    own = days.group_by(whose="account").aggregate(days=days.count(), sum=days.records.sum())
    everyone = own.aggregate(all_days=own.days.sum(), all_records=own["sum"].sum())
    large = days.filter(days.records >= p.whole("least_rows"))
    beside = large.join(own, large.account == own.whose).cross_join(everyone)
    known = beside.mutate(
        own_days=beside.days - 1,
        own_records=beside["sum"] - beside.records,
        other_days=beside.all_days - beside.days,
        other_records=beside.all_records - beside["sum"],
    )
    counted = known.mutate(
        own_days=ibis.greatest(known.own_days, 1), other_days=ibis.greatest(known.other_days, 1)
    )
    much = counted.filter(
        counted.records * counted.own_days > counted.own_records * p.whole("own_factor"),
        counted.records * counted.other_days > counted.other_records * p.whole("peer_factor"),
    )
    return without_permit(much, logs).select(
        "at",
        "account",
        "downloads",
        "records",
        usual_own=much.own_records // much.own_days,
        usual_others=much.other_records // much.other_days,
    )
