"""Extractions are read as they lie: hash, lines, and what of two files differs."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.files.refusal import RefusedFileError
from itakusaki.intake import inquiry_files
from itakusaki.intake.inquiry_files import MAX_LINE, DeliveredFolder
from itakusaki.language import translator_for
from itakusaki.model.inquiry import FileComparison

LINES = ("時刻,端末,件数", "2026-04-01,OP-1,5", "2026-04-02,MNT-1,40000", "2026-04-03,OP-2,7")


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> str:
    content = text.encode(encoding)
    (folder / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return name


def compared(folder: Path, first: str, second: str) -> FileComparison:
    delivery = DeliveredFolder(folder)
    files = delivery.files([first, second])
    return delivery.compared(files[first], files[second])


def test_hash_and_lines_are_those_of_the_file(tmp_path: Path) -> None:
    name = written(tmp_path, "a.csv", "\r\n".join(LINES) + "\r\n")
    found = DeliveredFolder(tmp_path).files([name])["a.csv"]
    assert found.sha256 == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    assert found.lines == 4


@pytest.mark.parametrize(
    ("other", "encoding"),
    [
        ("\n".join(LINES), "utf-8"),
        ("\n".join(reversed(LINES)) + "\n", "utf-8"),
        ("\r\n".join(LINES), "cp932"),
        ("\r\n".join(LINES), "utf-8-sig"),
    ],
    ids=["line ends", "order", "encoding", "byte order mark"],
)
def test_the_same_lines_are_the_same_however_they_are_written(
    tmp_path: Path, other: str, encoding: str
) -> None:
    one = written(tmp_path, "a.csv", "\r\n".join(LINES) + "\r\n")
    two = written(tmp_path, "b.csv", other, encoding)
    found = compared(tmp_path, one, two)
    assert not found.same_bytes
    assert found.same_lines


def test_what_is_left_out_and_what_is_changed_is_counted_and_numbered(tmp_path: Path) -> None:
    one = written(tmp_path, "a.csv", "\n".join((LINES[0], LINES[1], "2026-04-03,OP-2,8")))
    two = written(tmp_path, "b.csv.gz", "\n".join(LINES))
    found = compared(tmp_path, one, two)
    assert (found.only_first, found.first_at) == (1, (3,))
    assert (found.only_second, found.second_at) == (2, (3, 4))
    assert found.same_lines is False


@given(st.lists(st.text("ab1,", max_size=3), max_size=20), st.randoms())
def test_lines_in_any_order_are_equal_and_one_more_is_found(lines: list[str], draw: object) -> None:
    import random  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    assert isinstance(draw, random.Random)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        turned = list(lines)
        draw.shuffle(turned)
        one = written(folder, "a.csv", "".join(f"{line}\n" for line in lines))
        two = written(folder, "b.csv", "".join(f"{line}\n" for line in turned))
        more = written(folder, "c.csv", "".join(f"{line}\n" for line in [*turned, "x"]))
        same = compared(folder, one, two)
        assert same.same_bytes or same.same_lines
        assert compared(folder, one, more).only_second == 1


def test_a_name_builds_no_path(tmp_path: Path) -> None:
    inside = tmp_path / "answer"
    inside.mkdir()
    written(tmp_path, "secret.csv", "x")
    written(inside, "a.csv", "x")
    names = ["../secret.csv", str(tmp_path / "secret.csv"), "secret.csv", "A.CSV"]
    assert list(DeliveredFolder(inside).files(names)) == ["a.csv"]


def test_a_file_that_is_no_text_has_a_hash_and_no_lines(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04\n\n")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04\n")
    found = compared(tmp_path, "a.xlsx", "b.xlsx")
    assert found.same_lines is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 5_000,
        gzip.compress(b"1,2\n" * 1000)[:-40],
        b"\x1f\x8b" + b"\xff" * 100,
        b"\xff\xfe" + "時刻\n".encode("utf-16-le"),
        b"x" * (MAX_LINE * 3),
    ],
    ids=["empty", "nothing but NUL", "torn", "no gzip", "wide", "one endless line"],
)
def test_what_brings_readers_down_is_read_or_said_to_be_unread(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    (tmp_path / "b.csv").write_text("x", encoding="utf-8")
    delivery = DeliveredFolder(tmp_path)
    found = delivery.files(["a.csv", "b.csv"])
    read = found["a.csv"]
    assert [one.code for one in delivery.issues] == ([read.unread] if read.unread else [])
    assert read.unread or read.sha256 == hashlib.sha256(content).hexdigest()
    assert not found["b.csv"].unread
    delivery.compared(read, found["b.csv"])


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        (RefusedFileError("took_too_long", 60), "took_too_long"),
        (RefusedFileError("unpacked_too_large", 1 << 30), "zip_bomb"),
        (RefusedFileError("too_large", 1 << 30), "too_large"),
        (FileNotFoundError(2, "gone"), "not_readable"),
    ],
)
def test_what_the_wall_tells_is_an_issue_on_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: Exception, code: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise refused

    for name in ("a.csv", "b.csv"):
        written(tmp_path, name, name)
    delivery = DeliveredFolder(tmp_path)
    files = delivery.files(["a.csv", "b.csv"])
    monkeypatch.setattr(inquiry_files, "behind_wall", refuse)
    assert delivery.compared(files["a.csv"], files["b.csv"]).same_lines is None
    assert delivery.files(["a.csv"])["a.csv"].unread == code
    assert [(one.code, one.at.file) for one in delivery.issues] == [(code, "a.csv")] * 2
    said = translator_for("en").say(delivery.issues[0].says)
    assert "{" not in said


def test_a_file_beyond_the_limit_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inquiry_files, "MAX_FILE", 3)
    written(tmp_path, "a.csv", "long")
    with pytest.raises(RefusedFileError) as caught:
        inquiry_files.read(str(tmp_path / "a.csv"))
    assert caught.value.code == "too_large"
