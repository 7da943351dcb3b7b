"""One folding for workbooks and logs; where two had drifted apart, these say which was right."""

from __future__ import annotations

import pytest

from itakusaki.files.folding import code_key, fold, heading_keys, key, plain


@pytest.mark.parametrize(
    "code", ["P-02", "p-02", "Ｐ－０２", "P−02", "P ‐ 02", "P\u200b-02", " P–02\t"]
)
def test_a_code_is_the_same_whatever_its_dash_width_and_blanks(code: str) -> None:
    # Settings for a party once knew only width and case, so [evidence."P−02"] was a stranger.
    assert code_key(code) == "p-02"


def test_codes_that_differ_stay_different() -> None:
    assert len({code_key(code) for code in ("P-02", "P-20", "P02", "S-02")}) == 4


@pytest.mark.parametrize(
    "heading",
    [
        "サーバー名",
        "サーバ名",
        "【必須】サーバ名",
        "サーバー_名",
        "サーバー名（FQDN）",
        "※ サーバ名：",
        "ｻｰﾊﾞ名",
    ],
)
def test_a_heading_is_known_with_or_without_marks_brackets_and_long_signs(heading: str) -> None:
    # Workbooks once knew the first spelling only, logs all of them.
    assert "サバ名" in heading_keys(heading)


def test_a_heading_of_signs_alone_is_known_by_itself() -> None:
    assert heading_keys(" ＃ ") == ("#",)
    assert heading_keys("  ") == ()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Tanaka\u200bTaro ", "tanakataro"),
        ("ＡＢＣ\u00ad", "abc"),
        ("\x1f名前\x7f", "名前"),
        ("Straße", "strasse"),
    ],
)
def test_what_nobody_sees_is_not_compared(text: str, folded: str) -> None:
    # Zero-width marks once made two accounts of one in logs, not in workbooks.
    assert fold(text) == folded


def test_each_folding_goes_a_step_further_than_the_one_before() -> None:
    text = " Ａ Ｂ‐１ "
    assert (plain(text), fold(text), key(text), code_key(text)) == (
        "A B‐1",
        "a b‐1",
        "ab‐1",
        "ab-1",
    )


def test_a_bracket_in_the_midst_of_a_heading_is_part_of_it() -> None:
    assert heading_keys("公開可否（可／否）と理由") == ("公開可否可否と理由",)
