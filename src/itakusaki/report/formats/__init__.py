"""Formats: the only list of what a report can be written as."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from itakusaki.report.formats.data import as_json
from itakusaki.report.formats.page import as_html, as_markdown
from itakusaki.report.formats.register import as_xlsx
from itakusaki.report.publication import AnyReport, Publication

Writer: TypeAlias = Callable[[Publication], Iterator[AnyReport]]

WRITERS: Final[Mapping[str, Writer]] = {
    "html": as_html,
    "md": as_markdown,
    "xlsx": as_xlsx,
    "json": as_json,
}
