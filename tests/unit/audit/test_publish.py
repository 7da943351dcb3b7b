"""Reports are written whole or not at all, and nothing a person changed is lost."""

from pathlib import Path

import pytest

from itakusaki.audit.publish import replace_folder
from itakusaki.report.publication import ReportFile


def _files(**contents: str) -> list[ReportFile]:
    return [
        ReportFile(name=name.replace("__", "/") + ".txt", content=text.encode())
        for name, text in contents.items()
    ]


def _names(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*.txt"))
    }


def test_a_second_run_replaces_what_the_first_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "2026Q4"
    replace_folder(folder, _files(index="one", processors__P01="one"))
    replace_folder(folder, _files(index="two"))
    assert _names(folder) == {"index.txt": "two"}
    assert [p.name for p in folder.parent.iterdir()] == ["2026Q4"]


def test_what_a_person_changed_or_added_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "2026Q4"
    replace_folder(folder, _files(register="ours"))
    (folder / "register.txt").write_text("with owners and dates")
    (folder / "notes.txt").write_text("mine")
    replace_folder(folder, _files(register="ours, newer"))
    replace_folder(folder, _files(register="ours, newest"))
    assert _names(folder) == {
        "register.txt": "ours, newest",
        "register.kept.txt": "with owners and dates",
        "notes.txt": "mine",
    }


def test_a_run_that_fails_leaves_the_old_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "2026Q4"
    replace_folder(folder, _files(index="one"))

    def full(_self: Path, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        replace_folder(folder, _files(index="two"))
    assert _names(folder) == {"index.txt": "one"}
    assert [p.name for p in tmp_path.iterdir()] == ["2026Q4"]


def test_a_sealed_report_is_private_to_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / "2026Q4"
    replace_folder(folder, _files(index="one", sealed__P14="matter"))
    (folder / "sealed" / "P14.txt").write_text("with remarks")
    replace_folder(folder, _files(index="two", sealed__P14="matter, newer"))
    modes = {p.name: p.stat().st_mode & 0o777 for p in (folder / "sealed").rglob("*")}
    assert folder.stat().st_mode & 0o777 == 0o755
    assert (folder / "sealed").stat().st_mode & 0o777 == 0o700
    assert modes == {"P14.txt": 0o600, "P14.kept.txt": 0o600}


def test_no_sealed_folder_is_left_once_there_is_no_matter(tmp_path: Path) -> None:
    folder = tmp_path / "2026Q4"
    replace_folder(folder, _files(index="one", sealed__P14="matter"))
    replace_folder(folder, _files(index="two"))
    assert not (folder / "sealed").exists()
