"""The map of the house is what the import contracts and the folders say."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/itakusaki"
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text under a heading of the page."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def layers() -> list[str]:
    """The floors of the import contract, from top to bottom."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    return list(next(one["layers"] for one in contracts if one["type"] == "layers"))


def test_the_floors_are_those_of_the_import_contract() -> None:
    floors = section("The floors").split("```")[1].strip().splitlines()
    assert floors == layers()


def test_every_room_is_described_once_in_the_order_of_the_floors() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \|", section("The floors"), re.MULTILINE)
    described = [room for row in rows for room in re.findall(r"`(\w+)`", row)]
    assert described == [room for floor in layers() for room in floor.split(" | ")]


def test_every_module_and_folder_that_is_named_exists() -> None:
    named = re.findall(r"`([\w./*-]+(?:\.py|\.yaml|\.toml|/))`", PAGE)
    assert len(named) > 50
    of_a_workspace = {"layouts/", "itakusaki.toml"}
    places = (SOURCE, ROOT)
    missing = [
        name
        for name in named
        if name not in of_a_workspace and not any(list(place.glob(name)) for place in places)
    ]
    assert missing == []


def test_every_word_is_a_name_in_the_code() -> None:
    rows = section("Words").strip().splitlines()[2:]
    names = [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[3])]
    assert len(names) >= len(rows)
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for room in ("model", "catalogue")
        for path in sorted((SOURCE / room).glob("*.py"))
    )
    defined = set(re.findall(r"^class (\w+)|^    (\w+):", code, re.MULTILINE))
    assert [name for name in names if name not in {one for pair in defined for one in pair}] == []


def test_no_class_name_stands_twice() -> None:
    where: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                where.setdefault(node.name, []).append(path.relative_to(SOURCE).as_posix())
    assert len(where) > 300
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}


def test_no_module_is_named_like_a_test() -> None:
    names = [path.name for path in SOURCE.rglob("*.py")]
    assert len(names) > 200
    assert [
        n for n in names if n.startswith("test_") or n.endswith(("_test.py", "_tests.py"))
    ] == []


#: What writes a file, or takes one away, past the one door.
WRITES = re.compile(
    r"\.write_(?:text|bytes)\(|\bopen\([^)\n]*[\"'][wax]b?[\"']|\bos\.(?:open|replace|rename|link)\("
    r"|mkstemp|NamedTemporary|shutil\.(?:copy|move)|\.save\([^)]*\.xlsx"
)


def test_every_file_is_written_through_one_door() -> None:
    past = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if WRITES.search(path.read_text(encoding="utf-8"))
    }
    # Locks and pipes are no content; the folder of reports carries what a person put into it.
    not_content = {
        "files/lock.py",
        "files/scratch.py",
        "files/wall_frames.py",
        "files/wall_reader.py",
    }
    assert past == {"files/writing.py", "audit/report_folder.py", *not_content}
