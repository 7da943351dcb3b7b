"""A row is held against those exports alone whose heading it may be; nothing else comes of it."""

from __future__ import annotations

import random
from typing import Final

import pytest

from itakusaki.catalogue.export import Export
from itakusaki.exports.head import FileForm, Head
from itakusaki.exports.match import Matcher
from support.evidence_rows import data

NOBODY_S: Final = (
    "備考",
    "部署",
    "2026-04-01 09:00",
    "日付",
    "時刻",
    "",
    "サイズ（KB）",
    "日時（UTC）",
)


class Everyone(Matcher):
    """Holds every row against every export."""

    def _candidates(self, keys: set[str], named: str) -> list[Export]:  # noqa: ARG002 - as the other
        wanted = [self._exports[named]] if named in self._exports else self._exports.values()
        return list(wanted)


@pytest.mark.parametrize("seed", range(40))
def test_the_same_is_found_as_where_every_export_is_tried(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    exports = list(data().exports.values())
    layouts = data().layouts
    rows = tuple(_row(chance, exports) for _ in range(chance.randint(1, 4)))
    head = Head(kind=FileForm.TABLE, rows=rows)
    named = chance.choice(("", "", chance.choice(exports).id, layouts[0].name))
    given = {"*": named} if named else {}
    found = [kind(data(), layouts, given).found(head, "a.csv") for kind in (Matcher, Everyone)]
    assert found[0] == found[1]


def _row(chance: random.Random, exports: list[Export]) -> tuple[str, ...]:
    titles = [column.title.ja for column in chance.choice(exports).columns]
    words = chance.sample(titles, chance.choice((0, 1, len(titles) // 2, len(titles))))
    return (*words, *chance.sample(NOBODY_S, chance.randint(0, 4)))
