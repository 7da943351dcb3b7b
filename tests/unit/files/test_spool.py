"""A spool gives back what was kept in it, as often as wanted, and asks its source once."""

from __future__ import annotations

from collections.abc import Iterator

from itakusaki.files.spool import Spool

#: Of more than a value that is kept as it is, so that either way of keeping is gone.
SOME = ["a", "い" * 40_000, "c", "d" * 40_000]


def test_values_come_back_in_their_order_and_again() -> None:
    spool = Spool(SOME)
    assert list(spool) == SOME
    assert list(spool) == SOME
    assert len(spool) == len(SOME)


def test_its_source_is_asked_once_and_only_as_far_as_wanted() -> None:
    asked: list[str] = []

    def source() -> Iterator[str]:
        for value in SOME:
            asked.append(value)
            yield value

    spool = Spool(source())
    first, second = iter(spool), iter(spool)
    assert [next(first), next(first), next(second)] == [*SOME[:2], SOME[0]]
    assert asked == SOME[:2]
    assert len(spool) == len(SOME)
    assert [*second] == SOME[1:]
    assert asked == SOME


def test_more_can_be_kept_behind_what_is_there() -> None:
    spool = Spool[str]()
    for value in SOME:
        spool.keep(value)
    assert (len(spool), list(spool)) == (len(SOME), SOME)
