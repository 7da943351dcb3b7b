"""What may be a leak in the sample is told in the sealed report and nowhere else."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from itakusaki.audit.assess import dossier_of, judge, part
from itakusaki.audit.documents import DocumentWish, documents_of, sealed_documents_of
from itakusaki.audit.findings import (
    FindingFilter,
    WantedSheets,
    export_sheets,
    list_findings,
    track,
)
from itakusaki.audit.keeping import keep
from itakusaki.audit.rounds import compare_rounds, repeated, tallies, trend
from itakusaki.audit.setup import Setup
from itakusaki.cli.change_lines import change_data, change_lines
from itakusaki.cli.finding_lines import finding_data, finding_lines
from itakusaki.cli.trend_lines import trend_data, trend_lines
from itakusaki.findings import findings_of
from itakusaki.findings.sealing import Parted
from itakusaki.findings.suspect import source_of
from itakusaki.forms import review_book
from itakusaki.language import translator_for
from itakusaki.model.answer import AnswerValue, Decision, Review
from itakusaki.model.assessment import Assessment, ControlResult, Dossier, ProcessorResult
from itakusaki.model.party import Duty
from itakusaki.model.report_format import FORMATS
from itakusaki.model.retest import Examination, TestOutcome
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Verdict
from itakusaki.report import Edition, reports
from itakusaki.report.documents.kinds import KINDS_OF_DOCUMENTS, DocumentReader
from itakusaki.report.documents.make import DocumentText, document_texts
from itakusaki.report.publication import Publication
from itakusaki.store.store import make_store
from itakusaki.wiring import open_workspace
from support.databases import NewPlace
from support.sample import SAMPLE
from support.unpacked import unpacked

pytestmark = pytest.mark.slow

EDITION = Edition(formats=FORMATS, languages=("ja", "en"), templates=())
MASKED = re.compile(r"[APTS]-[0-9a-f]{10}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
#: Both parties with a sealed matter, the client, and one whose logs are clean.
WITH_EVIDENCE = ("P01", "P02", "P14", "client")
STORY = "X-14/log/download-then-media"


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """The sample with the evidence of few parties: the logs of the others take most of its time."""
    folder = tmp_path_factory.mktemp("sealed") / "sample_data"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("reports", "outgoing"))
    for delivery in (folder / "evidence" / "2026Q4").iterdir():
        if delivery.name not in WITH_EVIDENCE:
            shutil.rmtree(delivery)
    return open_workspace(folder)


@pytest.fixture(scope="module")
def dossier(setup: Setup) -> Dossier:
    return dossier_of(setup, on_progress=lambda _what: None)


@pytest.fixture(scope="module")
def whole(setup: Setup, dossier: Dossier) -> Assessment:
    return judge(setup, dossier)


@pytest.fixture(scope="module")
def run(setup: Setup, whole: Assessment) -> Parted:
    return part(setup, whole)


@pytest.fixture(scope="module")
def judged(setup: Setup, whole: Assessment, run: Parted) -> tuple[Setup, Assessment, Parted]:
    """The three together."""
    return setup, whole, run


@pytest.fixture(scope="module")
def ordinary(setup: Setup, run: Parted) -> dict[str, str]:
    """Every ordinary file, unpacked, by its name."""
    rules = setup.rules
    found = findings_of(run.ordinary, rules.checklist)
    files = tuple(reports(run.ordinary, found, rules.checklist, rules.policy, EDITION))
    return {file.name: unpacked(file.name, file.content) for file in files}


@pytest.fixture(scope="module")
def documents(setup: Setup, run: Parted) -> list[DocumentText]:
    """Every document of every processor in both languages."""
    rules, found = setup.rules, findings_of(run.ordinary, setup.rules.checklist)
    publication = Publication(run.ordinary, found, rules.checklist, rules.policy, EDITION)
    settings, kinds = setup.workspace.documents, KINDS_OF_DOCUMENTS.values()
    return [
        document
        for language in ("ja", "en")
        for document in document_texts(publication, kinds, settings, language)
    ]


@pytest.fixture(scope="module")
def letters(documents: list[DocumentText]) -> list[DocumentText]:
    """Those that leave the house."""
    inside = DocumentReader.INSIDE
    found = [d for d in documents if KINDS_OF_DOCUMENTS[d.front.kind].reader is not inside]
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def sealed(setup: Setup, run: Parted) -> dict[str, str]:
    rules = setup.rules
    found = findings_of(run.sealed, rules.checklist)
    files = tuple(
        reports(run.sealed, found, rules.checklist, rules.policy, EDITION, run.suspicions)
    )
    return {file.name: unpacked(file.name, file.content) for file in files}


@pytest.fixture(scope="module")
def over_rounds(
    judged: tuple[Setup, Assessment, Parted],
    new_place: NewPlace,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, str]:
    """What is told of two rounds, the earlier of which was kept as if nothing had been sealed."""
    setup, whole, run = judged
    folder, translator = tmp_path_factory.mktemp("rounds"), translator_for("ja")
    store = make_store(new_place(folder))
    earlier = replace(whole, round="2026Q3", as_of=date(2026, 9, 30))
    for assessment in (earlier, run.ordinary):
        keep(setup, store, assessment)
        assert track(setup, store, assessment)
    changed, again = compare_rounds(store, "2026Q3", "2026Q4"), repeated(store, "2026Q4")
    titles = {id_: control.title for id_, control in setup.rules.checklist.controls.items()}
    day, lines = run.ordinary.as_of, trend(store)
    counted = {one.round: one for one in tallies(store, lines)}
    found = list_findings(store, FindingFilter(), day)
    steps = (store.finding_steps(one.id) for one in found)
    told: dict[str, Iterable[object]] = {
        "compare": change_lines(changed, again, titles, translator),
        "compare.json": [change_data(changed, again)],
        "trend": trend_lines(lines, counted, translator),
        "trend.json": [trend_data(lines, counted)],
        "findings.json": [finding_data(one, day, translator) for one in found],
        "findings": [
            line
            for one, step in zip(found, steps, strict=True)
            for line in finding_lines(step, one, translator)
        ],
        "journal": [entry.payload for entry in store.entries()],
    }
    texts = {name: "\n".join(map(str, said)) for name, said in told.items()}
    wanted = WantedSheets(on=day)
    for made in export_sheets(setup, store, wanted, translator, out=folder, force=False):
        texts[made.path.name] = unpacked(made.path.name, made.path.read_bytes())
    assert len(texts) > 20
    return texts


def told_by(document: DocumentText) -> str:
    return f"{document.front}\n{document.text}"


def entered_by(result: ProcessorResult) -> str:
    """All that comparisons show of what a processor itself entered."""
    files = {q.file for q in result.questionnaires if q.side is not Duty.CLIENT}
    return " ".join(
        operand.shown
        for comparison in result.comparisons
        for operand in comparison.operands
        if all(cell.file in files for cell in operand.cells)
    )


def result_of(assessment: Assessment, party: str) -> ProcessorResult:
    return next(r for r in assessment.results if r.processor.id == party)


def examined(run: Parted) -> Examination:
    found = result_of(run.sealed, "P14").examination
    assert found is not None
    return found


def test_two_parties_have_a_sealed_matter(run: Parted) -> None:
    grounds = {(one.processor, one.source) for one in run.suspicions}
    assert grounds == {("P14", STORY), ("P02", "X-34/all-notified")}
    assert {r.processor.id for r in run.ordinary.results if r.sealed} == {"P02", "P14"}
    assert {r.processor.id for r in run.sealed.results} == {"P02", "P14"}


def test_ratings_and_scores_stay(whole: Assessment, run: Parted) -> None:
    told = {r.processor.id: (r.rating, r.score) for r in run.ordinary.results}
    assert told == {r.processor.id: (r.rating, r.score) for r in whole.results}


def test_the_story_is_told_once_before_the_single_tests(
    run: Parted, sealed: dict[str, str]
) -> None:
    (story,) = (one for one in run.suspicions if one.source == STORY)
    figures = next(t for t in examined(run).results if t.test == "download-then-media").measured
    assert {"owner-absent", "media-write-without-permit", "download-volume"} <= set(story.tests)
    for language in ("ja", "en"):
        told = translator_for(language).value(story.says[0])
        page = sealed[f"P14.{language}.html"]
        assert page.count(told) == 1
        assert page.index(told) < page.index('id="story"') < page.index('id="questions"')
        for name in ("accounts", "places"):
            value = figures[name]
            assert isinstance(value, tuple)
            assert all(one in told for one in value)
        for name in ("downloads", "records", "writes"):
            assert f"{figures[name]:,}" in told


@pytest.mark.parametrize("party", ["P02", "P14"])
def test_the_sealed_page_says_what_to_do_in_order(sealed: dict[str, str], party: str) -> None:
    page = sealed[f"{party}.ja.html"]
    said = (
        "規則第7条",
        "認定するものではありません",
        "いずれかの部署",
        "保全：",
        "責任者への報告：",
        "照会：",
    )
    places = [page.index(words) for words in said]
    assert places == sorted(places)
    assert "責任者限り" in page


def secrets(run: Parted) -> set[str]:
    """Accounts, terminals, moments, files and sentences that the logs of the story hold."""
    hits = [t for t in examined(run).results if t.outcome is TestOutcome.CONTRADICTION]
    cells = {cell for t in hits for row in t.hits.sample for cell in row if isinstance(cell, str)}
    secret = {cell for cell in cells if MASKED.fullmatch(cell) or MOMENT.fullmatch(cell)}
    secret |= {read.file.path for read in examined(run).reads}
    secret |= {text for t in hits for text in (t.says.ja, t.says.en)}
    assert len(secret) > 150
    return secret


def test_nothing_of_the_logs_is_in_any_ordinary_file(run: Parted, ordinary: dict[str, str]) -> None:
    secret = secrets(run)
    told = {(name, one) for name, text in ordinary.items() for one in secret if one in text}
    assert told == set()


def test_nothing_of_the_logs_is_in_any_document(run: Parted, documents: list[DocumentText]) -> None:
    secret = secrets(run)
    assert len(documents) > 200
    assert [(d.name, one) for d in documents for one in secret if one in told_by(d)] == []


def test_nothing_of_the_logs_is_told_of_rounds_and_findings(
    whole: Assessment, run: Parted, over_rounds: dict[str, str]
) -> None:
    """A finding kept openly before its control was sealed goes out on no sheet and no list."""
    bytes_of = {source.path: source.sha256 for source in whole.sources}
    often = {one for one, count in Counter(bytes_of.values()).items() if count > 1}
    # That another company's file has the same bytes is told of that company, by both names.
    secret = {one for one in secrets(run) if bytes_of.get(one) not in often}
    causes = {one.source for one in run.suspicions}
    # All that was found of it has been sealed since, so it gets no sheet; others do.
    assert [name for name in over_rounds if "_P02_" in name]
    assert not [name for name in over_rounds if "_P14_" in name]
    told = {(n, one) for n, text in over_rounds.items() for one in secret | causes if one in text}
    assert told == set()


def hidden_days(run: Parted) -> set[str]:
    """The days of the story that nothing else of the party bears, as they are written."""
    days = {day for t in examined(run).results for day, _ in t.hits.days}
    # Days on which it sent its regular reports, and those its own records bear, are no secret.
    left = result_of(run.ordinary, "P14")
    stated = " ".join(operand.shown for c in left.comparisons for operand in c.operands)
    judged = [judgement for control in left.controls for judgement in control.judgements]
    stated += " ".join(translator_for("en").say(c.says) for j in judged for c in j.checks)
    hidden = {day for day in days if day.isoformat() not in stated}
    assert len(hidden) > 20
    japanese, english = translator_for("ja"), translator_for("en")
    return {w for d in hidden for w in (d.isoformat(), japanese.day(d), english.day(d))}


def test_no_day_of_the_story_is_on_the_party_s_ordinary_page(
    run: Parted, ordinary: dict[str, str]
) -> None:
    shown = hidden_days(run)
    data = json.loads(ordinary["assessment.json"])
    party = next(p for p in data["processors"] if p["id"] == "P14")
    texts = [text for name, text in ordinary.items() if "processors/P14" in name]
    texts.append(json.dumps(party, ensure_ascii=False))
    assert not [one for one in shown for text in texts if one in text]


def test_no_day_of_the_story_is_in_a_document_about_the_party(
    run: Parted, documents: list[DocumentText]
) -> None:
    shown = hidden_days(run)
    mine = [document for document in documents if document.processor == "P14"]
    assert len(mine) > 6
    assert [(d.name, one) for d in mine for one in shown if one in told_by(d)] == []


def test_a_letter_names_no_other_company_but_those_its_reader_entered(
    run: Parted, letters: list[DocumentText]
) -> None:
    results = {r.processor.id: r for r in run.ordinary.results}
    told = []
    for letter in letters:
        own = entered_by(results[letter.processor])
        others = {r.processor.name for c, r in results.items() if c != letter.processor}
        told += [(letter.name, n) for n in others if n in told_by(letter) and n not in own]
    assert told == []


def test_a_letter_says_nothing_of_the_client_s_own_gaps(
    run: Parted, letters: list[DocumentText]
) -> None:
    for result in run.ordinary.results:
        mine = [letter for letter in letters if letter.processor == result.processor.id]
        own = {control.control for control in result.controls}
        owed = result.supervision.controls if result.supervision else ()
        asked = [c for c in result.comparisons if set(c.sides) == {Duty.CLIENT}]
        words = {c.control for c in owed} - own
        words |= {translator_for(code).value(c.question) for c in asked for code in ("ja", "en")}
        assert [(d.name, word) for d in mine for word in words if word in told_by(d)] == []


def test_a_sealed_edition_is_made_for_those_concerned_alone(setup: Setup, run: Parted) -> None:
    wish = DocumentWish(formats=("md",), languages=("ja",))
    made = sealed_documents_of(setup, run, wish).files
    assert [file.name.split("_")[2] for file in made] == ["P02", "P14"]
    (story,) = (one for one in run.suspicions if one.source == STORY)
    assert translator_for("ja").value(story.says[0]) in made[1].content.decode()


def test_the_management_report_has_two_pages(setup: Setup, run: Parted) -> None:
    wish = DocumentWish(kinds=["director-report"], formats=("pdf",), languages=("ja", "en"))
    made = documents_of(setup, run, wish).files
    assert len(made) == 2 * len(run.ordinary.results)
    pages = {file.name: len(PdfReader(BytesIO(file.content)).pages) for file in made}
    assert {name: count for name, count in pages.items() if count != 2} == {}


def test_nothing_of_the_suspicion_not_notified_is_in_any_ordinary_file(
    run: Parted, ordinary: dict[str, str], over_rounds: dict[str, str]
) -> None:
    comparisons = result_of(run.sealed, "P02").comparisons
    (source,) = (c for c in comparisons if c.part == "all-notified")
    texts = [translator_for(language).value(source.question) for language in ("ja", "en")]
    cells = [str(at) for operand in source.operands for at in operand.cells]
    answered = [j.answer for c in result_of(run.ordinary, "P02").controls for j in c.judgements]
    cells = [at for at in cells if at not in {str(a.at) for a in answered if a}]
    assert len(cells) == 2
    told = (*ordinary.values(), *over_rounds.values())
    assert not [one for one in (*texts, *cells) for text in told if one in text]


def test_the_ordinary_files_say_only_that_there_is_a_sealed_matter(
    run: Parted, ordinary: dict[str, str]
) -> None:
    said = {
        "ja": "別紙扱いの事項があります。責任者に確認してください。",
        "en": "There is a sealed matter",
    }
    for language, words in said.items():
        for name in ("index", "processors/P14", "processors/P02"):
            assert words in ordinary[f"{name}.{language}.html"]
            assert words in ordinary[f"{name}.{language}.md"]
        assert words in ordinary[f"gap-register.{language}.xlsx"]
        assert words not in ordinary[f"processors/P01.{language}.html"]
    party = result_of(run.ordinary, "P14")
    assert party.examination is None
    hidden = [c for c in party.controls if c.verdict is Verdict.SEALED]
    assert {"PHY-03", "TEC-02", "TEC-06"} <= {c.control for c in hidden}
    assert all(c.declared is None and c.verified is None for c in hidden)
    assert not [c for c in hidden if any(one.from_logs for one in c.comparisons)]


def test_no_id_is_used_on_both_sides(setup: Setup, run: Parted, sealed: dict[str, str]) -> None:
    checklist = setup.rules.checklist
    open_ids = {finding.id for finding in findings_of(run.ordinary, checklist)}
    sealed_ids = {finding.id for finding in findings_of(run.sealed, checklist)}
    assert sealed_ids
    assert not open_ids & sealed_ids
    assert "P14-S" in sealed["P14.ja.html"]
    assert not re.search(r"P14-Q\d", sealed["P14.ja.html"])


def test_the_review_workbook_can_decide_without_telling(setup: Setup, run: Parted) -> None:
    party = result_of(run.ordinary, "P14")
    made = review_book(
        checklist=setup.rules.checklist,
        layout=setup.rules.standard,
        result=party,
        round_="2026Q4",
        translator=translator_for("ja"),
    )
    text = unpacked("review.xlsx", made)
    (digest,) = (c.looked_at for c in party.controls if c.control == "PHY-03")
    assert digest
    assert digest in text
    assert "別紙扱いの事項があります" in text
    assert "外部媒体への書き込みが" not in text


def test_the_gate_and_its_data_docs_see_no_log(setup: Setup) -> None:
    assert not {suite.table for suite in setup.rules.suites} & set(setup.rules.evidence.exports)


def lifting(control: ControlResult, party: str) -> Review:
    """As an auditor fills in the row of a sealed control in the review workbook."""
    return Review(
        processor=party,
        control=control.control,
        side=control.side,
        grade=None,
        value=AnswerValue.NO,
        reviewer="監査人",
        reviewed_on=date(2026, 12, 20),
        reason="責任者の判断を経た",
        at=CellRef(file="reviews/2026Q4/解除.xlsx", sheet="監査人確認", cell="P3"),
        decision=Decision.CONFIRMED,
        looked_at=control.looked_at,
        lifts_seal=True,
    )


@pytest.mark.parametrize("party", ["P02", "P14"])
def test_a_matter_that_was_lifted_on_all_it_touches_stands_in_the_ordinary_part(
    setup: Setup, dossier: Dossier, whole: Assessment, run: Parted, party: str
) -> None:
    closed = [
        c
        for c in result_of(run.ordinary, party).judged
        if c.verdict is Verdict.SEALED and c.looked_at
    ]
    said = tuple(lifting(control, party) for control in closed)
    names = {(one.processor, one.control, one.side) for one in said}
    others = tuple(
        one for one in dossier.reviews if (one.processor, one.control, one.side) not in names
    )
    lifted = part(setup, judge(setup, replace(dossier, reviews=(*others, *said))))
    told = result_of(lifted.ordinary, party)
    assert party not in {one.processor for one in lifted.suspicions}
    assert not told.sealed
    assert told.examination == result_of(whole, party).examination
    assert Verdict.SEALED not in {control.verdict for control in told.judged}
    # Where one row of what it touches is lacking, all of it stays sealed.
    grounds = {one.source for one in run.suspicions if one.processor == party}
    touched = [
        c.control
        for c in result_of(whole, party).judged
        if grounds & {source_of(one) for one in c.comparisons}
    ]
    fewer = tuple(one for one in said if one.control != touched[0])
    again = part(setup, judge(setup, replace(dossier, reviews=(*others, *fewer))))
    assert result_of(again.ordinary, party).sealed
