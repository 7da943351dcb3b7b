"""Pages: order, links, self-containedness, and what a reader must find."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from itakusaki.model.assessment import Assessment
from itakusaki.model.party import Duty, Role
from itakusaki.model.verdict import Rating, Verdict
from support.assessments import (
    CHECKLIST,
    TOPIC,
    assessment,
    comparison,
    every_rating,
    issue,
    judged_on_both_sides,
    processor,
    result,
)
from support.cases import catalogue
from support.published import TABLE_SCRIPT, published, sample, text

HTML = [name for name in sample() if name.endswith(".html")]
SECTIONS = (
    "rating",
    "why",
    "knock-out",
    "change",
    "heat",
    "gaps",
    "unanswered",
    "questions",
    "unverified",
    "client",
    "chain",
    "exceptions",
    "issues",
    "appendix",
)


def test_a_processors_page_keeps_its_order() -> None:
    page = text("processors/P02.en.html")
    places = [page.index(f'<section id="{name}"') for name in SECTIONS]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["index", "processors/P02"])
@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_page_says_how_much_of_the_checklist_was_asked_and_what_not(
    name: str, ending: str
) -> None:
    less = replace(CHECKLIST, not_asked=("TEC-18", "TEC-19"))
    files = published(every_rating(), formats=(ending,), languages=("en",), checklist=less)
    page, asked = files[f"{name}.{ending}"].decode(), len(CHECKLIST.controls)
    assert f"{CHECKLIST.version}, {asked} of {asked + 2} controls" in page
    assert re.search("Controls not asked, by the settings.*TEC-18, TEC-19", page)
    assert "Controls not asked" not in text(f"{name}.en.{ending}")


@pytest.mark.parametrize("name", HTML)
def test_a_page_needs_nothing_beside_it(name: str) -> None:
    page = text(name)
    assert "<style" in page
    assert "<script" not in page.replace(TABLE_SCRIPT, "", int(name.startswith("index")))
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "@import" not in page
    assert "url(" not in page


@pytest.mark.parametrize("name", HTML)
def test_every_link_leads_somewhere(name: str) -> None:
    page = text(name)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for link in re.findall(r'href="([^"]+)"', page):
        if link.startswith("#"):
            assert link[1:] in ids
        else:
            folder = name.rpartition("/")[0]
            target = link.removeprefix("../") if link.startswith("../") else f"{folder}/{link}"
            assert target.lstrip("/") in sample()


@pytest.mark.parametrize("name", HTML)
def test_a_page_can_be_used_without_eyes_or_mouse(name: str) -> None:
    page = text(name)
    assert page.count("<h1") == 1
    assert 'class="skip"' in page
    assert "<main" in page
    heads = re.findall(r"<th\b([^>]*)>", page)
    assert all("scope=" in head for head in heads)


def test_the_pair_of_scores_is_never_torn() -> None:
    page = text("processors/P04.en.html")
    shown = re.search(r'<div class="pair">(.*?)</div>\s*<div class="bar"', page, re.DOTALL)
    assert shown
    for label in (
        "Evidenced score",
        "Self-assessed score",
        "Evidence coverage",
        "Not applicable (share)",
        "Unanswered",
    ):
        assert label in shown[1]


def test_a_withheld_rating_is_shown_as_a_range() -> None:
    assert "between 40.7 and 100.0" in text("processors/P04.en.md")


def test_a_contradiction_is_a_question_with_both_values_and_cells() -> None:
    page = text("processors/P02.en.md")
    part = page[page.index("## Questions") : page.index("## Answers not yet evidenced")]
    assert "How do the answer and the number of shared accounts go together?" in part
    assert "questionnaires/2026Q4/P02.xlsx \\[S1!E8\\]" in part
    assert "questionnaires/2026Q4/P02.xlsx \\[S1!E9\\]" in part
    assert part.count("#### P02-Q08-1 ") == 1


def test_what_only_the_clients_papers_say_is_asked_within_the_client() -> None:
    rule = replace(comparison(touches=("CON-01",)), sides=(Duty.CLIENT,))
    differs = {"CON-01": Verdict.CONTRADICTED}
    run = assessment(
        result(processor("P01", "Alpha"), Rating.A, differs, comparisons=(rule,)),
    )
    pages = published(run, formats=("md",), languages=("en",))
    page = pages["client.md"].decode()
    assert page.index("## To be checked within the client") < page.index("#### P01-C08-1 ")
    assert "X-19" not in pages["processors/P01.md"].decode()


@pytest.mark.parametrize("ending", ["html", "md"])
def test_what_the_client_owes_is_told_on_its_own_page_and_is_context_elsewhere(ending: str) -> None:
    page, beside = text(f"client.en.{ending}"), text(f"processors/P02.en.{ending}")
    assert "P02-client-CON-06-contract_gap" in page
    assert "P02-client-CON-06-contract_gap" not in beside
    assert "For reference: what the client owes" in beside
    assert "CON-06" in beside[beside.index("For reference: what the client owes") :]
    assert "client.en." + ending in text(f"index.en.{ending}")


def test_a_finding_shows_the_question_as_its_side_was_asked_it() -> None:
    pages = published(assessment(judged_on_both_sides()), formats=("md",), languages=("en",))
    own, clients = pages["processors/P01.md"].decode(), pages["client.md"].decode()
    control = CHECKLIST.controls["CON-06"]
    assert control.practice is not None
    assert control.practice.question.en in own
    assert control.question.en not in own
    assert control.question.en in clients
    assert control.practice.question.en not in clients


def test_a_processor_that_did_not_reply_is_given_no_certainty() -> None:
    page = text("processors/P03.en.md")
    assert "No reply yet; judged once the reply is in" in page
    assert "Not acceptable until it is resolved" not in page
    head = page[page.index("| Evidenced score") :].splitlines()[2]
    assert head.split("|")[3].strip() == "–"


def test_the_summary_names_the_heaviest_points_with_links() -> None:
    page = text("processors/P02.en.html")
    summary = page[page.index('<section id="rating"') : page.index("</section>")]
    assert 0 < summary.count('<li><a href="#f-') <= 5
    assert "Actions requested" in summary


def test_a_gap_tells_answer_cell_case_basis_edition_and_deed() -> None:
    page = text("processors/P08.en.md")
    card = page[
        page.index("### TEC-05") : page.index("### PHY-03")
        if page.index("### PHY-03") > page.index("### TEC-05")
        else page.index("## Unanswered")
    ]
    for wanted in (
        "× No",
        "questionnaires/2026Q4/P08.xlsx",
        "A reported case turned on it. (according to press and secondary sources)",
        r"**Duty behind it (what)**: supervision of processors \[Must\] Act Art. 25 (Edition of September 2025, as of 24 September 2025)",
        "**Level of this point (how far)**: the client's own standard.",
        r"\[to be verified\]",
        "Begin with this and look at the past",
        "Records of this",
    ):
        assert wanted in card
    assert "4-2" not in card  # applies to My Number data only


def test_a_contract_gap_comes_with_a_clause() -> None:
    assert "The processor shall notify the client" in text("client.en.md")
    assert "The processor shall notify the client" not in text("processors/P02.en.md")


def test_unknown_parties_stay_unknown() -> None:
    page = text("processors/P01.en.html")
    assert "unknown: not assessed" in page
    assert "declared by the party above; not in the ledger" in page


def test_exceptions_say_whose_word_they_are_and_whether_they_hold() -> None:
    page = text("processors/P05.en.md")
    assert "Approved by the client" in page
    assert "in force" in page
    assert "Stated in the questionnaire" in page
    assert "expired" in page


def test_the_portfolio_is_sorted_from_the_worst() -> None:
    page = text("index.en.md")
    names = re.findall(r"\(processors/(P\d\d)\.en\.md\)", page)
    assert names == ["P02", "P04", "P08", "P06", "P07", "P05", "P01", "P03"]


def test_the_portfolio_tells_who_did_not_answer_and_how_late() -> None:
    assert "| Gamma Systems P03 | 20 December 2026 | 11 days late | `desk@example.jp` |" in text(
        "index.en.md"
    )


def test_issues_of_nobody_stand_on_the_portfolio_and_the_others_on_their_page() -> None:
    told = {
        name: [line for line in text(name).splitlines() if "It cannot be read." in line]
        for name in ("index.en.md", "processors/P02.en.md")
    }
    (nobodys,), (its,) = told.values()
    assert "broken.xlsx" in nobodys
    assert "P02.xlsx" in its


def test_a_list_that_is_cut_says_so() -> None:
    run = assessment(
        result(processor("P01", "Alpha"), Rating.A),
        issues=[issue(f"code_{n:03}") for n in range(201)],
    )
    page = published(run, formats=("md",), languages=("en",))["index.md"].decode()
    assert "The first 200 of 201 are shown; assessment.json holds all of them." in page


def test_a_contradiction_asks_once_and_names_all_controls_it_touches() -> None:
    both = {"TEC-02": Verdict.CONTRADICTED, "TEC-05": Verdict.CONTRADICTED}
    rule = comparison(touches=("TEC-02", "TEC-05"))
    run = assessment(
        result(processor("P01", "Alpha"), Rating.UNACCEPTABLE, both, comparisons=(rule,))
    )
    page = published(run, formats=("html",), languages=("en",))["processors/P01.html"].decode()
    asked = page[page.index('<section id="questions"') : page.index('<section id="unverified"')]
    assert asked.count("How do the answer and the number") == 1


def test_the_same_run_gives_the_same_bytes() -> None:
    assert published(every_rating()) == sample()


def test_an_empty_run_still_makes_a_report() -> None:
    files = published(assessment())
    assert "None." in files["index.en.html"].decode()


def many_questions(topics: int, each: int) -> Assessment:
    rules = [
        replace(
            comparison(touches=("TEC-02",)),
            part=f"check-{topic}-{number}",
            topic=replace(TOPIC, number=topic),
        )
        for topic in range(1, topics + 1)
        for number in range(each)
    ]
    differs = {"TEC-02": Verdict.CONTRADICTED}
    return assessment(
        result(processor("P01", "Alpha"), Rating.TO_EXPLAIN, differs, comparisons=rules)
    )


def test_every_question_belongs_to_one_item_and_stands_with_its_cells() -> None:
    page = published(many_questions(13, 4), formats=("md",), languages=("en",))["processors/P01.md"]
    rows = re.findall(r"^\| (P01-Q\d\d) \|", page.decode(), re.MULTILINE)
    cards = re.findall(r"^#### (P01-Q\d\d)-(\d+) ", page.decode(), re.MULTILINE)
    assert len(rows) == 13
    assert len(set(cards)) == len(cards) == 13 * 4
    assert [item for item, _ in cards] == [row for row in rows for _ in range(4)]


def test_no_party_is_asked_more_items_than_a_person_answers() -> None:
    topics = {rule.topic.number for rule in catalogue().cross_checks}
    assert len(topics) <= 15


@pytest.mark.parametrize("ending", ["html", "md"])
def test_the_chain_says_for_whom_the_client_works(ending: str) -> None:
    found = result(processor("P02", "Beta Call Center"), Rating.B)
    above = replace(found, chain=replace(found.chain, above=("Minato City", "Keyaki Systems")))
    pages = [
        published(assessment(one), formats=(ending,), languages=("en",))[
            f"processors/P02.{ending}"
        ].decode()
        for one in (above, found)
    ]
    assert "The client itself works for: " in re.sub("<[^>]+>", "", pages[0])
    assert "Minato City → Keyaki Systems" in pages[0]
    assert "The client itself works for" not in pages[1]


def test_the_table_of_ratings_is_whole_without_its_script() -> None:
    page = text("index.ja.html")
    (script,) = re.findall(rf"{re.escape(TABLE_SCRIPT)}(.*?)</script>", page, re.DOTALL)
    assert not re.search("fetch|XMLHttp|WebSocket|eval|innerHTML|localStorage|cookie", script)
    table = page[page.index("<table") : page.index("</table>")]
    assert table.count('data-rating="') == len(every_rating().results)
    assert "hidden" not in table
    assert all(f'data-{name}="' in table for name in ("search", "filter", "all"))


@pytest.mark.parametrize("format_", ["html", "md"])
def test_a_self_inspection_asks_nobody_but_the_company_itself(format_: str) -> None:
    asked = comparison("X-30", touches=("TEC-05",))
    party = result(
        processor("SELF", "Alpha Mailing"),
        Rating.C,
        {"TEC-05": Verdict.CONTRADICTED},
        comparisons=[asked],
    )
    silent = result(processor("SELF", "Alpha Mailing"), Rating.NOT_ANSWERED, answered=False)
    for own, said in ((party, "Points to explain"), (silent, "Fill in the questionnaire")):
        for role in (Role.PROCESSOR, Role.CLIENT):
            run = replace(assessment(own), role=role)
            made = published(run, formats=(format_,), languages=("en",))
            page = made[f"processors/SELF.{format_}"].decode()
            is_own = role is Role.PROCESSOR
            assert (said in page) is is_own
            assert ("Self-inspection report" in page) is is_own
            for other in ("Questions to the processor", "Gap report on one processor"):
                assert (other in page) is not is_own


@pytest.mark.parametrize("page", ["index", "client", "processors/P02"])
def test_every_table_of_a_page_has_a_name(page: str) -> None:
    tables = re.findall(r"<table([^>]*)>\s*(<caption)?", text(f"{page}.ja.html"))
    assert tables
    assert all(caption or "aria-label=" in given for given, caption in tables)
