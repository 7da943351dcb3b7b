"""Everything said to a user exists in both languages, and the two never mix."""

import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from itakusaki.language import pick_language, translator_for
from itakusaki.model.message import Message, Words

ROOT = Path(__file__).parents[3]
#: Three letters in a row: a word. Single signs, units and marks of the law are no sentence.
JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]{3,}")


def _translations() -> dict[str, str]:
    path = ROOT / "src/itakusaki/locale/ja/LC_MESSAGES/itakusaki.po"
    with path.open("rb") as file:
        return {_key(m.id): _key(m.string) for m in read_po(file, locale="ja") if m.id}


def _key(text: str | tuple[str, ...] | list[str]) -> str:
    """A sentence, or the first of its plural forms."""
    return text if isinstance(text, str) else str(text[0])


def _extracted() -> set[str]:
    found = set()
    for folder, method in (("src/itakusaki", "python"), ("templates", "jinja2")):
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder, method_map=[("**.py" if method == "python" else "**.j2", method)]
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_sentence_has_its_japanese() -> None:
    translated = {key for key, text in _translations().items() if text}
    assert sorted(_extracted() - translated) == []


def test_no_translation_is_left_over() -> None:
    assert sorted(set(_translations()) - _extracted()) == []


def test_a_translation_keeps_the_blanks() -> None:
    wrong = [key for key, text in _translations().items() if _blanks(key) != _blanks(text)]
    assert wrong == []


@pytest.mark.parametrize("path", sorted((ROOT / "src").rglob("*.py")), ids=lambda p: p.stem)
def test_code_holds_no_japanese_sentence(path: Path) -> None:
    """Japanese stands in the catalogue or in the data; docstrings may name a term."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]
    assert [text for text in said if JAPANESE.search(text)] == []


def test_a_message_inside_a_message_is_in_the_same_language() -> None:
    inner = Message.of("{words}", words=Words(ja="内側", en="inside"))
    outer = Message.of("[{inner}]", inner=inner)
    assert translator_for("ja").say(outer) == "[内側]"
    assert translator_for("en").say(outer) == "[inside]"


@pytest.mark.parametrize(
    ("wishes", "environ", "expected"),
    [
        (["en"], {"LANG": "ja_JP.UTF-8"}, "en"),
        ([None, "ja"], {"LANG": "en_GB.UTF-8"}, "ja"),
        ([None], {"LANG": "ja_JP.UTF-8"}, "ja"),
        ([None], {"ITAKUSAKI_LANG": "ja", "LANG": "en_US"}, "ja"),
        ([None], {"LANG": "fr_FR.UTF-8"}, "en"),
        (["both"], {"LANG": "ja_JP"}, "ja"),
        ([None], {"LANG": "Japanese_Japan.932"}, "ja"),
    ],
)
def test_the_first_language_we_have_is_spoken(
    wishes: list[str | None], environ: dict[str, str], expected: str
) -> None:
    assert pick_language(*wishes, environ=environ) == expected


def test_dates_in_a_text_are_written_out_and_names_of_files_left() -> None:
    said = "期限は2026-08-31で、log_2026-08-31.csv と2026-02-30は別です。"
    assert translator_for("ja").dated(said) == (
        "期限は2026年8月31日で、log_2026-08-31.csv と2026-02-30は別です。"
    )
    assert translator_for("en").dated("until 2026-08-31.") == "until 31 August 2026."
