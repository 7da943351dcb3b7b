"""`audit` fills the store where there is one, and works as ever where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.cli import itakusaki
from support.databases import KeptIn
from support.small_round import answers, audited, contents, store_of


@pytest.fixture
def space(space: Path, kept_in: KeptIn) -> Path:
    """The small round, on each database."""
    return kept_in(space)


def test_without_a_store_none_is_made_and_nothing_is_said_of_one(file_space: Path) -> None:
    said = audited(file_space)
    assert "journal" not in said.err
    assert not (file_space / "itakusaki.db").exists()
    assert itakusaki("journal", "verify", file_space).code == 2


def test_with_a_store_it_is_filled_once_for_the_same_input(space: Path) -> None:
    store = store_of(space, make=True)
    assert "Kept as assessment 1 of round 2026Q4, entry 1" in audited(space).err
    first = (space / "reports/2026Q4/assessment.json").read_bytes()
    assert "nothing was added" in audited(space).err
    (kept,) = store.kept()
    assert kept.tool_version == json.loads(first)["versions"]["tool"]
    assert store.entries()[0].actor == "委託管理課"
    whole = store.assessment(kept)
    assert whole is not None
    assert [party.processor.id for party in whole.results] == ["P001"]
    assert (space / "reports/2026Q4/assessment.json").read_bytes() == first

    answers(space, "×")
    assert "Kept as assessment 2" in audited(space).err
    held = itakusaki("journal", "verify", space, "--json")
    assert (held.code, json.loads(held.out)["entries"], json.loads(held.out)["fault"]) == (
        0,
        4,
        None,
    )


def test_no_store_and_a_rehearsal_leave_it_as_it_is(space: Path) -> None:
    store = store_of(space, make=True)
    before = contents(space)
    assert "Kept" not in audited(space, "--no-store").err
    assert f"would be added to: {store.name}" in audited(space, "--dry-run").err.replace("\n", "")
    assert contents(space) == before
    assert store.kept() == ()


@pytest.mark.parametrize("is_absolute", [True, False])
def test_database_in_the_settings_makes_the_store(
    file_space: Path, tmp_path: Path, is_absolute: object
) -> None:
    space = file_space
    elsewhere = tmp_path / "elsewhere.db" if is_absolute else Path("elsewhere.db")
    with (space / "itakusaki.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'database = "sqlite:///{elsewhere}"\n')
    assert "Kept as assessment 1" in audited(space).err
    assert (space / elsewhere).exists()
    assert not (space / "itakusaki.db").exists()


def test_what_is_said_of_a_spoilt_journal_is_the_entry_and_its_kind(space: Path) -> None:
    store = store_of(space, make=True)
    audited(space)
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE journal SET actor = 'x'")
    said = itakusaki("journal", "verify", space)
    assert said.code == 1
    assert "Entry 1" in said.out
    assert "(content)" in said.out
    assert "委託" not in itakusaki("journal", "show", space).out


def test_a_check_says_what_it_cannot_show(space: Path) -> None:
    store_of(space, make=True)
    audited(space)
    said = itakusaki("journal", "verify", space, lang="ja")
    head = store_of(space).entries()[-1].digest
    assert head in said.out
    assert "示せない" in said.out
    assert itakusaki("journal", "verify", space, "--head", head).code == 0
    assert itakusaki("journal", "verify", space, "--head", "0" * 64).code == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('database = "mysql://me:geheim@host/x"', "database must begin with postgresql+psycopg://"),
        ("database = 3", "database must begin with"),
        ('actor = "a\\nb"', "actor must be a text in one line"),
    ],
)
def test_settings_that_cannot_be_used_are_named_without_a_password(
    file_space: Path, line: str, says: str
) -> None:
    space = file_space
    with (space / "itakusaki.toml").open("a", encoding="utf-8") as settings:
        settings.write(line.replace("actor", "\nactor") + "\n")
    if line.startswith("actor"):
        text = (space / "itakusaki.toml").read_text(encoding="utf-8")
        (space / "itakusaki.toml").write_text(text.replace('actor = "委託管理課"\n', ""))
    said = itakusaki("audit", space)
    assert said.code == 2
    assert says in said.err
    assert "geheim" not in said.err
