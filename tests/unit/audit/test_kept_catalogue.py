"""The controls in force are found again as they were made of the same files, and only of these."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.audit import rules as rules_module
from itakusaki.audit.rules import CATALOGUE, Rules
from itakusaki.files.cache import ResultCache
from itakusaki.model.packed import packed
from itakusaki.settings import data_folder


@pytest.fixture(autouse=True)
def another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made in this one is not found within it: only the cache can tell."""
    made = vars(rules_module)["_catalogue_of"].__wrapped__
    monkeypatch.setattr(rules_module, "_catalogue_of", made)


def rules(folder: Path, own: Path | None = None) -> Rules:
    cache = ResultCache(folder=folder / "cache")
    return Rules(shipped=data_folder("checklists"), own=own, cache=cache)


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(rules_module, "load_catalogue", read)


def kept(folder: Path) -> Path:
    (entry,) = (folder / "cache").glob(f"{CATALOGUE}-*")
    return entry


def test_they_are_found_again_and_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = rules(tmp_path)
    every = (made.checklist, made.policy, made.cross_checks, made.rounds)
    forbid_reading(monkeypatch)
    found = rules(tmp_path)
    assert (found.checklist, found.policy, found.cross_checks, found.rounds) == every


def test_other_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    own.mkdir()
    assert rules(tmp_path, own).checklist == rules(tmp_path, own).checklist
    (own / "words.yaml").write_text("# a remark\n", encoding="utf-8")
    forbid_reading(monkeypatch)
    with pytest.raises(AssertionError, match="read again"):
        assert rules(tmp_path, own).checklist


@pytest.mark.parametrize("damage", [b"", b"itakusaki cache 1\nanything"])
def test_what_is_damaged_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    made = rules(tmp_path).checklist
    whole = kept(tmp_path).read_bytes()
    kept(tmp_path).write_bytes(damage)
    assert rules(tmp_path).checklist == made
    assert kept(tmp_path).read_bytes() == whole


def test_another_value_in_its_place_is_not_taken(tmp_path: Path) -> None:
    made = rules(tmp_path).checklist
    kind, _, key = kept(tmp_path).name.partition("-")

    rules(tmp_path).cache.keep(kind, key, packed(("no", "catalogue")))
    assert rules(tmp_path).checklist == made


def test_nothing_is_kept_without_a_folder(tmp_path: Path) -> None:
    assert Rules(shipped=data_folder("checklists")).checklist == rules(tmp_path).checklist
