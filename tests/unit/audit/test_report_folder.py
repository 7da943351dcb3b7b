"""Reports are written whole or not at all, and nothing a person changed is lost."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from itakusaki.audit.report_folder import KeptReport, replace_folder, still_there, written
from itakusaki.model.errors import FileInUseError
from itakusaki.report.publication import ReportFile, StreamedFile


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
    told = replace_folder(folder, _files(register="ours, newer"))
    assert told == (KeptReport(name="register.txt", kept_as="register.kept.txt"),)
    assert replace_folder(folder, _files(register="ours, newest")) == ()
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

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
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
    assert (folder / "sealed").stat().st_mode & 0o777 == 0o700
    assert modes == {"P14.txt": 0o600, "P14.kept.txt": 0o600}


def test_no_sealed_folder_is_left_once_there_is_no_matter(tmp_path: Path) -> None:
    folder = tmp_path / "2026Q4"
    replace_folder(folder, _files(index="one", sealed__P14="matter"))
    replace_folder(folder, _files(index="two"))
    assert not (folder / "sealed").exists()


def test_a_second_change_gets_a_number_and_the_first_keeps_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "2026Q4"
    for text in ("first", "second", "third"):
        replace_folder(folder, _files(register=f"ours before {text}"))
        (folder / "register.txt").write_text(text)
    replace_folder(folder, _files(register="ours"))
    assert _names(folder) == {
        "register.txt": "ours",
        "register.kept.txt": "first",
        "register.kept2.txt": "second",
        "register.kept3.txt": "third",
    }


def test_links_and_empty_folders_of_a_person_stay_what_they_are(tmp_path: Path) -> None:
    folder, outside = tmp_path / "reports" / "2026Q4", tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("elsewhere")
    replace_folder(folder, _files(index="one"))
    (folder / "empty" / "within").mkdir(parents=True)
    (folder / "file.lnk").symlink_to("../../outside/secret.txt")
    (folder / "folder.lnk").symlink_to(outside)
    (folder / "nowhere.lnk").symlink_to("gone")
    for _ in range(2):
        replace_folder(folder, _files(index="two"))
        assert (folder / "empty" / "within").is_dir()
        assert (folder / "file.lnk").readlink() == Path("../../outside/secret.txt")
        assert (folder / "folder.lnk").readlink() == outside
        assert (folder / "nowhere.lnk").readlink() == Path("gone")
    assert (outside / "secret.txt").read_text() == "elsewhere"


def test_a_folder_that_is_a_link_stays_one(tmp_path: Path) -> None:
    folder, share = tmp_path / "2026Q4", tmp_path / "share" / "q4"
    share.mkdir(parents=True)
    folder.symlink_to(share)
    replace_folder(folder, _files(index="one"))
    assert folder.is_symlink()
    assert _names(share) == {"index.txt": "one"}


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o755), (0o077, 0o700), (0o002, 0o775)])
def test_the_rights_are_those_that_umask_leaves(tmp_path: Path, umask: int, mode: int) -> None:
    folder, before = tmp_path / "reports" / "2026Q4", os.umask(umask)
    try:
        replace_folder(folder, _files(index="one", processors__P01="two", sealed__P14="matter"))
    finally:
        os.umask(before)
    modes = {p.relative_to(folder).as_posix(): p.stat().st_mode & 0o777 for p in folder.rglob("*")}
    assert folder.stat().st_mode & 0o777 == mode
    assert modes["processors"] == mode
    assert modes["index.txt"] == modes["processors/P01.txt"] == mode & 0o666
    assert (modes["sealed"], modes["sealed/P14.txt"]) == (0o700, 0o600)


def test_rights_that_a_person_gave_the_folder_stay(tmp_path: Path) -> None:
    folder = tmp_path / "2026Q4"
    replace_folder(folder, _files(index="one"))
    folder.chmod(0o710)
    replace_folder(folder, _files(index="two"))
    assert folder.stat().st_mode & 0o777 == 0o710


@pytest.mark.parametrize("owner", ["~$register.txt", ".~lock.register.txt#"])
def test_a_report_that_is_open_is_named_and_nothing_changes(tmp_path: Path, owner: str) -> None:
    folder = tmp_path / "2026Q4"
    replace_folder(folder, _files(register="one", index="one"))
    (folder / owner).write_text("owner")
    with pytest.raises(FileInUseError) as refused:
        replace_folder(folder, _files(register="two", index="two"))
    assert str(folder / "register.txt") in str(dict(refused.value.says.values))
    assert _names(folder)["index.txt"] == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["2026Q4"]


def test_of_what_is_taken_away_nothing_sealed_is_named(tmp_path: Path) -> None:
    replace_folder(tmp_path / "2026Q4", _files(index="one", old="one", sealed__P14="matter"))
    assert still_there(tmp_path / "2026Q4") == ("index.txt", "old.txt")


def test_of_a_sealed_report_that_is_open_only_the_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "2026Q4"
    replace_folder(folder, _files(index="one", sealed__P14="matter"))
    (folder / "sealed" / "~$P14.txt").write_text("owner")
    with pytest.raises(FileInUseError) as refused:
        replace_folder(folder, _files(index="two", sealed__P14="matter"))
    told = str(refused.value.says.values) + str(refused.value.hint.values)
    assert str(folder / "sealed") in told
    assert "P14" not in told


@pytest.mark.parametrize("step", [1, 2])
def test_a_file_that_windows_holds_is_named_and_the_old_folder_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    folder = tmp_path / "2026Q4"
    replace_folder(folder, _files(register="one", index="one"))
    plain, calls = Path.rename, iter(range(1, 100))

    def held(path: Path, target: Path) -> Path:
        is_held = path.name == "register.txt" or next(calls) == step
        if is_held:
            error = PermissionError(13, "in use", str(path))
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        return plain(path, target)

    monkeypatch.setattr(Path, "rename", held)
    with pytest.raises(FileInUseError) as refused:
        replace_folder(folder, _files(register="two", index="two"))
    assert dict(refused.value.says.values)["file"] == str(folder / "register.txt")
    monkeypatch.undo()
    assert _names(folder) == {"register.txt": "one", "index.txt": "one"}
    assert [p.name for p in tmp_path.iterdir()] == ["2026Q4"]


def test_what_a_person_saves_while_the_folders_change_places_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "2026Q4"
    replace_folder(folder, _files(index="one", register="ours"))
    plain = Path.rename

    def saved_meanwhile(path: Path, target: Path) -> Path:
        if path == folder:
            (folder / "register.txt").write_text("with owners")
            (folder / "late.txt").write_text("late")
        return plain(path, target)

    monkeypatch.setattr(Path, "rename", saved_meanwhile)
    replace_folder(folder, _files(index="two", register="ours, newer"))
    assert _names(folder) == {
        "index.txt": "two",
        "register.txt": "ours, newer",
        "register.kept.txt": "with owners",
        "late.txt": "late",
    }


def _earlier(reports: Path) -> Iterator[str]:
    """What a version before this one left where it was killed between two renames."""
    aside = reports / ".2026Q4-old-ab12_xyz" / "old"
    replace_folder(reports / "2026Q4", _files(index="one"))
    (reports / "2026Q4" / "notes.txt").write_text("mine")
    aside.parent.mkdir()
    (reports / "2026Q4").rename(aside)
    half = reports / ".2026Q4-cd34efgh"
    replace_folder(half, _files(index="half"))
    yield from (path.name for path in reports.iterdir())


def test_what_earlier_versions_left_is_found_and_cleared(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    assert len(list(_earlier(reports))) == 2
    replace_folder(reports / "2027Q1", _files(index="new"))
    assert sorted(path.name for path in reports.iterdir()) == ["2026Q4", "2027Q1"]
    assert _names(reports / "2026Q4") == {"index.txt": "one", "notes.txt": "mine"}


def test_hidden_folders_of_a_person_are_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / ".2026Q4-abcdefgh"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    replace_folder(tmp_path / "2026Q4", _files(index="one"))
    assert (mine / "notes.txt").read_text() == "mine"


def test_each_file_is_on_the_disk_before_the_next_is_made(tmp_path: Path) -> None:
    seen: list[list[str]] = []

    def made() -> Iterator[ReportFile]:
        for file in _files(one="1", two="2", three="3"):
            seen.append(sorted(path.name for path in tmp_path.rglob("*.txt")))
            yield file

    replace_folder(tmp_path / "2026Q4", made())
    assert seen == [[], ["one.txt"], ["one.txt", "two.txt"]]


def test_reports_that_fail_midway_leave_those_of_before(tmp_path: Path) -> None:
    folder = tmp_path / "2026Q4"
    replace_folder(folder, _files(index="one"))

    def failing() -> Iterator[ReportFile]:
        yield from _files(index="two")
        raise FileInUseError("one")

    with pytest.raises(FileInUseError):
        replace_folder(folder, failing())
    assert _names(folder)["index.txt"] == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["2026Q4"]


def test_a_file_of_many_pieces_is_written_and_told_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "2026Q4"
    file = StreamedFile(name="a.json", make=lambda: iter((b"{", b"}", b"")))
    replace_folder(folder, [file])
    assert (folder / "a.json").read_bytes() == file.content == b"{}"
    assert written(folder) == {"a.json": hashlib.sha256(b"{}").hexdigest()}
