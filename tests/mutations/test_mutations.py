"""Twenty seeded damages of what was handed in; nothing looks better for any (make mutations: 500)."""

from __future__ import annotations

import pytest

from mutations import of_deliveries
from mutations.runs import KINDS, Benches, seeded, share
from mutations.tables import Table, read_table

RUNS = 20


@pytest.fixture(scope="module")
def benches(tmp_path_factory: pytest.TempPathFactory) -> Benches:
    return Benches(tmp_path_factory.mktemp("mutations"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_looks_better_for_being_damaged(kind: str, benches: Benches) -> None:
    found = list(benches.run(kind, iter(range(1, 1 + share(RUNS, kind)))))
    assert len(found) == share(RUNS, kind)
    assert {(seed, did): gained for seed, did, gained in found if gained} == {}


def test_the_runs_are_shared_out_over_all_kinds() -> None:
    assert sum(share(503, kind) for kind in KINDS) == 503


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.xlsx"])
@pytest.mark.parametrize("change", of_deliveries.CHANGES, ids=lambda change: str(change.__name__))
def test_a_change_damages_a_table_the_same_way_each_time(
    name: str, change: of_deliveries.Change
) -> None:
    rows = (
        ["日時", "アカウント", "操作"],
        *([f"2026-01-0{n}", f"a{n}", "x" if n % 2 else "y"] for n in range(1, 9)),
    )
    table = Table(name=name, rows=tuple(map(list, rows)))
    one, two = change(seeded(5), table), change(seeded(5), table)
    assert one == two
    assert one is not None
    whole = read_table(name, table.content())
    assert whole is not None
    assert whole.rows == table.rows
    assert one.content() == two.content() if two and not name.endswith("xlsx") else True
