"""Tests on accounts: sharing, the list, leaving, privileged work, tenure, cleared logs, countries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ibis import Table

from itakusaki.catalogue.parameters import Given
from itakusaki.retests.expressions.accounts.changes import (
    account_short_lived,
    log_cleared,
    right_short_lived,
)
from itakusaki.retests.expressions.accounts.leaving import (
    sign_in_after_contract,
    sign_in_after_leaving,
    source_countries,
)
from itakusaki.retests.expressions.accounts.listing import (
    account_not_listed,
    account_older_than_stated,
    account_without_owner,
)
from itakusaki.retests.expressions.accounts.privileged import (
    privileged_without_entry,
    privileged_without_ticket,
)
from itakusaki.retests.expressions.accounts.sharing import (
    account_long_day,
    account_overlap,
    owner_absent,
    vault_without_checkout,
)
from itakusaki.retests.tables import Logs

TESTS: Final[Mapping[str, Callable[[Logs, Given], Table]]] = {
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
