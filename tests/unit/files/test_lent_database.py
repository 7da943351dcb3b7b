"""A lent database is empty for whoever has it, keeps to its folder, and is begun once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from itakusaki.files import lent_database
from itakusaki.files.lent_database import LentDatabase, beside

#: More than the memory allowed below.
LARGE = "CREATE TEMP TABLE large AS SELECT hash(range) h, repeat('a', 50) || range s FROM range(1500000) ORDER BY h"


@pytest.fixture(autouse=True)
def nobody_had_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lent_database, "idle", {})


def test_the_next_finds_no_table_of_the_one_before(tmp_path: Path) -> None:
    with closing(LentDatabase("1GB", 1, tmp_path / "spill")) as lent:
        lent.connection.execute("CREATE TABLE a AS SELECT 1 AS one; CREATE TEMP TABLE b (x int)")
        assert beside(lent.connection).execute("SELECT one FROM a").fetchall() == [(1,)]
    with closing(LentDatabase("1GB", 1, tmp_path / "spill")) as lent:
        assert lent.connection.execute("SHOW ALL TABLES").fetchall() == []
        lent.connection.execute("CREATE TABLE a AS SELECT 2 AS two; CREATE TEMP TABLE b (y int)")


def test_one_is_begun_for_all_that_come_after_one_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    connect = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda **how: begun.append(how) or connect(**how))
    for _ in range(3):
        LentDatabase("1GB", 1, tmp_path / "spill").close()
    assert len(begun) == 1
    with (
        closing(LentDatabase("1GB", 1, tmp_path / "spill")),
        closing(LentDatabase("1GB", 1, tmp_path / "spill")) as second,
    ):
        second.connection.execute("CREATE TABLE a (x int)")
    assert len(begun) == 2
    LentDatabase("1GB", 1, tmp_path / "spill", ordered=False).close()
    LentDatabase("2GB", 1, tmp_path / "spill").close()
    assert len(begun) == 4


def test_one_that_was_lent_often_is_not_lent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lent_database, "MOST_LENT", 3)
    LentDatabase("1GB", 1, tmp_path / "spill").close()
    ((first, _),) = lent_database.idle.values()
    LentDatabase("1GB", 1, tmp_path / "spill").close()
    assert [whole for whole, _ in lent_database.idle.values()] == [first]
    LentDatabase("1GB", 1, tmp_path / "spill").close()
    assert not lent_database.idle
    with pytest.raises(duckdb.ConnectionException):
        first.execute("SELECT 1")


def test_what_does_not_fit_lies_in_the_folder_of_whoever_has_it(tmp_path: Path) -> None:
    for name in ("first", "second"):
        with closing(LentDatabase("100MB", 1, tmp_path / name, ordered=False)) as lent:
            lent.connection.execute(LARGE)
            assert list((tmp_path / name).iterdir())
        # What still held a file open there could not be lent again on Windows.
        assert not lent_database.idle


def test_one_that_broke_down_is_not_lent_again(tmp_path: Path) -> None:
    LentDatabase("1GB", 1, tmp_path / "spill").close()
    ((waiting, _),) = lent_database.idle.values()
    waiting.close()
    with closing(LentDatabase("1GB", 1, tmp_path / "spill")) as other:
        assert other.connection.execute("SELECT 1").fetchall() == [(1,)]


def test_a_statement_asked_again_speaks_of_the_tables_of_whoever_asks(tmp_path: Path) -> None:
    for own in (1, 2, 3):
        with closing(LentDatabase("1GB", 1, tmp_path / "spill")) as lent:
            lent.connection.execute(f"CREATE TABLE a AS SELECT {own} AS one, '{own}' AS c{own}")
            assert lent.asked_again("SELECT one FROM a").fetchall() == [(own,)]
            assert lent.asked_again("SELECT * FROM a").fetchall() == [(own, str(own))]
    with (
        closing(LentDatabase("1GB", 1, tmp_path / "spill")) as lent,
        pytest.raises(duckdb.CatalogException),
    ):
        lent.asked_again("SELECT one FROM a")


def test_no_more_statements_are_held_than_a_run_asks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lent_database, "_MOST_MADE_OUT", 2)
    with closing(LentDatabase("1GB", 1, tmp_path / "spill")) as lent:
        for number in range(5):
            assert lent.asked_again(f"SELECT {number}").fetchall() == [(number,)]
            assert len(lent_database.made_out) <= 2


def _left_out(lent: LentDatabase) -> str:
    (found,) = lent.connection.execute("SELECT current_setting('disabled_optimizers')").fetchone()
    return str(found)


def test_few_rows_are_planned_plainly_and_whoever_comes_next_is_not(tmp_path: Path) -> None:
    with closing(LentDatabase("1GB", 1, tmp_path / "spill")) as lent:
        lent.expect(lent_database.FEW)
        assert "unused_columns" in _left_out(lent).split(",")
        assert "filter_pushdown" not in _left_out(lent).split(",")
        lent.expect(lent_database.FEW + 1)
        assert not _left_out(lent)
        lent.expect(0)
    with closing(LentDatabase("1GB", 1, tmp_path / "spill")) as lent:
        assert not _left_out(lent)


def test_of_few_rows_the_smaller_side_of_a_join_is_looked_up(tmp_path: Path) -> None:
    """Permits and checkouts, all of a few people, come to a product of both: that is not kept whole."""
    with closing(LentDatabase("1GB", 1, tmp_path / "spill")) as lent:
        lent.expect(3_010)
        lent.connection.execute("CREATE TABLE few AS SELECT range AS who FROM range(10)")
        lent.connection.execute("CREATE TABLE many AS SELECT range AS who FROM range(3000)")
        for question in (
            "EXPLAIN SELECT * FROM few JOIN many USING (who)",
            "EXPLAIN SELECT * FROM few ANTI JOIN many USING (who)",
        ):
            plan = lent.connection.execute(question).fetchall()[0][1]
            # The side that is looked up is told last.
            assert plan.rindex("many") < plan.rindex("few")


def test_of_few_rows_a_product_is_not_made_before_it_is_narrowed(tmp_path: Path) -> None:
    with closing(LentDatabase("1GB", 1, tmp_path / "spill")) as lent:
        lent.expect(6_001)
        for table in (
            "CREATE TABLE permits AS SELECT range AS number, range % 3 AS who FROM range(3000)",
            "CREATE TABLE checkouts AS SELECT range % 3 AS who FROM range(3000)",
            "CREATE TABLE downloads AS SELECT range AS number FROM range(1)",
        ):
            lent.connection.execute(table)
        plan = lent.connection.execute(
            "EXPLAIN SELECT 1 FROM permits JOIN checkouts USING (who)"
            " JOIN downloads ON permits.number = downloads.number"
        ).fetchall()[0][1]
        # What is done last is told first.
        assert plan.index("who = who") < plan.index("number = number")
