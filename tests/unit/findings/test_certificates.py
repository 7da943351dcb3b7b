"""Certificates over rounds: told where they do not hold now or did not then, and how they stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from itakusaki.cli.change_lines import certificate_data, certificate_lines
from itakusaki.findings.certificates import certificate_states
from itakusaki.language import translator_for
from itakusaki.model.assessment import Assessment
from itakusaki.model.record import Scalar
from support.assessments import every_rating
from support.blank_books import a_processor, an_entrustment

NOW, BEFORE = date(2026, 12, 31), date(2026, 9, 30)


def run(**ledger: Scalar) -> Assessment:
    party = a_processor(an_entrustment(certificate="情報安全認証", **ledger))  # type: ignore[arg-type]
    whole = every_rating()
    return replace(whole, as_of=NOW, results=(replace(whole.results[0], processor=party),))


def told(before: date | None = BEFORE, **ledger: Scalar) -> list[str]:
    found = certificate_states(run(**ledger), before)
    return [line.strip() for line in certificate_lines(found, translator_for("en"))][2:]


@pytest.mark.parametrize(
    ("ledger", "says"),
    [
        ({"certificate_expires": date(2027, 3, 31)}, ""),
        ({"certificate_expires": date(2026, 12, 31)}, ""),  # the last day still counts
        ({"certificate_expires": date(2026, 12, 30)}, "in force → it expired on 2026-12-30"),
        ({"certificate_expires": date(2026, 8, 31)}, "it expired on 2026-08-31"),
        (
            {"certificate_suspended_from": date(2026, 11, 1)},
            "in force → it is suspended since 2026-11-01",
        ),
        (
            {
                "certificate_suspended_from": date(2026, 9, 1),
                "certificate_suspended_to": date(2026, 10, 31),
            },
            "it is suspended since 2026-09-01 → in force",
        ),
        (
            {
                "certificate_suspended_from": date(2026, 10, 5),
                "certificate_suspended_to": date(2026, 11, 5),
            },
            "in force → in force again, suspended from 2026-10-05 to 2026-11-05",
        ),
        (
            {
                "certificate_suspended_from": date(2026, 2, 5),
                "certificate_suspended_to": date(2026, 3, 5),
            },
            "",
        ),
        (
            {"certificate_suspended_from": "秋ごろ"},  # as for what it stands for: not in force
            "the ledger does not say since when it is suspended",
        ),
        (
            {"certificate_from": date(2026, 10, 1)},
            "it begins on 2026-10-01 only → in force",
        ),
    ],
)
def test_a_certificate_is_told_where_it_does_not_hold_or_did_not(
    ledger: dict[str, Scalar], says: str
) -> None:
    wanted = [f"P001 情報安全認証: {says}"] if says else []
    assert told(**ledger) == wanted


def test_without_a_round_before_only_how_it_stands_is_told() -> None:
    assert told(None, certificate_expires=date(2026, 8, 31)) == [
        "P001 情報安全認証: it expired on 2026-08-31"
    ]
    assert told(None, certificate_expires=date(2027, 8, 31)) == []


def test_it_is_said_in_japanese_and_as_data() -> None:
    found = certificate_states(run(certificate_suspended_from=date(2026, 11, 1)), BEFORE)
    ja = translator_for("ja")
    assert "P001 情報安全認証：有効 → 2026-11-01から一時停止中" in " ".join(
        certificate_lines(found, ja)
    )
    (plain,) = certificate_data(found, ja)
    assert (plain["was"], plain["now"]) == ("有効", "2026-11-01から一時停止中")
