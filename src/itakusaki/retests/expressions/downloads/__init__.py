"""Tests on downloads: how much, when, where to, with whose leave, and what followed on a medium."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.expressions.downloads.amounts import (
    daily,
    download_count,
    download_volume,
    mass_reading,
)
from itakusaki.retests.expressions.downloads.chain import (
    download_then_media,
    watched_arrivals,
)
from itakusaki.retests.expressions.downloads.destinations import (
    download_to_maintenance_terminal,
    download_to_unlisted_destination,
    placed_downloads,
    sent_downloads,
)
from itakusaki.retests.expressions.downloads.permission import (
    counted_downloads,
    download_out_of_hours,
    download_without_permit,
    timed_downloads,
)
from itakusaki.retests.tables import Logs

TESTS: Final[Mapping[str, Callable[[Logs, Parameters], Table]]] = {
    "download-count": download_count,
    "download-volume": download_volume,
    "download-out-of-hours": download_out_of_hours,
    "download-to-maintenance-terminal": download_to_maintenance_terminal,
    "download-to-unlisted-destination": download_to_unlisted_destination,
    "download-without-permit": download_without_permit,
    "mass-reading": mass_reading,
    "download-then-media": download_then_media,
}

#: What each test looks at; one that measures looks at what it tells.
COMPARED: Final[Mapping[str, Callable[[Logs, Parameters], Table]]] = {
    "download-count": download_count,
    "download-volume": daily,
    "download-out-of-hours": timed_downloads,
    "download-to-maintenance-terminal": placed_downloads,
    "download-to-unlisted-destination": sent_downloads,
    "download-without-permit": counted_downloads,
    "mass-reading": daily,
    "download-then-media": watched_arrivals,
}
