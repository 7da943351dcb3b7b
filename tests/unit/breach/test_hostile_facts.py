"""Fact sheets made to bring a reader down: each is refused in a sentence, whatever it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from itakusaki.breach import given
from itakusaki.breach.read import read_incident
from itakusaki.files.filled_form import MAX_FILE
from itakusaki.files.refusal import RefusedFileError
from itakusaki.language import translator_for
from itakusaki.model.errors import FactSheetError
from support.hostile import book, far_cell, repeated_text
from support.incidents import breach_rules, moment

NOW = moment("2026-11-28 12:00")
DEEP = "a: " + "[" * 200_000
ALIASES = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"


def told(file: Path) -> str:
    with pytest.raises(FactSheetError) as caught:
        read_incident(file, breach_rules(), now=NOW)
    (mistake, *_) = caught.value.mistakes
    return translator_for("en").say(mistake)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (far_cell(), "cannot be read (sheet_too_large)"),
        (repeated_text(), "cannot be read ("),
        (book('<row r="1"><c r="A1">' + "<f>" * 10_000), "cannot be read (damaged)"),
        (b"PK\x03\x04" + b"\xff" * 1000, "cannot be read (damaged)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "cannot be read ("),
        (b"x" * (MAX_FILE + 1), "too large for a fact sheet"),
    ],
    ids=["far cell", "repeated text", "unclosed", "torn", "other container", "large"],
)
def test_a_workbook_that_brings_readers_down_is_refused(
    tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "facts.xlsx"
    file.write_bytes(content)
    assert says in told(file)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (DEEP.encode(), "more than 12 levels"),
        (ALIASES.encode(), "alias"),
        (b"persons: " + b"9" * 5_000, "is no number of persons"),
        (b'subject: "\\ud83d"\npersons: x', ""),
        (b"persons: !!python/object/apply:os.system [ls]", "takes one value"),
        (b"as_of: !!timestamp 2026-99-99", "is no day or time"),
        (b"\x00\x01\x02\x03", ""),
        (b"x" * (MAX_FILE + 1), "too large for a fact sheet"),
    ],
)
def test_a_text_that_brings_readers_down_is_refused(
    tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "facts.yaml"
    file.write_bytes(content)
    assert says in told(file)


def test_a_pipe_or_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "facts.yaml"
    os.mkfifo(pipe)
    (tmp_path / "facts").mkdir()
    assert "no plain file" in told(pipe)
    assert "no plain file" in told(tmp_path / "facts")
    assert "cannot be read (not_readable)" in told(tmp_path / "nothing.yaml")


@pytest.mark.parametrize("code", ["took_too_long", "took_too_much_memory", "damaged"])
def test_what_the_wall_tells_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    def refuse(*_: object) -> None:
        raise RefusedFileError(code, 60)

    monkeypatch.setattr(given, "read_filled", refuse)
    assert f"cannot be read ({code})" in told(tmp_path / "facts.yaml")
