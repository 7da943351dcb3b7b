"""Tests on accounts: sharing, the list, leaving, privileged work, tenure, cleared logs, countries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.accounts.changes import (
    account_changes,
    account_short_lived,
    changes_made,
    log_cleared,
    right_changes,
    right_short_lived,
)
from itakusaki.retests.expressions.accounts.leaving import (
    closed_within,
    lines_after_contract,
    sign_in_after_contract,
    sign_in_after_leaving,
    source_countries,
)
from itakusaki.retests.expressions.accounts.listing import (
    account_not_listed,
    account_older_than_stated,
    account_without_owner,
    accounts_seen,
    dated_accounts,
    live_personal,
)
from itakusaki.retests.expressions.accounts.privileged import (
    privileged_presence,
    privileged_sign_ins,
    privileged_without_entry,
    privileged_without_ticket,
)
from itakusaki.retests.expressions.accounts.sharing import (
    account_long_day,
    account_overlap,
    overlap_lines,
    owned_sign_ins,
    owner_absent,
    personal_lines,
    vault_sign_ins,
    vault_without_checkout,
)
from itakusaki.retests.tables import Logs

TESTS: Final[Mapping[str, Callable[[Logs, Parameters], Table]]] = {
    "account-overlap": account_overlap,
    "account-long-day": account_long_day,
    "owner-absent": owner_absent,
    "vault-without-checkout": vault_without_checkout,
    "account-not-listed": account_not_listed,
    "account-without-owner": account_without_owner,
    "sign-in-after-leaving": sign_in_after_leaving,
    "sign-in-after-contract": sign_in_after_contract,
    "privileged-without-ticket": privileged_without_ticket,
    "privileged-without-entry": privileged_without_entry,
    "account-older-than-stated": account_older_than_stated,
    "account-short-lived": account_short_lived,
    "right-short-lived": right_short_lived,
    "log-cleared": log_cleared,
    "source-countries": source_countries,
}

#: Tests that go through the periods of the lists by themselves.
BY_PERIOD: Final = ("account-not-listed",)

#: What each test looks at; one that measures looks at what it tells.
COMPARED: Final[Mapping[str, Callable[[Logs, Parameters], Table]]] = {
    "account-overlap": overlap_lines,
    "account-long-day": personal_lines,
    "owner-absent": owned_sign_ins,
    "vault-without-checkout": vault_sign_ins,
    "account-not-listed": accounts_seen,
    "account-without-owner": live_personal,
    "sign-in-after-leaving": closed_within,
    "sign-in-after-contract": lines_after_contract,
    "privileged-without-ticket": privileged_sign_ins,
    "privileged-without-entry": privileged_presence,
    "account-older-than-stated": dated_accounts,
    "account-short-lived": account_changes,
    "right-short-lived": right_changes,
    "log-cleared": changes_made,
    "source-countries": source_countries,
}
