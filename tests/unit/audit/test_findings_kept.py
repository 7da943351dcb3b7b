"""Findings over rounds by the commands of a vendor manager: found, set, accepted, closed by another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.cli import Said, itakusaki
from support.small_round import answers, audited, make_space, store_of

#: Days by whose count nothing, or everything, is late.
EARLY, LATE = ("--on", "2027-01-02"), ("--on", "2028-01-02")


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose one processor said no to four questions, with its findings."""
    root = make_space(tmp_path_factory.mktemp("findings") / "space")
    answers(root, "×")
    store_of(root, make=True)
    said = audited(root)
    assert "ready for verification" in said.err
    return root


def found(space: Path, *more: str) -> dict[str, dict[str, Any]]:
    said = itakusaki("finding", "list", space, "--json", *EARLY, *more)
    assert said.code == 0, said.err
    return {one["id"]: one for one in json.loads(said.out)}


def changed(space: Path, id_: str, *more: str, code: int = 0) -> Said:
    said = itakusaki("finding", "set", id_, space, *EARLY, *more)
    assert said.code == code, said.err + said.out
    return said


def test_a_finding_is_followed_until_another_confirmed_it(space: Path) -> None:
    theirs = [one["id"] for one in found(space).values() if one["side"] != "client"]
    first, second = theirs[:2]
    assert first == "F-P001-001"
    assert itakusaki("finding", "list", space, *LATE).code == 1
    assert found(space, "--overdue") == {}
    before = len(store_of(space).entries())
    assert "Dry run" in changed(space, first, "--owner", "佐藤", "--dry-run").err
    assert len(store_of(space).entries()) == before
    changed(space, first, "--owner", "佐藤", "--state", "in_progress")
    refused = changed(space, first, "--due", "2027-12-01", code=2).err
    assert "needs a reason" in refused
    changed(space, first, "--due", "2027-12-01", "--reason", "製品の入替え待ち")
    audited(space)
    assert len(store_of(space).entries()) == before + 2  # the same input again adds nothing

    shown = itakusaki("finding", "show", first, space, lang="ja").out
    assert "佐藤" in shown
    assert "対応中" in shown
    accepting = (
        "--state",
        "accepted",
        "--by",
        "部長",
        "--reason",
        "r",
        "--measure",
        "記録を毎日見る",
    )
    changed(space, second, *accepting, "--until", "2027-02-28")
    late = itakusaki("finding", "show", second, space, "--json", *LATE)
    assert json.loads(late.out)["state"] == "reopened"

    answers(space, "○")
    audited(space)
    stands = found(space)
    assert (stands[first]["state"], stands[first]["moved"]) == ("in_progress", 1)  # a claim alone
    changed(space, first, "--state", "ready", "--by", "佐藤")
    closing = (
        "--state",
        "closed",
        "--evidence",
        "権限一覧",
        "--evidence-state",
        "confirmed",
        "--by",
    )
    assert "did the work" in changed(space, first, *closing, "佐藤", code=2).err
    changed(space, first, *closing, "鈴木")
    assert set(found(space, "--state", "closed")) == {first}
    check = itakusaki("journal", "verify", space, "--json")
    assert (check.code, json.loads(check.out)["fault"]) == (0, None)
    told = itakusaki("journal", "show", space, "--json").out
    assert not [name for name in ("佐藤", "鈴木", "部長", "P001") if name in told]


def test_a_name_that_is_none_is_said_with_the_nearest(space: Path) -> None:
    assert "F-P001-001" in changed(space, "F-P001-01", code=2).err
    assert itakusaki("finding", "show", "F-P001-01", space).code == 2
