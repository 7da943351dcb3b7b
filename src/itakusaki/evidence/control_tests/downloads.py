"""Tests on downloads: how much, when, where to, with whose leave, and what followed on a medium."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ibis import Table

from itakusaki.evidence.control_tests.chain_test import download_then_media
from itakusaki.evidence.control_tests.download_amount_tests import (
    download_count,
    download_volume,
    mass_reading,
)
from itakusaki.evidence.control_tests.download_permit_tests import (
    download_out_of_hours,
    download_without_permit,
)
from itakusaki.evidence.control_tests.download_place_tests import (
    download_to_maintenance_terminal,
    download_to_unlisted_destination,
)
from itakusaki.evidence.given import Given
from itakusaki.evidence.logs import Logs

TESTS: Final[Mapping[str, Callable[[Logs, Given], Table]]] = {
    "download-count": download_count,
    "download-volume": download_volume,
    "download-out-of-hours": download_out_of_hours,
    "download-to-maintenance-terminal": download_to_maintenance_terminal,
    "download-to-unlisted-destination": download_to_unlisted_destination,
    "download-without-permit": download_without_permit,
    "mass-reading": mass_reading,
    "download-then-media": download_then_media,
}
