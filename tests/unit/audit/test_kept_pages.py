"""A page of the last run is taken again only where nothing that it is made of is another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from itakusaki.audit.kept_pages import KeptPages
from itakusaki.audit.setup import Setup
from itakusaki.files.cache import CACHE, ResultCache
from itakusaki.findings.derive import findings_of
from itakusaki.report.publication import Edition, Publication
from support.assessments import CHECKLIST, POLICY, every_rating

VIEW = ("ja", "所見なし")


def setup_in(folder: Path, round_: str = "2026Q4") -> Setup:
    templates = (folder / "own", folder / "shipped")
    for place in templates:
        place.mkdir(exist_ok=True)
    workspace = SimpleNamespace(reports=folder / "reports", round=round_)
    cache = ResultCache(folder=folder / CACHE)
    return cast("Setup", SimpleNamespace(cache=cache, templates=templates, workspace=workspace))


def run(folder: Path, view: object = VIEW, name: str = "p.html", round_: str = "2026Q4") -> bool:
    """Whether a run made the page, which then lies in the folder."""
    made: list[bytes] = []

    def make() -> bytes:
        made.append(repr(view).encode())
        return made[-1]

    pages = KeptPages(setup_in(folder, round_))
    content = pages.content(name, view, make)
    assert content == repr(view).encode()
    (folder / "reports").mkdir(exist_ok=True)
    (folder / "reports" / name).write_bytes(content)
    pages.keep()
    return bool(made)


def test_a_page_of_the_same_is_found_again(tmp_path: Path) -> None:
    assert [run(tmp_path) for _ in range(3)] == [True, False, False]


def _person(folder: Path) -> None:
    (folder / "reports" / "p.html").write_text("mine", encoding="utf-8")


def _template(folder: Path) -> None:
    (folder / "own" / "processor.html.j2").write_text("{{ view.name }}", encoding="utf-8")


def _gone(folder: Path) -> None:
    (folder / "reports" / "p.html").unlink()


def _damaged(folder: Path) -> None:
    for path in (folder / CACHE).glob("pages-*"):
        path.write_bytes(b"x")


@pytest.mark.parametrize("change", [_person, _template, _gone, _damaged])
def test_a_page_is_made_anew_where_anything_became_another(
    change: Callable[[Path], None], tmp_path: Path
) -> None:
    run(tmp_path)
    change(tmp_path)
    assert run(tmp_path)
    assert not run(tmp_path)


@pytest.mark.parametrize(
    "other", [{"view": ("ja", "所見あり")}, {"view": ("en", "所見なし")}, {"round_": "2027Q1"}]
)
def test_another_view_language_or_round_is_another_page(
    other: dict[str, Any], tmp_path: Path
) -> None:
    run(tmp_path)
    assert run(tmp_path, **other)


def test_a_template_changed_while_pages_were_made_counts(tmp_path: Path) -> None:
    pages = KeptPages(setup_in(tmp_path))
    pages.content("p.html", VIEW, lambda: repr(VIEW).encode())
    _template(tmp_path)
    pages.keep()
    assert not list((tmp_path / CACHE).glob("pages-*"))


def test_whatever_changes_in_a_view_changes_what_it_is_told_by() -> None:
    """A view is told by its repr: every leaf of it must stand in that, whole."""
    run_ = every_rating()
    edition = Edition(formats=(), languages=("ja",))
    found = findings_of(run_, CHECKLIST)
    views = list(Publication(run_, found, CHECKLIST, POLICY, edition).processors("ja"))
    seen: set[tuple[type, str]] = set()
    for view in views:
        for owner, name, value in leaves(view):
            assert type(value) in {str, int, float, bool, type(None)}, (name, type(value))
            if owner is not None and (type(owner), name) not in seen:
                seen.add((type(owner), name))
                assert repr(replace(owner, **{name: "another"})) != repr(owner), name
    assert len(seen) > 100


def leaves(value: object) -> Iterator[tuple[Any, str, object]]:
    """Each plain value with the dataclass and field it stands in, None within a tuple."""
    if is_dataclass(value):
        for one in fields(value):
            inner = getattr(value, one.name)
            nested = is_dataclass(inner) or isinstance(inner, tuple)
            yield from leaves(inner) if nested else [(value, one.name, inner)]
    elif isinstance(value, tuple):
        for inner in value:
            yield from leaves(inner)
    else:
        yield None, "", value
