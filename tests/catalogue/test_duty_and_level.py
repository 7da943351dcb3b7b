"""Which duty stands behind a control, and how far the control goes: law and practice never mixed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from itakusaki.catalogue.checklist import BINDING, Control
from itakusaki.catalogue.citation import citation
from itakusaki.catalogue.loader import load_catalogue
from itakusaki.language import translator_for
from itakusaki.model.message import Words
from itakusaki.report.view.control_text import control_text, note_text, references
from itakusaki.settings import data_folder
from support.cases import catalogue, data_of

FOLDER = data_folder("checklists")
CHECKLIST = catalogue().checklist
CONTROLS = CHECKLIST.controls
LIMIT = str(catalogue().policy.notice_hours_limit)
#: How a text says how long, how late or how often.
TIMED = re.compile(
    r"(?:[0-9]+～)?[0-9]+(?:時間|営業日|日目|か月(?!ご)|週間|日(?!～|に|を))|年[0-9]+回|[0-9]+年"
)
#: Days of the calendar, which are no length of time.
CALENDAR = re.compile(r"[0-9]+月[0-9]+日(?:～[0-9]+月[0-9]+日)?|別添[0-9]+")
#: Words of law, in a text on a figure of practice.
LAW = re.compile(
    r"法定|法令上の期限|法律上の期限|違法|違反となり|義務付け|statutory|legal limit|illegal"
)
#: Strengths of figures that a text of law or a guideline itself names.
STATED = frozenset({"must", "guide", "public_minimum", "reading"})
#: How the guidance says that law or guideline does not ask for so much.
CONCEDED = re.compile(
    r"実務(?:上の|です|による)|規定はなく|定めはなく|本設問の目安|この設問の目安|望ましい|手法の例示|例示にあり"
)
NOTICE = ("CON-09", "BRC-03")


def asked(control: Control) -> list[Words]:
    """Questions and guidance, of the client and of the party."""
    practice = control.practice
    own = [practice.question, practice.guidance] if practice else []
    return [control.question, control.guidance, *own]


def in_japanese(control: Control) -> str:
    return "".join(words.ja for words in asked(control))


def sentences(control: Control) -> Iterator[str]:
    for words in asked(control):
        yield from re.split("(?<=。)", words.ja)
        yield from re.split(r"(?<=[.?]) ", words.en)


@pytest.mark.parametrize("control", CONTROLS)
def test_every_figure_of_time_says_how_binding_it_is(control: str) -> None:
    one = CONTROLS[control]
    named = {figure.says.ja for figure in one.figures}
    text = CALENDAR.sub("", in_japanese(one))
    missing = [hit for hit in TIMED.findall(text) if not any(hit in name for name in named)]
    assert missing == []


@pytest.mark.parametrize("control", [name for name, one in CONTROLS.items() if one.figures])
def test_figures_stand_in_the_text_in_both_languages(control: str) -> None:
    one = CONTROLS[control]
    for figure in one.figures:
        assert figure.says.ja in in_japanese(one)
        assert figure.says.en.lower() in " ".join(words.en for words in asked(one)).lower()
        assert figure.strength in CHECKLIST.strengths


@pytest.mark.parametrize("control", CONTROLS)
def test_no_text_calls_a_limit_of_law_what_is_practice(control: str) -> None:
    one = CONTROLS[control]
    practice = [figure for figure in one.figures if figure.strength not in STATED]
    wrong = [
        sentence
        for sentence in sentences(one)
        for figure in practice
        if (figure.says.ja in sentence or figure.says.en in sentence) and LAW.search(sentence)
    ]
    assert wrong == []


def test_the_hours_for_a_notice_are_practice_wherever_they_stand() -> None:
    for name in NOTICE:
        figures = {f.says.ja: f.strength for f in CONTROLS[name].figures}
        assert figures[f"{LIMIT}時間"] == "practice"
        assert figures["3～5日"] == "guide"
        assert f"{LIMIT}時間" in CONTROLS[name].guidance.ja
        assert "実務上の目安" in CONTROLS[name].guidance.ja


def test_the_hours_for_a_notice_stand_in_one_place() -> None:
    for name in ("CON.yaml", "BRC.yaml"):
        data = data_of(FOLDER / name)
        for control in data["controls"]:
            for texts in (control, control.get("practice", control)):
                assert f"{LIMIT}時間" not in texts["guidance"]["ja"] + texts["question"]["ja"]
    checks = next(rule for rule in catalogue().cross_checks if rule.id == "X-30").checks
    limits = [check.right for check in checks if check.right and check.right.source == "policy"]
    assert {limit.name for limit in limits} == {"notice_hours_limit"}
    assert len(limits) == 4
    for check in checks:
        assert all(condition.above is None for condition in check.conditions)


def test_a_workspace_that_changes_the_hours_changes_the_texts(tmp_path: Path) -> None:
    (tmp_path / "scoring.yaml").write_text("notice_hours_limit: 48\n", encoding="utf-8")
    own = load_catalogue(FOLDER, tmp_path)
    assert own.policy.notice_hours_limit == 48
    for name in NOTICE:
        assert "48時間" in own.checklist.controls[name].guidance.ja
        assert "48" in own.checklist.controls[name].guidance.en
    assert own.checklist.version != CHECKLIST.version


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_names_the_duty_and_the_level(control: str) -> None:
    one = CONTROLS[control]
    flags = frozenset(flag for basis in one.basis for flag in basis.when)
    for code in ("ja", "en"):
        text = control_text(one, flags, CHECKLIST, translator_for(code))
        assert text.obliges
        assert text.level.startswith(translator_for(code).pick(CHECKLIST.levels[one.level].label))
        for basis in text.basis:
            assert f"{basis.citation}" in text.obliges + text.level
            assert basis.as_of in text.obliges + text.level


@pytest.mark.parametrize("control", CONTROLS)
def test_what_the_guidance_concedes_is_never_called_required(control: str) -> None:
    one = CONTROLS[control]
    if CONCEDED.search(in_japanese(one)):
        assert one.level not in ("must", "mynumber_must")


def test_every_duty_is_told_in_words_of_our_own() -> None:
    untold = [
        (control.id, basis.instrument, basis.article or basis.section)
        for control in CONTROLS.values()
        for basis in control.basis
        if basis.strength in BINDING and CHECKLIST.obligation(basis) is None
    ]
    assert untold == []


def test_every_control_has_a_duty_behind_it() -> None:
    bare = [c.id for c in CONTROLS.values() if not any(b.strength in BINDING for b in c.basis)]
    assert bare == []


def test_a_control_held_to_the_law_cites_a_text_that_binds() -> None:
    for control in CONTROLS.values():
        if control.level in ("must", "mynumber_must"):
            assert any(basis.strength in BINDING for basis in control.basis), control.id


def test_a_knock_out_is_said_to_be_the_clients_own() -> None:
    for control in CONTROLS.values():
        text = control_text(control, frozenset(), CHECKLIST, translator_for("ja"))
        assert ("必須項目とすることは委託元の基準です。" in text.level) is control.knock_out


def test_one_text_has_one_strength() -> None:
    strengths: dict[tuple[str, str, str], set[str]] = {}
    for control in CONTROLS.values():
        for basis in control.basis:
            if basis.instrument in ("qa", "mynumber-qa", "faq-public"):
                strengths.setdefault((basis.instrument, basis.section, ""), set()).add(
                    basis.strength
                )
    assert {key: found for key, found in strengths.items() if len(found) > 1} == {}


def test_a_duty_of_effort_is_its_own_strength() -> None:
    cited = [
        b for c in CONTROLS.values() for b in c.basis if (b.instrument, b.article) == ("appi", "22")
    ]
    assert {basis.strength for basis in cited} == {"effort"}


def test_the_log_knock_out_asks_only_that_logs_are_taken() -> None:
    assert CONTROLS["TEC-08"].knock_out
    assert not CONTROLS["TEC-18"].knock_out
    assert CONTROLS["TEC-18"].severity == "high"
    assert "6項目" not in CONTROLS["TEC-08"].question.ja
    assert CONTROLS["TEC-18"].level == "practice"


def test_the_first_page_says_what_is_owed_by_the_law_alone() -> None:
    ja = note_text(CHECKLIST, translator_for("ja"))
    assert "第23条" in ja
    assert "ガイドライン通則編 3-4-4（※2）" in ja
    assert "令和7年6月一部改正、確認時点 2025年9月24日" in ja
    assert "契約" in ja
    assert "Article 23" in note_text(CHECKLIST, translator_for("en"))


def test_references_to_one_text_say_its_edition_once() -> None:
    cited = [basis for basis in CONTROLS["PRV-02"].basis if basis.instrument == "appi"]
    assert len(cited) > 1
    say = translator_for("en")
    said = references(cited, CHECKLIST, say)
    edition = say.pick(CHECKLIST.instruments["appi"].edition)
    groups = {(one.instrument, one.tag) for one in cited}
    assert said.count(edition) == len(groups) < len(cited)
    # Nothing is left out for it.
    assert all(say.say(citation(one, CHECKLIST)) in said for one in cited)
