"""Changes: accounts and rights that lasted briefly, and logs that were cleared."""

from __future__ import annotations

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.shared.account_list import of_kind
from itakusaki.retests.expressions.shared.patterns import without
from itakusaki.retests.expressions.shared.sessions import HOUR, MINUTE, seconds
from itakusaki.retests.expressions.shared.ticket_cover import uncovered
from itakusaki.retests.tables import Logs


def account_short_lived(logs: Logs, p: Parameters) -> Table:
    """Accounts created and deleted within `days` days (included, to the second).

    Creations and deletions of one account and system (none given is one of its own) stand in order
    of time; those of one second as: creations, deletions. A deletion that follows a creation
    directly is a hit. Accounts with a line of kind service in the list or fitting `service_accounts`
    are left out. at (created), account, deleted_at, actor (who created it), hours (whole). Of
    creations in one second the actor last in the alphabet counts, no actor standing first.
    """
    left = account_changes(logs, p)
    pairs = _pairs(left, ("created", "deleted"), ("account", "system"))
    brief = pairs.filter(pairs.seconds <= p.whole("days") * 24 * HOUR)
    return brief.select(
        "at", "account", deleted_at=brief.undone_at, actor=brief.actor, hours=brief.seconds // HOUR
    )


def account_changes(logs: Logs, p: Parameters) -> Table:
    """What account_short_lived looks at: creations and deletions of accounts that people use."""
    changes = without(logs["changes"], "account", p.texts("service_accounts"))
    left = changes.anti_join(of_kind(logs, "service"), "account")
    return left.filter(left.action.isin(("created", "deleted")), left.account.notnull())


def right_short_lived(logs: Logs, p: Parameters) -> Table:
    """Rights given and taken back within `hours` hours (included, to the second) without a ticket.

    Additions and removals of one account, right and system (none given is one of its own) stand in
    order of time; those of one second as: additions, removals. A removal that follows an addition
    directly is a hit, unless a ticket covers the time of the addition as for
    privileged_without_ticket, by the account, the actor or the terminal. Accounts fitting
    `service_accounts` are left out. at (added), account, right, actor (who added it), removed_at,
    minutes (whole). Of additions in one second actor and terminal last in the alphabet count, none
    standing first.
    """
    changes = right_changes(logs, p)
    pairs = _pairs(changes, ("right_added", "right_removed"), ("account", "right", "system"))
    brief = pairs.filter(pairs.seconds <= p.whole("hours") * HOUR)
    found = uncovered(brief, logs, p, "account", "actor")
    return found.select(
        "at",
        "account",
        "right",
        "actor",
        removed_at=found.undone_at,
        minutes=found.seconds // MINUTE,
    )


def right_changes(logs: Logs, p: Parameters) -> Table:
    """What right_short_lived looks at: rights given and taken, with account and right."""
    changes = without(logs["changes"], "account", p.texts("service_accounts"))
    return changes.filter(
        changes.action.isin(("right_added", "right_removed")),
        changes.account.notnull(),
        changes.right.notnull(),
    )


def _pairs(changes: Table, actions: tuple[str, str], keys: tuple[str, ...]) -> Table:
    """Doings that the next line of the same keys undoes: the doing's columns, undone_at, seconds.

    All keys but the last (the system) must be given.
    """
    named = changes.filter(
        changes.action.isin(actions), *(changes[key].notnull() for key in keys[:-1])
    )
    lines = named.mutate(
        undoes=(named.action == actions[1]).cast("int64"),
        by=named.actor.fill_null(""),
        place=named.terminal.fill_null(""),
    )
    following = ibis.window(
        group_by=[lines[key] for key in keys],
        order_by=(lines.at, lines.undoes, lines.by, lines.place),
    )
    followed = lines.mutate(
        undone_at=lines.at.lead().over(following), undone=lines.undoes.lead().over(following)
    )
    pairs = followed.filter(followed.undoes == 0, followed.undone == 1)
    return pairs.mutate(seconds=seconds(pairs.at, pairs.undone_at))


def log_cleared(logs: Logs, _p: Parameters) -> Table:
    """Every record of a log that was cleared: at, actor, terminal, system."""
    changes = logs["changes"]
    return changes.filter(changes.action == "log_cleared").select(
        "at", "actor", "terminal", "system"
    )


def changes_made(logs: Logs, _p: Parameters) -> Table:
    """What log_cleared looks at: every line of the record of changes."""
    return logs["changes"]
