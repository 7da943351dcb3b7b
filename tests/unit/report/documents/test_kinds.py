"""Kinds of documents: what each says, in words that were reviewed, to whom it may be said, and what it leaves open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.language import translator_for
from itakusaki.language.labels import RATINGS, SEALED_MATTER
from itakusaki.model.assessment import Assessment, Operand, ProcessorResult
from itakusaki.model.document_settings import DocumentSettings, DocumentSettingsByParty
from itakusaki.model.issue import EVIDENCE_MISSING, DataIssue, IssueLevel
from itakusaki.model.message import Message
from itakusaki.model.party import Duty, Role
from itakusaki.model.verdict import UNRATED, Rating, Verdict
from itakusaki.report.documents.kinds import (
    KINDS_OF_DOCUMENTS,
    DocumentReader,
    kinds_by_default,
)
from itakusaki.report.documents.make import DocumentText, document_texts
from itakusaki.report.documents.markdown_blocks import blocks_of
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from itakusaki.report.publication import Edition, Publication
from itakusaki.report.view.conclusion import DEFER, GO_ON
from support.assessments import (
    CHECKLIST,
    POLICY,
    assessment,
    at,
    both,
    comparison,
    issue,
    processor,
    result,
)
from support.document_texts import CONCERNED, defaults, documents, everything, with_an_end
from support.golden import DOCUMENTS, compare
from support.prose import JAPANESE, english_sentences
from support.rounds import party, round_of

LANGUAGES = ("ja", "en")
TOLD = DocumentSettings(
    addressee="President",
    recipient="Head of privacy",
    department="Privacy office",
    sender="Shiomi, head of office",
    author="Shiomi",
    auditors="Shiomi, Hayase",
    contact="privacy@example.jp",
    number="PO-27-001",
    issued_on=date(2027, 1, 8),
    reply_by=date(2027, 1, 29),
    correct_by=date(2027, 3, 31),
    audit_on=date(2027, 2, 10),
    return_by=date(2027, 2, 26),
)
OUTSIDE = [
    kind for kind, one in KINDS_OF_DOCUMENTS.items() if one.reader is not DocumentReader.INSIDE
]


@cache
def told(language: str) -> Mapping[tuple[str, str], DocumentText]:
    """Every document of the usual run, with all that settings can tell."""
    return everything(with_an_end(), language, DocumentSettingsByParty(common=TOLD))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_reads_as_it_was_reviewed(name: str, update_golden: bool) -> None:  # noqa: FBT001
    kind, language, _ = name.removeprefix("documents/").split(".")
    compare(name, defaults(language)[kind, CONCERNED[kind]].text, update=update_golden)


def test_every_kind_is_made_for_somebody() -> None:
    assert set(CONCERNED) == set(KINDS_OF_DOCUMENTS)
    viewers = [(kind.of_processor, kind.of_portfolio) for kind in KINDS_OF_DOCUMENTS.values()]
    assert all((processor is None) is not (portfolio is None) for processor, portfolio in viewers)
    client, consultant, own = (
        kinds_by_default(role) for role in (Role.CLIENT, Role.CONSULTANT, Role.PROCESSOR)
    )
    assert client == consultant
    assert {kind.id for kind in own} == {"self-inspection", "corrective-report"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_one_that_writers_can_lay_out(language: str) -> None:
    made = defaults(language)
    assert {kind for kind, _ in made} == set(KINDS_OF_DOCUMENTS)
    assert all(blocks_of(document.text) for document in made.values())


def test_no_english_document_holds_japanese() -> None:
    made = defaults("en").values()
    said = ((d.name, line) for d in made for line in (*d.text.splitlines(), str(d.front)))
    assert [(name, line) for name, line in said if JAPANESE.search(line)] == []


def test_no_japanese_document_holds_an_english_sentence() -> None:
    for kind in CONCERNED:
        made = told("ja")[kind, CONCERNED[kind]]
        assert JAPANESE.search(made.front.title)
        # Names and what a person entered stay as they are; the working paper quotes files.
        lines = [line for line in made.text.splitlines() if "Shiomi" not in line]
        said = english_sentences(lines)
        assert kind == "working-paper" or [line for line in said if "Call Centre" not in line] == []


@pytest.mark.parametrize("kind", CONCERNED)
def test_what_nobody_told_is_open_and_the_document_a_draft(kind: str) -> None:
    key = (kind, CONCERNED[kind])
    front, given = defaults("en")[key].front, told("en")[key]
    assert front.status == "Draft"
    is_from_the_processor = KINDS_OF_DOCUMENTS[kind].reader is DocumentReader.CLIENT
    assert is_from_the_processor or "to be entered" not in f"{given.front}{given.text}"
    assert (given.front.status == "") is not is_from_the_processor
    assert (given.front.day, given.front.number) == (date(2027, 1, 8), "PO-27-001")
    assert front.day == date(2026, 12, 31)


def test_a_party_s_own_settings_go_before_those_for_all() -> None:
    own = {"P02": replace(TOLD, reply_by=date(2027, 1, 15))}
    settings = DocumentSettingsByParty(common=TOLD, parties=own)
    (letter,) = documents("inquiry-letter", "en", "P02", settings=settings)
    assert "15 January 2027" in letter.text
    assert "29 January 2027" not in letter.text


@pytest.mark.parametrize("talks", [True, False])
def test_a_request_invites_to_talk_about_cost_unless_told_not_to(talks: bool) -> None:  # noqa: FBT001
    settings = DocumentSettingsByParty(common=replace(TOLD, talk_on_cost=talks))
    (letter,) = documents("improvement-request", "ja", "P02", settings=settings)
    assert ("不利益な取扱いをすることはありません" in letter.text) is talks


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_written_where_there_is_nothing_to_say(language: str) -> None:
    # All is met there, and the reply is in.
    made = {kind for kind, party in defaults(language) if party == "P01"}
    silent = {
        "reminder",
        "inquiry-letter",
        "improvement-request",
        "evidence-request",
        "offboarding",
    }
    assert not made & (silent | {"onsite-script", "corrective-report"})


def _missing(party: str, file: str, controls: str) -> DataIssue:
    told = {"file": file, "controls": controls}
    one = issue(EVIDENCE_MISSING, party=party, level=IssueLevel.NOTE)
    return replace(one, says=Message.of("{file} {controls}", **told))


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_that_a_reply_names_and_that_did_not_come_are_asked_for_with_their_cells(
    language: str,
) -> None:
    parties = (
        result(processor("P01", "Alpha Mailing"), Rating.A),
        result(processor("P02", "Beta Call Centre"), Rating.A),
    )
    issues = [_missing("P01", "log.csv", "TEC-02, TEC-08"), _missing("P02", "other.csv", "TEC-05")]
    (letter,) = documents(
        "evidence-request", language, "P01", run=assessment(*parties, issues=issues)
    )
    assert "| log.csv | S1 E7 | TEC-02, TEC-08 |" in letter.text
    assert "other.csv" not in letter.text
    until = translator_for(language).gettext(
        "Until then, the controls that could be tested on them are not counted as shown."
    )
    assert until not in letter.text
    assert re.findall(r"^## (\d)\.", letter.text, re.MULTILINE) == ["1", "2"]
    waiting = replace(parties[0].controls[0], waits_for=(both("log.csv", "log.csv"),))
    held = replace(parties[0], controls=(waiting, *parties[0].controls[1:]))
    (letter,) = documents("evidence-request", language, "P01", run=assessment(held, issues=issues))
    assert until in letter.text


def mixed() -> Assessment:
    """Two processors; of the first, what differs is told by the ledger and by the other's reply too."""
    own, other = (
        at("questionnaires/2026Q4/P02.xlsx", "E8"),
        at("questionnaires/2026Q4/P01.xlsx", "E9"),
    )

    def differs(part: str, *operands: Operand) -> object:
        return replace(comparison("X-11", touches=("TEC-02",)), part=part, operands=operands)

    mine = Operand(label=both("自社の回答", "Own answer"), shown="SAID-BY-P02", at=own)
    theirs = Operand(label=both("他社の回答", "Another answer"), shown="SAID-BY-P01", at=other)
    ledger = Operand(
        label=both("台帳", "Ledger"), shown="SAID-BY-CLIENT", at=at("contracts/ledger.xlsx", "B9")
    )
    compared = [
        differs("a", mine, theirs),
        differs("b", mine, ledger),
        differs("c", ledger, theirs),
    ]
    return assessment(
        result(processor("P01", "Alpha Mailing"), Rating.A),
        result(
            processor("P02", "Beta Call Centre"),
            Rating.TO_EXPLAIN,
            {"TEC-02": Verdict.CONTRADICTED, "CON-01": Verdict.GAP, "PHY-03": Verdict.GAP},
            comparisons=compared,  # type: ignore[arg-type]
        ),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_holds_neither_what_others_say_nor_what_the_client_lacks(language: str) -> None:
    texts = everything(mixed(), language)
    letters = {
        kind: texts[kind, "P02"].text
        for kind in (*OUTSIDE, "onsite-script")
        if (kind, "P02") in texts
    }
    assert {"inquiry-letter", "improvement-request", "onsite-script"} <= set(letters)
    assert "SAID-BY-P02" in letters["inquiry-letter"]
    for kind, text in letters.items():
        for word in ("SAID-BY-P01", "SAID-BY-CLIENT", "Alpha Mailing", "CON-01"):
            assert word not in text, kind
    # Inside, both sides are told.
    assert "SAID-BY-CLIENT" in texts["director-report", "P02"].text


def test_points_that_read_alike_are_asked_once() -> None:
    (letter,) = documents("inquiry-letter", "en", "P02", run=mixed())
    told = [line for line in letter.text.splitlines() if "P02-Q08-" in line]
    assert len(told) == len({line.split("|")[2] for line in told}) == 2


def sealed(found: ProcessorResult) -> ProcessorResult:
    hidden = replace(found.controls[0], verdict=Verdict.SEALED, declared=None, verified=None)
    return replace(found, sealed=True, controls=(hidden, *found.controls[1:]), comparisons=())


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_document_says_only_that_there_is_a_sealed_matter(language: str) -> None:
    run = assessment(sealed(result(processor("P02", "Beta Call Centre"), Rating.TO_EXPLAIN)))
    texts = everything(run, language)
    said = translator_for(language).say(SEALED_MATTER)
    inside = {kind for (kind, _), made in texts.items() if said in made.text}
    assert inside == {"director-report", "portfolio-report", "working-paper", "opinion"}
    # Nobody is told to hear the processor, which would warn whoever is concerned.
    proposed = {"ja": "責任者に確認してください", "en": "consult the person responsible"}
    assert proposed[language] in texts["director-report", "P02"].text
    heard = {"ja": "委託先の説明を得たうえで", "en": "obtain the processor’s explanation"}
    assert heard[language] not in texts["director-report", "P02"].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sealed_edition_tells_the_story_of_those_concerned_alone(language: str) -> None:
    run = assessment(
        result(processor("P01", "Alpha Mailing"), Rating.A),
        sealed(result(processor("P02", "Beta Call Centre"), Rating.TO_EXPLAIN)),
    )
    story = Suspicion(
        processor="P02",
        source="X-14/log/t",
        title=both("題", "Title"),
        says=(both("話の内容", "THE STORY"),),
        basis=(),
    )
    edition = Edition(formats=(), languages=(language,))
    publication = Publication(run, (), CHECKLIST, POLICY, edition)
    kinds = [kind for kind in KINDS_OF_DOCUMENTS.values() if kind.has_sealed_edition]
    settings = DocumentSettingsByParty()
    (made,) = document_texts(publication, kinds, settings, language, suspicions=(story,))
    assert "P02" in made.name
    assert translator_for(language).value(story.says[0]) in made.text
    assert made.front.confidentiality in ("責任者限り", "For the person responsible only")


@pytest.mark.parametrize("rating", Rating)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rating_has_a_conclusion_a_proposal_and_an_opinion(
    rating: Rating, language: str
) -> None:
    verdicts = {"TEC-02": Verdict.GAP} if rating is Rating.UNACCEPTABLE else {}
    run = assessment(result(processor("P02", "Beta Call Centre"), rating, verdicts))
    (report,) = documents("director-report", language, "P02", run=run)
    assert report.text.count("□ **") == 1
    suspended = {"ja": "□ **停止", "en": "□ **Suspend"}
    assert suspended[language] not in report.text
    (opinion,) = documents("opinion", language, "P02", run=run)
    refused = {"ja": "意見を表明しません", "en": "I do not express an opinion"}
    is_none = rating in (Rating.TO_EXPLAIN, Rating.PENDING, *UNRATED)
    assert (refused[language] in opinion.text) is is_none
    label = translator_for(language).say(RATINGS[rating])
    assert is_none or label in opinion.text


@pytest.mark.parametrize(
    ("language", "says"),
    [("ja", "1社は今回の点検回の対象外"), ("en", "1 was not due in this round.")],
)
def test_the_portfolio_report_leaves_out_of_its_count_who_was_not_due(
    language: str, says: str
) -> None:
    run = assessment(
        result(processor("P02", "Beta Call Centre"), Rating.B, {}),
        result(processor("P03", "Gamma Systems"), Rating.NOT_DUE, {}),
    )
    (report,) = documents("portfolio-report", language, run=run)
    assert says in report.text
    assert {"ja": "1社のうち", "en": "Of 1 processors"}[language] in report.text


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", ["quiet", "spoken against", "sealed"])
def test_going_on_is_proposed_of_who_was_not_due_only_where_nothing_speaks_against_it(
    language: str, kind: str
) -> None:
    against = {"TEC-02": Verdict.CONTRADICTED} if kind == "spoken against" else {}
    found = result(processor("P03", "Gamma Systems"), Rating.NOT_DUE, against)
    run = assessment(replace(found, sealed=kind == "sealed"))
    (report,) = documents("director-report", language, run=run)
    say = translator_for(language).say
    proposed = GO_ON if kind == "quiet" else DEFER
    assert f"**{say(proposed)}" in report.text
    named = {"ja": "と相違する内容があります", "en": "speaks against 1 control"}[language]
    assert (named in report.text) is (kind == "spoken against")


def test_no_document_calls_anything_unlawful() -> None:
    for language, words in (
        ("ja", ("違法", "法令違反", "法律違反")),
        ("en", ("illegal", "unlawful")),
    ):
        texts = {key: made.text for key, made in defaults(language).items()}
        assert [key for key, text in texts.items() if any(word in text for word in words)] == []


@pytest.mark.parametrize("format_", DOCUMENT_WRITERS)
def test_the_same_run_gives_the_same_bytes(format_: str) -> None:
    made = [documents("inquiry-letter", "ja", "P02")[0] for _ in range(2)]
    contents = [DOCUMENT_WRITERS[format_](m.front, m.text, None).content for m in made]
    assert contents[0] == contents[1]
    assert contents[0]


def test_a_consultant_reports_to_its_client_and_letters_remain_the_client_s() -> None:
    given = replace(TOLD, firm="Shiomi Partners", disclaimer="No legal advice.")
    run = replace(with_an_end(), role=Role.CONSULTANT)
    made = everything(run, "en", DocumentSettingsByParty(common=given))
    report, letter = made["director-report", "P02"].front, made["inquiry-letter", "P02"].front
    assert report.addressee == ("Aobadori Trading", "President")
    assert report.sender == ("Shiomi Partners", "Privacy office", "Shiomi")
    assert letter.sender[0] == "Aobadori Trading"
    assert {document.front.foot[-1] for document in made.values()} == {"No legal advice."}
    unsigned = everything(run, "en")["director-report", "P02"].front
    assert unsigned.sender[0] == "[to be entered]"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_management_report_holds_the_round_before_beside_this_one(language: str) -> None:
    line = replace(party(code="P02"), rating=Rating.C, verified=61.24)
    both_sides = (replace(line, side=Duty.CLIENT, verified=1.0), line)
    earlier = round_of(*both_sides, name="2026Q3")
    edition = Edition(formats=(), languages=(language,), earlier=earlier)
    publication = Publication(with_an_end(), (), CHECKLIST, POLICY, edition)
    kinds, settings = [KINDS_OF_DOCUMENTS["director-report"]], DocumentSettingsByParty()
    (made,) = document_texts(publication, kinds, settings, language, ["P02"])
    (said,) = [told for told in made.text.splitlines() if "2026Q3" in told]
    assert "61.2" in said
    assert "55.6" in said


def test_the_portfolio_report_counts_who_moved_since_the_round_before() -> None:
    # P01 is rated A now, P02 not acceptable, P05 B; P03 has no rank, and P99 is gone.
    before = {"P01": Rating.C, "P02": Rating.A, "P05": Rating.B, "P03": Rating.A, "P99": Rating.A}
    lines = [replace(party(code=code), rating=rating) for code, rating in before.items()]
    earlier = round_of(*lines, replace(lines[0], side=Duty.CLIENT), name="2026Q3")
    edition = Edition(formats=(), languages=("en",), earlier=earlier)
    publication = Publication(with_an_end(), (), CHECKLIST, POLICY, edition)
    kinds, settings = [KINDS_OF_DOCUMENTS["portfolio-report"]], DocumentSettingsByParty()
    (made,) = document_texts(publication, kinds, settings, "en")
    assert "Since 2026Q3: 1 rated better, 1 worse, 1 alike." in made.text
