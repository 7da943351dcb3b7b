"""From when to when a log reaches, told in one place for runs, exports and packs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from itakusaki.model.message import Words
from itakusaki.model.retest import ReadExport
from itakusaki.model.source import SourceFile
from itakusaki.model.span import Span, span_of, spans


def read(export: str, first: datetime | None, last: datetime | None) -> ReadExport:
    return ReadExport(
        export=export,
        title=Words(ja=export, en=export),
        file=SourceFile(path="a.csv", sha256="0", size=1),
        layout=Words(ja="", en=""),
        rows=1,
        duplicates=0,
        put_aside=0,
        kept=1,
        first_at=first,
        last_at=last,
    )


MAY, JUNE = datetime(2026, 5, 1, 23, 59), datetime(2026, 6, 30, 0, 1)


def test_a_span_goes_over_all_files_of_an_export_and_touches_both_its_days() -> None:
    found = spans([read("a", MAY, MAY), read("a", JUNE, JUNE), read("b", None, None)])
    assert found == {"a": Span(first=MAY, last=JUNE)}
    assert found["a"].days == 61
    assert span_of([read("b", None, None)]) is None


@pytest.mark.parametrize(
    ("low", "high", "quiet", "short"),
    [
        (None, None, 0, False),
        (date(2026, 5, 1), date(2026, 6, 30), 0, False),
        (date(2026, 4, 30), None, 0, True),
        (date(2026, 4, 30), None, 1, False),
        (None, date(2026, 7, 1), 0, True),
        (None, date(2026, 7, 3), 3, False),
        (date(2026, 1, 1), date(2026, 6, 1), 3, True),
    ],
)
def test_a_span_falls_short_of_a_period_at_either_end(
    low: date | None, high: date | None, quiet: int, *, short: bool
) -> None:
    assert Span(first=MAY, last=JUNE).falls_short(low, high, timedelta(days=quiet)) is short
