"""Fact sheets: what is filled in is read as it stands, and every mistake is named with its place."""

from __future__ import annotations

import contextlib
import io
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from itakusaki.breach.read import read_incident
from itakusaki.files.yaml_text import DEEPEST
from itakusaki.forms import fact_sheet_book, fact_sheet_yaml
from itakusaki.language import translator_for
from itakusaki.model.errors import FactSheetError
from itakusaki.model.incident import ActKind, Incident
from support.incidents import breach_rules, moment
from support.laws import examples

NOW = moment("2026-11-28 12:00")
WHOLE = """\
subject: 会員名簿の持ち出し
as_of: 2026-11-21 09:00
data_kind: database
sensitive: いいえ
persons_at_most: 40,000
leak: suspected
loss: 不明
wrongful_purpose: yes
parties:
  - {name: みなと商会, role: client, happened_here: no}
  - name: ひばりコールセンター
    role: processor
    client: みなと商会
    happened_here: yes
knowing:
  - {party: ひばりコールセンター, department: 夜間窓口, at: 2026-11-20 18:40}
acts:
  - {party: ひばりコールセンター, what: notice_to_client, at: 2026-11-21, items: [1, 2, 9]}
"""


def read(text: str, tmp_path: Path) -> Incident:
    file = tmp_path / "facts.yaml"
    file.write_text(text, encoding="utf-8")
    return read_incident(file, breach_rules(), now=NOW)


def mistakes(text: str, tmp_path: Path) -> list[str]:
    with pytest.raises(FactSheetError) as caught:
        read(text, tmp_path)
    return [translator_for("en").say(mistake) for mistake in caught.value.mistakes]


def test_a_sheet_is_read_as_it_stands(tmp_path: Path) -> None:
    found = read(WHOLE, tmp_path)
    assert found.subject == "会員名簿の持ち出し"
    assert str(found.as_of) == "2026-11-21 09:00"
    assert found.facts == {
        "data_kind": "database",
        "sensitive": "no",
        "leak": "suspected",
        "wrongful_purpose": "yes",
    }
    assert found.persons_at_most == 40_000
    assert [party.name for party in found.parties] == ["みなと商会", "ひばりコールセンター"]
    assert found.parties[1].client == "みなと商会"
    (act,) = found.acts
    assert (act.what, act.items) == (ActKind.NOTICE_TO_CLIENT, (1, 2, 9))
    assert str(found.known_at("みなと商会")) == "2026-11-21"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_blank_sheet_knows_nothing_but_every_fact(language: str, tmp_path: Path) -> None:
    blank = fact_sheet_yaml(breach_rules(), translator_for(language))
    for name in (*breach_rules().facts, *breach_rules().tables):
        assert f"\n{name}:" in blank
    assert mistakes(blank, tmp_path) == ["facts.yaml: it names no party; at least one is needed"]
    filled = blank.replace("parties:\n#  - name:", "parties:\n   - name: みなと商会")
    assert read(filled, tmp_path).facts == {}
    assert read(filled, tmp_path).as_of == NOW


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_blank_workbook_is_filled_and_read_like_the_text(language: str, tmp_path: Path) -> None:
    words = translator_for(language)
    made = fact_sheet_book(breach_rules(), words)
    assert made == fact_sheet_book(breach_rules(), words)
    book = load_workbook(io.BytesIO(made))
    facts = book["facts"]
    rows = {facts.cell(row, 1).value: row for row in range(1, facts.max_row + 1)}
    choice = breach_rules().facts["leak"].choices[1]
    facts.cell(rows["leak"], 3).value = words.pick(choice.says)
    facts.cell(rows["as_of"], 3).value = datetime(2026, 11, 21, 9, 0)
    facts.cell(rows["persons_at_most"], 3).value = 40_000
    book["parties"].cell(3, 1).value = "みなと商会"
    book["knowing"].cell(3, 1).value = "みなと商会"
    book["knowing"].cell(3, 3).value = datetime(2026, 11, 20, 18, 40)
    file = tmp_path / "facts.xlsx"
    book.save(file)
    found = read_incident(file, breach_rules(), now=NOW)
    assert found.facts == {"leak": "suspected"}
    assert str(found.as_of) == "2026-11-21 09:00"
    assert found.persons_at_most == 40_000
    assert [str(one.at) for one in found.knowing] == ["2026-11-20 18:40"]


def test_mistakes_of_a_workbook_name_sheet_and_cell(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(fact_sheet_book(breach_rules(), translator_for("en"))))
    facts = book["facts"]
    rows = {facts.cell(row, 1).value: row for row in range(1, facts.max_row + 1)}
    facts.cell(rows["leak"], 3).value = "maybe"
    facts.cell(rows["sensitive"], 1).value = "sensible"
    book["parties"].cell(3, 1).value = "みなと商会"
    book["knowing"].cell(4, 1).value = "みなと商会"
    book["knowing"].cell(4, 3).value = "20 Nov"
    book["acts"].cell(3, 9).value = "stray"
    book.create_sheet("extra")
    file = tmp_path / "facts.xlsx"
    book.save(file)
    with pytest.raises(FactSheetError) as caught:
        read_incident(file, breach_rules(), now=NOW)
    said = "\n".join(translator_for("en").say(one) for one in caught.value.mistakes)
    for place in (
        f"facts.xlsx [facts!C{rows['leak']}]",
        f"facts.xlsx [facts!A{rows['sensitive']}]: unknown key sensible",
        "facts.xlsx [knowing!C4]: “20 Nov” is no day or time",
        "facts.xlsx [acts!I3]: an entry in a column without a key",
        "unknown sheet extra",
    ):
        assert place in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("foo: 1", "line 1: unknown key foo"),
        ("leak: maybe", "line 1: “maybe” is none of the answers to leak"),
        ("leak: [yes]", "line 1: leak takes one value"),
        ("leak: yes\nleak: no", "line 2: leak is written twice"),
        ("persons: many", "line 1: “many” is no number of persons"),
        ("persons: -3", "line 1: “-3” is no number of persons"),
        ("occurred_on: 2026-02-30", "line 1: “2026-02-30” is no day"),
        ("occurred_on: 令和8年11月20日", "line 1: “令和8年11月20日” is no day"),
        ("as_of: 11/20", "line 1: “11/20” is no day or time"),
        ("as_of: 2026-11-20 25:00", "line 1: “2026-11-20 25:00” is no day or time"),
        ("as_of: 2026-11-20+09:00", "line 1: “2026-11-20+09:00” is no day or time"),
        ("knowing: soon", "line 1: knowing takes a list of rows"),
        ("knowing:\n  - soon", "line 2: knowing takes a list of rows"),
        ("knowing:\n  - {party: みなと商会}", "line 2: the row says no at"),
        ("knowing:\n  - {party: A, at: 2026-11-20}", "line 2: A is no party of this sheet"),
        ("acts:\n  - {who: A}", "line 2: unknown key who"),
        (
            "acts:\n  - {party: みなと商会, what: final, at: 2026-11-20, items: [10]}",
            "line 2: “10” are no item numbers",
        ),
        ("x: *a", "line 1: this is not valid YAML"),
        ("x: [", "this is not valid YAML"),
        ("x: " + "[" * (DEEPEST + 2), "line 1: this is not valid YAML"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(line: str, said: str, tmp_path: Path) -> None:
    found = mistakes(f"{line}\nparties: [{{name: みなと商会}}]\n", tmp_path)
    assert any(said in one for one in found), found
    assert all(one.startswith("facts.yaml") for one in found)


BEFORE_KNOWING = """\
knowing: [{party: A, at: 2026-11-10}]
acts: [{party: A, what: preliminary, at: 2026-11-09}]
"""
OUT_OF_ORDER = """\
acts:
  - {party: A, what: preliminary, at: 2026-11-12}
  - {party: A, what: final, at: 2026-11-11}
"""
PARTY = "parties: [{name: A}, {name: B, role: processor, client: A}]\nas_of: 2026-11-28 12:00\n"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("leak: yes\nsuspicion_cleared: yes", "leak: yes contradicts suspicion_cleared: yes"),
        ("recovered_unseen: yes\nposted_online: yes", "recovered_unseen: yes contradicts"),
        ("encrypted: no\nkeys_safe: yes", "encrypted: no contradicts keys_safe: yes"),
        ("acted: error\nwrongful_purpose: yes", "acted: error contradicts wrongful_purpose: yes"),
        ("data_kind: nobody\nsensitive: yes", "data_kind: nobody contradicts sensitive: yes"),
        ("persons: 5\npersons_at_most: 4", "line 3: persons: 5 is more than persons_at_most: 4"),
        ("occurred_on: 2026-11-29", "line 3: 2026-11-29 lies after the moment of these facts"),
        ("knowing: [{party: A, at: 2026-11-28 12:01}]", "2026-11-28 12:01 lies after"),
        ("threshold_passed_at: 2027-01-01", "2027-01-01 lies after"),
        (
            "occurred_on: 2026-11-10\nknowing: [{party: A, at: 2026-11-09}]",
            "line 4: A knew before it happened (2026-11-10)",
        ),
        (
            BEFORE_KNOWING,
            "line 4: A did this before it knew (2026-11-10)",
        ),
        (
            OUT_OF_ORDER,
            "line 5: final comes before preliminary (2026-11-12)",
        ),
        (
            "acts: [{party: A, what: answer, at: 2026-11-12}]",
            "an answer without a question before it",
        ),
        (
            "acts: [{party: A, what: final, at: 2026-11-12, due: 2026-11-20}]",
            "only a question has a day",
        ),
    ],
)
def test_facts_that_cannot_all_be_true_are_named(facts: str, said: str, tmp_path: Path) -> None:
    found = mistakes(PARTY + facts, tmp_path)
    assert any(said in one for one in found), found


@pytest.mark.parametrize(
    ("parties", "said"),
    [
        ("[{name: A}, {name: A}]", "the party A stands twice"),
        ("[{name: A, role: processor, client: C}]", "C is no party of this sheet; known are A"),
        ("[{name: A, role: only, client: B}, {name: B}]", "A has a client, but is no processor"),
        ("[{name: A, client: B}, {name: B, client: A}]", "A is a client of itself"),
        ("[{role: client}]", "the row says no name"),
    ],
)
def test_parties_that_do_not_hold_together_are_named(
    parties: str, said: str, tmp_path: Path
) -> None:
    assert any(said in one for one in mistakes(f"parties: {parties}", tmp_path))


@given(text=st.text(max_size=200))
@settings(max_examples=examples(100), deadline=None)
def test_no_text_breaks_the_reading(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a file holds, reading it ends in facts or in named mistakes."""
    file = tmp_path_factory.mktemp("any") / "facts.yaml"
    file.write_text(text, encoding="utf-8", errors="replace")
    with contextlib.suppress(FactSheetError):
        read_incident(file, breach_rules(), now=NOW)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xff\xfe\x00", b"x" * 100])
def test_no_bytes_break_the_reading_of_a_workbook(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "facts.xlsx"
    file.write_bytes(content)
    with pytest.raises(FactSheetError):
        read_incident(file, breach_rules(), now=NOW)
