"""What fails in reading an export is told as what it is: the file's, the machine's, or our own."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from itakusaki.exports import read as reading
from itakusaki.exports.failed import why_failed
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.wall import behind_wall
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.model.allowance import USUAL
from itakusaki.model.errors import TooLittleMemoryError
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.retests.engine import DuckEngine
from support.deliveries import read_files, read_text

LOG = "日時,アカウント,端末名,操作\n2026/7/15 9:00,mori,T1,ログオン\n"


def _failing_on(name: str, error: Exception, whole: Callable[..., Any]) -> Callable[..., Any]:
    def staged(reader: Any, file: Any, *rest: Any) -> Any:
        if file.name == name:
            raise error
        return whole(reader, file, *rest)

    return staged


@pytest.mark.parametrize(
    "error",
    [
        KeyError("mori"),
        TypeError("x"),
        AssertionError(),
        ValueError("y"),
        duckdb.BinderException("no column"),
    ],
)
def test_a_mistake_of_our_own_is_told_as_such_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    whole = reading.ExportReader._staged  # noqa: SLF001 - where reading a file begins
    monkeypatch.setattr(reading.ExportReader, "_staged", _failing_on("a.csv", error, whole))
    found = read_files({"a.csv": LOG.encode(), "b.csv": LOG.encode()})
    assert found.codes.count("export_own_fault") == 1
    assert "export_damaged" not in found.codes
    place = found.said("export_own_fault")["place"]
    assert place.startswith(f"{type(error).__name__}, exports/read.py:")
    assert "mori" not in place
    assert [read.file.path for read in found.reads] == ["b.csv"]
    (told,) = (one for one in found.delivery.issues if one.code == "export_own_fault")
    for code in LANGUAGES:
        assert place in translator_for(code).say(told.says)
        assert "--version" in translator_for(code).say(told.mend)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (duckdb.ConversionException("x"), "export_damaged"),
        (RefusedFileError("damaged"), "export_damaged"),
        (PermissionError(13, "x"), "export_not_readable"),
        (duckdb.OutOfMemoryException("x"), "export_took_too_much_memory"),
    ],
)
def test_what_is_not_our_mistake_is_told_as_whose_it_is(error: Exception, code: str) -> None:
    assert why_failed(error, 256_000_000)[0] == code


def test_a_mistake_behind_the_wall_is_no_damage_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(LOG, encoding="utf-8")
    job, path = "itakusaki.exports.delivered_file:heads", str(tmp_path / "x.csv")
    assert behind_wall(job, path, "x.csv", allowance=USUAL)
    with pytest.raises(RefusedFileError) as refused:
        behind_wall(job, path, "x.csv", "one too many", allowance=USUAL)
    assert (refused.value.code, refused.value.place.partition(":")[0]) == (
        "own_fault",
        "TypeError, files/wall_reader.py",
    )


def test_too_little_memory_is_no_damage(tmp_path: Path) -> None:
    rows = "".join(f"2026/7/{1 + n % 28} 9:00,a{n},T{n},ログオン\n" for n in range(40_000))
    settings = EvidenceSettings(memory="12MB", threads=1)
    found = read_files({"a.csv": (LOG + rows).encode()}, settings)
    assert found.codes == ["export_took_too_much_memory"]
    engine = DuckEngine(tmp_path, memory="12MB", threads=1)
    with pytest.raises(TooLittleMemoryError):
        engine.rows("SELECT list(range) FROM range(30000000)")
    engine.close()


NOISE = random.Random(7).randbytes(20_000)  # noqa: S311 - nothing secret


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("x.csv.gz", NOISE, "export_not_unpacked"),
        ("x.csv.gz", NOISE[:300], "export_not_unpacked"),
        ("x.log.gz", b"\x1f\x8b" + NOISE, "export_not_unpacked"),
        ("x.csv", b"\x1f\x8b" + NOISE, "export_not_unpacked"),
        ("x.csv", NOISE, "export_not_text"),
        ("x.jsonl", b"PK\x03\x04" + NOISE, "export_not_text"),
    ],
)
def test_what_is_no_text_is_not_told_by_its_headings(name: str, body: bytes, code: str) -> None:
    assert read_files({name: body}).codes == [code]


@pytest.mark.parametrize(
    "body",
    [
        LOG.encode("cp932"),
        LOG.encode("utf-16"),
        LOG.encode("utf-16-le"),
        LOG.encode("euc-jp"),
        LOG.encode() + b"\0" * 5_000,
        LOG.encode() + b"\x1b[31mred\x07\n",
        gzip.compress(LOG.encode(), mtime=0),
        gzip.compress(LOG.encode(), mtime=0)[:-4],
        b"",
        gzip.compress(b"", mtime=0),
    ],
)
def test_texts_in_whatever_coding_are_no_noise(body: bytes) -> None:
    for name in ("x.csv", "x.csv.gz"):
        assert not {"export_not_text", "export_not_unpacked"} & set(read_files({name: body}).codes)


def test_a_file_without_an_ending_may_be_anything() -> None:
    assert read_files({"picture": NOISE}).codes == []
    assert read_text(LOG, "picture").reads


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("サインインログ_02.csv", NOISE),
        ("サインインログ_02.csv.gz", NOISE),
        ("サインインログ_02.csv", b"x"),
        ("サインインログ_02.xlsx", b"PK\x03\x04 torn"),
        ("サインインログ_02.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("サインインログ_02.json", b'{"a": 1}'),
    ],
)
def test_what_a_file_would_have_shown_by_its_name_is_doubted(name: str, body: bytes) -> None:
    found = read_files({"log.csv": LOG.encode(), name: body})
    (says,) = found.delivery.doubts["sign_ins"]
    assert translator_for("en").say(says).startswith(f"{name} is called like such an export")
    assert not read_files({"log.csv": LOG.encode(), "x" + name[-5:]: body}).delivery.doubts
