"""The overlay: what is alike for all rule files, whatever they hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from itakusaki.catalogue.overlay import WHOLE, FileKind, Overlay, in_order, laid_over
from itakusaki.language import translator_for

#: A kind with a list, and one whose file is the entry; both say a number and maybe a colour.
THINGS = FileKind(schema="things.json", lists={"things": "id"}, leaves_out="without")
CARDS = FileKind(schema="cards.json", lists={WHOLE: "id"})
PARTS = FileKind(
    schema="things.json", lists={"things": "id"}, completes=True, by_field=frozenset({"things"})
)
ENTRY = {
    "type": "object",
    "required": ["id", "n"],
    "additionalProperties": False,
    "properties": {"id": {"type": "string"}, "n": {"type": "number"}, "colour": {}},
}
LIST = {
    "type": "object",
    "required": ["things"],
    "additionalProperties": False,
    "properties": {
        "things": {"type": "array", "items": ENTRY},
        "without": {"type": "array"},
        "limits": {"type": "object"},
    },
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "things.json").write_text(json.dumps(LIST), encoding="utf-8")
    (tmp_path / "schemas" / "cards.json").write_text(json.dumps(ENTRY), encoding="utf-8")
    return tmp_path


def _folder(root: Path, name: str, **files: str) -> Path:
    folder = root / name
    folder.mkdir()
    for stem, text in files.items():
        (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return folder


def _held(overlay: Overlay, key: str = "things") -> dict[str, int]:
    return {name: entry.data["n"] for name, entry in overlay.entries(key).items()}


def _said(overlay: Overlay) -> list[str]:
    return [translator_for("en").say(mistake.message()) for mistake in in_order(overlay.mistakes)]


def test_a_later_folder_goes_over_an_earlier_one_and_keeps_its_order(root: Path) -> None:
    shipped = _folder(root, "shipped", a="things: [{id: x, n: 1}, {id: y, n: 1}]")
    older = _folder(root, "older", a="things: [{id: x, n: 2}, {id: z, n: 2}]")
    own = _folder(root, "own", b="things:\n  - {id: z, n: 3}")
    overlay = laid_over(shipped, older, own, kind=THINGS)
    assert _held(overlay) == {"x": 2, "y": 1, "z": 3}
    assert _said(overlay) == []
    entry = overlay.entries("things")["z"]
    assert (entry.file.path, entry.file.line_of(entry.place), entry.own) == (
        own / "b.yaml",
        2,
        True,
    )
    assert overlay.entries("things")["x"].shipped == {"id": "x", "n": 1}
    assert entry.shipped is None


def test_a_file_may_be_the_entry(root: Path) -> None:
    shipped = _folder(root, "shipped", a="{id: x, n: 1}", b="{id: y, n: 1}")
    own = _folder(root, "own", c="{id: x, n: 2}", d="{id: y, n: many}")
    overlay = laid_over(shipped, own, kind=CARDS)
    assert _held(overlay, WHOLE) == {"x": 2, "y": 1}
    assert _said(overlay) == ["d.yaml, line 1: n: many should be: number"]
    assert overlay.dropped == {"y"}


def test_what_cannot_be_used_falls_back_and_all_of_it_is_told(root: Path) -> None:
    shipped = _folder(root, "shipped", a="things: [{id: x, n: 1}, {id: y, n: 1}]")
    own = _folder(
        root,
        "own",
        a="things:\n  - {id: x, n: many}\n  - {id: y, n: 2}\n",
        b="things: [{id: y, n: 9}]\nthings: [{id: v, n: 1}]\n",
        c="- x",
        d="things: &all []\nwithout: *all\n",
        e="things: [",
        f="thing: []",
    )
    overlay = laid_over(shipped, own, kind=THINGS)
    assert _held(overlay) == {"x": 1, "y": 2, "v": 1}
    assert _said(overlay) == [
        "a.yaml, line 2: things.0.n: many should be: number",
        "b.yaml, line 2: things is written twice",
        "c.yaml, line 1: the file must hold named entries",
        "d.yaml, line 2: *all is an alias; write it out",
        "e.yaml, line 2: this is not valid YAML: did not find expected node content",
        "f.yaml, line 1: -: missing field: things",
        "f.yaml, line 1: -: unknown field: thing",
    ]
    assert overlay.dropped == {"x", "c.yaml", "d.yaml", "e.yaml", "f.yaml"}


def test_two_entries_of_one_name_in_a_folder_are_a_mistake(root: Path) -> None:
    shipped = _folder(root, "shipped", a="things: [{id: x, n: 1}]")
    own = _folder(root, "own", a="things: [{id: x, n: 2}]", b="things: [{id: x, n: 3}]")
    assert _said(laid_over(shipped, own, kind=THINGS)) == [
        "b.yaml, line 1: x stands twice; the other one is in a.yaml"
    ]


def test_earlier_entries_can_be_left_out(root: Path) -> None:
    shipped = _folder(root, "shipped", a="things: [{id: x, n: 1}, {id: y, n: 1}]")
    own = _folder(
        root, "own", a="things: []\nwithout: [x, q]\n", b="things: [{id: x, n: 2}]\nwithout: [x]"
    )
    overlay = laid_over(shipped, own, kind=THINGS)
    assert _held(overlay) == {"y": 1, "x": 2}
    assert _said(overlay) == ["a.yaml, line 2: q cannot be left out: nothing shipped is called so"]


def test_a_file_that_completes_names_only_what_differs(root: Path) -> None:
    text = "limits: {low: 1, high: 9}\nthings: [{id: x, n: 1, colour: red}, {id: y, n: 1}]"
    shipped = _folder(root, "shipped", a=text)
    own = _folder(root, "own", a="limits: {low: 2}\nthings: [{id: x, n: 2}, {id: z}]")
    overlay = Overlay(schemas=root / "schemas")
    overlay.lay(shipped / "a.yaml", PARTS, own=False)
    overlay.lay(own / "a.yaml", PARTS, own=True)
    assert overlay.documents["a.yaml"].content == {
        "limits": {"low": 2, "high": 9},
        "things": [{"id": "x", "n": 2, "colour": "red"}, {"id": "y", "n": 1}],
    }
    assert _said(overlay) == ["a.yaml, line 2: things.1: missing field: n"]


def test_shipped_files_are_checked_where_asked_only(root: Path) -> None:
    shipped = _folder(root, "shipped", a="things: [{id: x, n: many}]")
    (shipped / "b.yml").write_text("things: []", encoding="utf-8")
    assert _said(laid_over(shipped, kind=THINGS)) == []
    assert _said(laid_over(shipped, kind=THINGS, thorough=True)) == [
        "a.yaml, line 1: things.0.n: many should be: number",
        "shipped/b.yml, line 1: no file of this name is read; known are *.yaml",
    ]
