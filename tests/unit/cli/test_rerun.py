"""An audit again: the same bytes with a cache and without, however its entries fare."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from itakusaki.audit import examinations, incremental
from itakusaki.files import kept_books
from itakusaki.files.cache import ResultCache
from support.cli import Said, itakusaki
from support.small_round import answers, make_space

pytestmark = pytest.mark.slow  # whole audits, with Great Expectations

LOG = (
    "日時,アカウント,端末名,操作,方式\n"
    "2026-01-05 09:00:00,u-1,pc-1,ログオン,対話\n"
    "2026-01-05 09:05:00,u-1,pc-2,ログオン,対話\n"
    "2026-01-05 18:00:00,u-1,pc-1,ログオフ,対話\n"
)


def audited(space: Path, *more: str) -> Said:
    said = itakusaki("audit", space, *more, lang="ja")
    assert said.code == 0, said.err
    return said


def says_the_same(again: Said, fresh: Said) -> None:
    """All but the steps that were not taken."""
    assert (again.code, again.out) == (fresh.code, fresh.out)
    assert fresh.err.endswith(again.err)


def pages(space: Path) -> dict[str, bytes]:
    """Every report by name."""
    folder = space / "reports"
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def kept(space: Path, kind: str = "") -> list[Path]:
    return sorted(path for path in (space / ".cache").glob(f"{kind}*-*"))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with logs that was audited once, with a cache."""
    space = make_space(tmp_path_factory.mktemp("rerun") / "ws")
    place = space / "evidence" / "2026Q4" / "P001"
    place.mkdir(parents=True, exist_ok=True)
    (place / "signins.csv").write_text(LOG, encoding="utf-8")
    audited(space)
    return space


@pytest.fixture(scope="module")
def fresh(model: Path) -> tuple[Said, dict[str, bytes]]:
    """The same workspace audited without a cache, in its place: its words and pages."""
    shutil.move(model / ".cache", model.parent / "apart")
    shutil.move(model / "reports", model.parent / "reports-apart")
    said = audited(model, "--no-cache")
    found = pages(model)
    assert not (model / ".cache").exists()
    shutil.rmtree(model / "reports")
    shutil.move(model.parent / "apart", model / ".cache")
    shutil.move(model.parent / "reports-apart", model / "reports")
    return said, found


@pytest.fixture
def space(model: Path) -> Iterator[Path]:
    """The workspace as the first audit left it, put right again afterwards."""
    safe = model.parent / "safe"
    shutil.copytree(model, safe)
    yield model
    shutil.rmtree(model)
    safe.rename(model)


def test_an_audit_again_says_and_writes_the_same(
    space: Path, fresh: tuple[Said, dict[str, bytes]]
) -> None:
    assert {path.name.split("-")[0] for path in kept(space)} == {
        "assessment",
        "book",
        "catalogue",
        "examination",
        "gate",
        "pages",
        "parties",
        "reports",
    }
    assert pages(space) == fresh[1]
    says_the_same(audited(space), fresh[0])
    assert pages(space) == fresh[1]
    shutil.rmtree(space / "reports")
    says_the_same(audited(space), fresh[0])
    assert pages(space) == fresh[1]


def test_an_audit_again_loads_neither_the_gate_nor_an_engine(space: Path) -> None:
    script = (
        "import sys\n"
        "from itakusaki.cli.app import run\n"
        "from itakusaki.language import translator_for\n"
        f"code = run(['audit', {str(space)!r}, '-q'], translator_for('ja'))\n"
        "heavy = {'great_expectations', 'ibis', 'duckdb', 'pandas', 'openpyxl', 'jinja2'}\n"
        "print(int(code), sorted(heavy & set(sys.modules)))\n"
    )
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[0] == "0 []", done.stderr


@pytest.mark.parametrize("kind", ["assessment", "book", "examination", "gate", "pages", "reports"])
def test_a_damaged_or_mixed_up_entry_is_made_anew(
    space: Path, fresh: tuple[Said, dict[str, bytes]], kind: str
) -> None:
    whole = kept(space)
    for path in kept(space, "assessment"):
        path.unlink()
    for path in whole:
        if path.name.startswith(kind):
            path.write_bytes(
                whole[0].read_bytes() if whole[0] != path and whole[0].exists() else b"x"
            )
    says_the_same(audited(space), fresh[0])
    assert pages(space) == fresh[1]
    assert [path.name for path in kept(space)] == [path.name for path in whole]


def test_a_changed_answer_and_a_changed_setting_count(space: Path) -> None:
    before = pages(space)
    answers(space, "×")
    audited(space)
    changed = pages(space)
    assert changed != before
    shutil.rmtree(space / ".cache")
    audited(space)
    assert pages(space) == changed
    with (space / "itakusaki.toml").open("a", encoding="utf-8") as settings:
        settings.write("[evidence.parameters]\nmargin_minutes = 1\n")
    audited(space)
    logs = {path.name for path in kept(space, "examination")}
    assert len(logs) == 2


def test_a_page_that_a_person_changed_is_kept_as_ever(space: Path) -> None:
    page = next((space / "reports" / "2026Q4").glob("*.md"))
    page.write_text("mine", encoding="utf-8")
    audited(space)
    assert page.read_text(encoding="utf-8") != "mine"
    (copy,) = page.parent.glob(f"{page.stem}.kept*")
    assert copy.read_text(encoding="utf-8") == "mine"


def test_what_depended_on_the_machine_is_not_kept(
    space: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(space / ".cache")
    counted = iter(range(1_000))
    for module in (incremental, examinations, kept_books):
        monkeypatch.setattr(module, "machine_outcomes", lambda: next(counted))
    audited(space)
    assert not kept(space, "assessment")
    assert not kept(space, "book")
    assert not kept(space, "examination")
    assert not kept(space, "reports")


def test_closing_a_round_reads_nothing_of_it(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = itakusaki("round", "open", "2026Q4", space, lang="ja")
    assert opened.code == 0, opened.err

    def refused(cache: ResultCache, *_: str) -> None:
        assert cache.folder is None, "the cache was asked"

    monkeypatch.setattr(ResultCache, "_path", refused)
    closed = itakusaki("round", "close", space, lang="ja")
    assert closed.code == 0, closed.err


@pytest.mark.parametrize(
    ("argv", "is_audited"),
    [
        (("explain", "P001", "TEC-01"), True),
        (("explain", "P001", "TEC-01"), False),
        # Without an audit there is nothing: the books it makes are read by the next run.
        (("review", "make", "--force"), True),
    ],
)
def test_who_looks_at_verdicts_takes_them_from_an_audit_or_an_earlier_look(
    space: Path, argv: tuple[str, ...], *, is_audited: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_audited:
        for path in kept(space, "assessment"):
            path.unlink()
        assert itakusaki(*argv, space, lang="ja").code == 0
    monkeypatch.setattr("itakusaki.audit.assess.assess", _nobody_assesses)
    found, books = itakusaki(*argv, space, lang="ja"), review_books(space)
    assert found.code == 0, found.err
    monkeypatch.undo()
    fresh = itakusaki(*argv, space, "--no-cache", lang="ja")
    assert (fresh.code, fresh.out) == (0, found.out)
    assert review_books(space) == books


def test_an_audit_takes_nothing_from_a_look_without_the_gate(space: Path) -> None:
    for path in kept(space, "assessment"):
        path.unlink()
    assert itakusaki("explain", "P001", "TEC-01", space, lang="ja").code == 0
    looked = kept(space, "assessment")
    audited(space)
    assert len(kept(space, "assessment")) == len(looked) + 1 == 2


def review_books(space: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((space / "reviews").rglob("*.xlsx"))]


def _nobody_assesses(*_: object, **__: object) -> None:
    raise AssertionError("the round was judged")
