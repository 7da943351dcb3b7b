"""Encodings told by their bytes, the same for workbooks' CSV and for logs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.files.delimited import read_csv, separator_of
from itakusaki.files.encoding import decoded
from itakusaki.files.refusal import RefusedFileError

#: More cells than any text here has.
AREA = 1000
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
    assert read_csv(text.encode(encoding), AREA).rows[-1] == ("TEC-01", "○")


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_character_torn_at_the_end_is_said(encoding: str) -> None:
    data = TEXT.encode(encoding) + "漢".encode(encoding)[:-1]
    found = decoded(data)
    assert found is not None
    assert found.torn
    assert read_csv(data, AREA).cut_off


def test_bytes_that_fit_no_encoding_are_refused() -> None:
    with pytest.raises(RefusedFileError) as refused:
        read_csv(b"a,b\n\x81\x20,\x81\n\x81\x20 end,x\n" * 3, AREA)
    assert refused.value.code == "encoding_unknown"


@pytest.mark.parametrize(
    ("text", "sign"), [("a;b;c\n1,2;3;4\n", ";"), ("a\tb\n", "\t"), ("a,b\n", ",")]
)
def test_the_separator_is_the_sign_there_is_most_of(text: str, sign: str) -> None:
    assert separator_of(text) == sign


@pytest.mark.parametrize(
    "text",
    [
        "account,owner\nséb,E1\nrémy,E2\n",
        "Konto;Name\nmueller;Jörg Müller\nweiss;Günter Weiß\n",
        "cuenta,nombre\nmunoz,José Muñoz\n",
        "name\nL’été à Besançon – “déjà vu”\n",
        "Größe\n",
        "id,answer\nTEC-01,Oui – c’est exigé\n" + "x,y\n" * 1000,
    ],
)
def test_western_text_is_not_taken_for_japanese(text: str) -> None:
    found = decoded(text.encode("cp1252"))

    assert found is not None
    assert (found.encoding, found.text) == ("cp1252", text)


@pytest.mark.parametrize(
    "text",
    [
        "氏名,部署\n田中,営業\n",
        "アカウント,種別\nadmin,ﾄｸｹﾝ\n",
        "account,name\ntanaka,ﾀﾅｶ\n",
        "a,b\nsato,髙橋\n",
        "file,owner\n報告書.xlsx,b\n",
        "name\n齋藤\n",
        "名\n澁澤龍彦,巖谷\n",
        "x,檜\n蔦屋,y\n",
        "No,○×\n1,①\n",
    ],
)
def test_japanese_text_is_not_taken_for_western(text: str) -> None:
    found = decoded(text.encode("cp932"))

    assert found is not None
    assert (found.encoding, found.text) == ("cp932", text)


@given(st.text(alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x30FA), min_size=1))
def test_kana_are_never_western(text: str) -> None:
    found = decoded(("id,name\n1," + text + "\n").encode("cp932", "ignore"))

    assert found is not None
    assert found.encoding in ("cp932", "utf-8")
