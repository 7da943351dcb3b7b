"""Encodings told by their bytes, the same for workbooks' CSV and for logs."""

from __future__ import annotations

import pytest

from itakusaki.files.delimited import read_csv, separator_of
from itakusaki.files.encoding import decoded
from itakusaki.files.refusal import RefusedFileError

TEXT = "コード,回答\nTEC-01,○\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp932", "cp932"),
        ("utf-16", "utf-16"),
        # A CSV of answers in UTF-16 without a mark was once refused, a log was read.
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_a_csv_is_read_in_every_encoding_that_excel_and_products_write(
    encoding: str, told: str
) -> None:
    text = "code,answer\n" * 5 + TEXT
    found = decoded(text.encode(encoding))
    assert found is not None
    assert (found.encoding, found.text.lstrip("\ufeff"), found.torn) == (told, text, False)
    assert read_csv(text.encode(encoding)).rows[-1] == ("TEC-01", "○")


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_character_torn_at_the_end_is_said(encoding: str) -> None:
    data = TEXT.encode(encoding) + "漢".encode(encoding)[:-1]
    found = decoded(data)
    assert found is not None
    assert found.torn
    assert read_csv(data).cut_off


def test_bytes_that_fit_no_encoding_are_refused() -> None:
    with pytest.raises(RefusedFileError) as refused:
        read_csv(b"a,b\n\x81\x20,\x81\n\x81\x20 end,x\n" * 3)
    assert refused.value.code == "encoding_unknown"


@pytest.mark.parametrize(
    ("text", "sign"), [("a;b;c\n1,2;3;4\n", ";"), ("a\tb\n", "\t"), ("a,b\n", ",")]
)
def test_the_separator_is_the_sign_there_is_most_of(text: str, sign: str) -> None:
    assert separator_of(text) == sign
