"""Words of the catalogue: each term spelled in one way, one thing asked at a time, no double negatives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from babel.messages.pofile import read_po

from itakusaki.catalogue.checklist import Control
from itakusaki.model.message import Words
from itakusaki.settings import data_folder
from support.cases import catalogue, data_of

FOLDER = data_folder("checklists")
PO = Path(__file__).parents[2] / "src/itakusaki/locale/ja/LC_MESSAGES/itakusaki.po"
CONTROLS = catalogue().checklist.controls
GLOSSARY: Final = yaml.safe_load((FOLDER / "glossary.yaml").read_text(encoding="utf-8"))
#: A second spelling of a term, and the one that is used, as the glossary has them.
SPELLINGS: Final = {entry["not"]: entry["but"] for entry in GLOSSARY["second_spellings"]}
#: Two negatives in one clause of a question, which a reader has to take apart.
DOUBLE_NEGATIVE = re.compile(
    r"ない[^。、]{0,14}(?:ない|ません|なく)|(?:不要|未|無)[^、。]{0,8}(?:ません|なく|ない)"
    r"|よらない[^。]{0,14}しない|ことのない"
)
#: A verb that ends a part of a question, so that another thing is asked after it.
JOINED = re.compile(
    r"(?:[しせけげてでめりいきみびち]|得|受け|行い|分け|付け|含め|求め|決め|定め|設け|止め)、"
)
#: Words in which such an ending is none of a verb of its own: a noun, a condition, a manner, a means.
NO_VERB = re.compile(
    r"(?:書き込み|持ち運び|持ち出し|切離し|疑い|大き|ディスク|について|に対して|に応じて|として|に基づいて|に当たって|において|にわたって|とともに|ごとに|によって|により|に関して"
    r"|に限って|を通じて|しても|ずに|までに|うえで|とき|場合に?|又は|及び|いずれも|ないで|ため|よう|ほか|つき|わたり|より)、"
)
#: Questions that ask for more than one thing and have no points to tick: of clauses, which the client
#: judges from the contract, with the values it states beneath. None is added.
MORE_THAN_ONE: Final = frozenset({"CON-03", "CON-08"})


def japanese(node: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if set(node) == {"ja", "en"}:
            yield place, node["ja"]
        for key, value in node.items():
            yield from japanese(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            name = value.get("id", index) if isinstance(value, dict) else index
            yield from japanese(value, f"{place}/{name}")


def second_spellings(text: str) -> list[str]:
    """Every second spelling in a text, with the one that is used."""
    return [
        f"{found[0]} → {used}"
        for spelling, used in SPELLINGS.items()
        for found in re.finditer(spelling, text)
    ]


def things_asked(question: str) -> int:
    """How many things a question asks for, by the verbs that are joined in it."""
    bare = re.sub(r"（[^）]*）", "", NO_VERB.sub("", question))
    return 1 + len(JOINED.findall(bare))


def questions(control: Control) -> list[Words]:
    return [control.question, *([control.practice.question] if control.practice else [])]


@pytest.mark.parametrize(
    "file", sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.yaml"))
)
def test_a_term_is_spelled_in_one_way(file: str) -> None:
    data = data_of(FOLDER / file)
    wrong = {place: found for place, ja in japanese(data, file) if (found := second_spellings(ja))}
    assert wrong == {}


def said_in_japanese() -> Iterator[tuple[str, str]]:
    """Every sentence of the programs in Japanese, with the English it translates."""
    with PO.open("rb") as file:
        for message in read_po(file, locale="ja"):
            texts = [message.string] if isinstance(message.string, str) else message.string
            yield from ((str(message.id), text) for text in texts if message.id)


def test_sentences_of_the_programs_spell_a_term_in_one_way() -> None:
    wrong = {name: found for name, text in said_in_japanese() if (found := second_spellings(text))}
    assert wrong == {}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_term_is_explained_once_and_is_used(language: str) -> None:
    terms = catalogue().checklist.glossary
    names = [term.term.ja if language == "ja" else term.term.en for term in terms]
    assert len(names) == len(set(names))
    texts = " ".join(
        getattr(words, language)
        for control in CONTROLS.values()
        for words in (*questions(control), control.guidance, *(f.ask for f in control.facts))
    ).casefold()
    exempt = {"dated exception", "期限付き例外", "privileged session", "特権セッション", "証跡"}
    exempt |= {"ProCX/BS case", "ProCX・BS事案"}  # told where a page says why a point matters
    assert [name for name in names if name.casefold() not in texts and name not in exempt] == []


#: Words that no English sentence of the programs uses (accusing, quaint, or of another trade).
NOT_IN_ENGLISH: Final = re.compile(
    r"\b(innocent(?:ly)?|could not be believed|mended|heaviest|KO|verified score|unverified"
    r"|[Kk]nock-outs?|put aside|not delivered|settled|false alarms?|masked|[Dd]oubtful|[Rr]e-perform\w*"
    r"|[Gg]rasp\w*|[Cc]laim(?:s|ed)?|(?:is|are) contradicted)\b(?!\})"
)
#: Words that were given up for those of the trade (docs/adr/0054), as no data says them either.
GIVEN_UP: Final = re.compile(
    r"\b(?:[Tt]he Commission|[Ll]ist brokers?|[Rr]elay servers?|laid down|said to|[Ff]or the past,"
    r"|[Ss]afety measures?|[Ss]urprise|own side|[Oo]rganizational|roll-outs?|rolled out|[Gg]rasp\w*|mend(?:s|ed)?"
    r"|[Kk]nock-outs?|KO|drew guidance|[Rr]elays?(?! service)|[Ll]ogins?|[Bb]ack-ups?|[Pp]rivileged IDs?"
    r"|[Cc]arr(?:ies|y-outs?) (?:of|in|without)|[Rr]e-perform\w*|heaviest|innocently)\b"
)


def test_english_sentences_hold_no_word_that_accuses_or_overclaims() -> None:
    names = {name for name, _ in said_in_japanese()}
    wrong = [name for name in names if NOT_IN_ENGLISH.search(re.sub(r"\{\w+\}", "", name))]
    assert wrong == []


def english(node: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if set(node) == {"ja", "en"}:
            yield place, node["en"]
        for key, value in node.items():
            yield from english(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from english(value, f"{place}/{index}")


@pytest.mark.parametrize(
    "file", sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.yaml"))
)
def test_a_word_that_was_given_up_does_not_come_back(file: str) -> None:
    said = dict(english(data_of(FOLDER / file), file))
    assert {place: text for place, text in said.items() if GIVEN_UP.search(text)} == {}


@pytest.mark.parametrize(
    ("text", "is_given_up"),
    [
        ("Carries of media in the last month", True),
        ("The contract carries the clauses it needs.", False),
        ("Look for logins after the end", True),
        ("Look for sign-ins after the end", False),
        ("Right to grasp handling", True),
        ("All privileged IDs", True),
        ("The use of media drew guidance", True),
        ("a foreign relay service", False),
    ],
)
def test_a_word_that_was_given_up_is_found(text: str, *, is_given_up: bool) -> None:
    assert bool(GIVEN_UP.search(text)) is is_given_up


def test_no_english_sentence_leaves_its_plural_open() -> None:
    assert [name for name, _ in said_in_japanese() if "(s)" in name] == []


@pytest.mark.parametrize("control", CONTROLS)
def test_a_question_holds_no_double_negative(control: str) -> None:
    for asked in questions(CONTROLS[control]):
        assert not DOUBLE_NEGATIVE.search(asked.ja), asked.ja
        assert not re.search(r"\bnot un|\bnever not\b|\bno longer not\b", asked.en), asked.en


def test_a_question_asks_one_thing_or_was_known_to_ask_more() -> None:
    more = {
        name
        for name, one in CONTROLS.items()
        if any(things_asked(q.ja) > 1 for q in questions(one))
        and not any(fact.point for fact in one.facts)
    }
    assert more == MORE_THAN_ONE, "a part each is a fact with `point: true` (CONTRIBUTING)"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("契約または覚書", 1),
        ("契約又は覚書", 0),
        ("フォルダを、フォルダーへ", 1),
        ("USBメモリとUSBメモリー", 1),
        ("ワークスペースの手続き", 2),
        ("棚卸日の棚卸し", 0),
        ("責任者を割り当てます。割り当ての記録", 1),
    ],
)
def test_a_second_spelling_is_found(text: str, wrong: int) -> None:
    assert len(second_spellings(text)) == wrong


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("台帳を作り、定期的に見直し、不要なものを削除していますか。", 3),
        ("規程に定め、周知していますか。", 2),
        ("規程に定めていますか。", 1),
        ("サーバーについて、遮断していますか。", 1),
        ("契約に基づいて、消去していますか。", 1),
        ("求める場合に、記録を残していますか。", 1),
    ],
)
def test_the_things_a_question_asks_are_counted(question: str, things: int) -> None:
    assert things_asked(question) == things


@pytest.mark.parametrize(
    ("question", "is_double"),
    [
        ("意図しない公開がないことを確かめていますか。", True),
        ("指示によらない第三者への提供をしない運用としていますか。", True),
        ("意図しない公開の有無を確かめていますか。", False),
        ("作業者以外の者が確かめていますか。", False),
    ],
)
def test_a_double_negative_is_found(question: str, is_double: bool) -> None:  # noqa: FBT001 - parametrized
    assert bool(DOUBLE_NEGATIVE.search(question)) is is_double
