"""Text files: blocks in which bytes of UTF-8 stand for themselves are the same text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.files import text_file
from itakusaki.files.text_file import TextFile
from support.laws import examples


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_thin_blocks_are_the_same_text(
    tmp_path: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_file, "BLOCK", 7)
    path = tmp_path / "log.csv"
    path.write_bytes("日時,名\n2026,佐藤\0\n".encode(encoding))
    source = TextFile(path)

    text = source.thick("".join(source.thin_blocks()))

    assert text == "".join(TextFile(path).blocks()) == "日時,名\n2026,佐藤\n"
    assert source.is_thin is encoding.startswith("utf-8")


@given(lines=st.lists(st.binary(max_size=12).filter(lambda line: b"\n" not in line), max_size=6))
@settings(max_examples=examples(60), deadline=None)
def test_what_cannot_be_decoded_is_told_and_counted_alike(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("log") / "log.csv"
    path.write_bytes("佐藤佐藤佐藤佐藤佐藤佐藤\n".encode() + b"\n".join(lines))
    plain, source = TextFile(path), TextFile(path)
    text = "".join(plain.blocks())
    thin = "".join(source.thin_blocks())

    assert source.thick(thin) == text
    if source.is_thin and plain.replaced:
        assert "\ufffd" in source.thick(thin)
        source.count_replaced()
        assert source.replaced == plain.replaced
        assert source.is_thin
