"""A questionnaire asks what applies, opens only what is to be filled, and speaks one language."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.forms import questionnaire_book
from itakusaki.forms.guidance import told
from itakusaki.language import translator_for
from itakusaki.model.depth import Depth
from itakusaki.model.message import Words
from itakusaki.model.party import Duty
from itakusaki.tabular.hidden_sheet import FORMAT, SHEET, text_digest
from support.blank_books import (
    ALL_FLAGS,
    a_processor,
    an_entrustment,
    checklist,
    contracts,
    form_of,
    layout,
    opened,
    questionnaire,
)

JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
SUB = a_processor(an_entrustment("K-3", processor="P003", name="Sunrise Handling Ltd.", tier=2))
EVERYTHING = a_processor(flags=ALL_FLAGS)


#: Enough where the cover alone is looked at.
FEW = ("SEL-01", "TEC-06")


@pytest.fixture(scope="module")
def everything() -> Workbook:
    """A processor's questionnaire with every question; tests only look at it."""
    return opened(questionnaire(processor=EVERYTHING))


def items(book: Workbook) -> dict[str, tuple[str, int, str]]:
    rows = list(book[SHEET].iter_rows(values_only=True))
    start = next(i for i, row in enumerate(rows) if row[0] == "items") + 1
    return {str(row[0]): (str(row[1]), int(str(row[2])), str(row[3])) for row in rows[start:]}


def asked(book: Workbook) -> list[str]:
    return [ident for ident in items(book) if "." not in ident]


def rule_of(page: Worksheet, cell: str) -> str:
    for rule in page.data_validations.dataValidation:
        if rule.type and cell in rule.sqref:
            return f"{rule.type} {rule.formula1}"
    return ""


def all_texts(book: Workbook) -> list[str]:
    """Whatever a person may see: cells, drop-downs, hints, errors, sheet names."""
    texts = []
    for page in book.worksheets:
        if page.title == SHEET:
            continue
        texts.append(page.title)
        texts += [str(c.value) for row in page.iter_rows() for c in row if isinstance(c.value, str)]
        for rule in page.data_validations.dataValidation:
            texts += [str(t) for t in (rule.formula1, rule.error, rule.prompt, rule.promptTitle)]
    return texts


@pytest.mark.parametrize(
    ("kind", "flags"),
    [
        (Duty.PROCESSOR, ()),
        (Duty.PROCESSOR, ALL_FLAGS),
        (Duty.SUB_PROCESSOR, ("abroad",)),
        (Duty.CLIENT, ("cloud", "prov")),
    ],
)
def test_exactly_the_controls_owed_by_that_kind_are_asked(
    kind: Duty, flags: tuple[str, ...]
) -> None:
    party = a_processor(flags=flags)
    expected = [
        control.id
        for control in checklist().asked_of(kind, party.flags)
        if not (kind is Duty.CLIENT and control.is_contract)
    ]
    assert sorted(asked(opened(questionnaire(kind, processor=party)))) == sorted(expected)


def test_flags_leave_out_what_does_not_apply(everything: Workbook) -> None:
    plain, full = asked(opened(questionnaire(processor=a_processor()))), asked(everything)
    assert set(plain) < set(full)
    assert "PRV-01" in full
    assert "PRV-01" not in plain


def test_a_client_is_asked_about_no_clause_and_for_all_its_processors_at_once() -> None:
    ids = asked(opened(questionnaire(Duty.CLIENT)))
    owed = [c.id for c in checklist().controls.values() if Duty.CLIENT in c.duty]
    assert sorted(ids) == sorted(ident for ident in owed if not ident.startswith("CON"))


def test_facts_stand_beneath_their_question_for_that_side_only() -> None:
    for kind in (Duty.CLIENT, Duty.PROCESSOR, Duty.SUB_PROCESSOR):
        found = items(opened(questionnaire(kind, processor=EVERYTHING)))
        for ident in (each for each in found if "." not in each):
            facts = sorted(
                checklist().controls[ident].facts_for(kind),
                key=lambda fact: (fact.type == "list", not fact.point),
            )
            sheet, row, _ = found[ident]
            written = [each for each in found if each.startswith(f"{ident}.")]
            assert written == [fact.id for fact in facts]
            rows = [found[fact.id][1] for fact in facts]
            assert {found[fact.id][0] for fact in facts} <= {sheet}
            assert rows == list(range(rows[0], rows[0] + len(rows))) if rows else True
            assert not rows or rows[0] in (row + 1, row + 2)


def test_the_hidden_sheet_names_the_party_and_every_row_with_its_text(everything: Workbook) -> None:
    book = everything
    page = book[SHEET]
    assert page.sheet_state == "veryHidden"
    head = {str(row[0]): row[1] for row in page.iter_rows(max_row=8, values_only=True)}
    assert head == {
        "format": FORMAT,
        "kind": "processor",
        "processor": "P001",
        "corporate_number": "1234567890123",
        "round": "2026Q4",
        "checklist_version": checklist().version,
        "language": "ja",
        "depth": "full",
    }
    for ident, (sheet, row, digest) in items(book).items():
        assert book[sheet].cell(row, 1).value == ident
        assert text_digest(str(book[sheet].cell(row, 2).value)) == digest


def test_each_answer_has_its_drop_down_and_each_fact_the_check_of_its_type(
    everything: Workbook,
) -> None:
    book = everything
    expected = {
        "number": "decimal 0",
        "date": "date DATE(1950,1,1)",
        "yes_no": 'list "はい,いいえ"',
        "list": "",
        "period": "",
    }
    types = {f.id: f.entry for c in checklist().controls.values() for f in c.facts}
    for ident, (sheet, row, _) in items(book).items():
        rule = rule_of(book[sheet], f"C{row}")
        assert rule == (expected[types[ident]] if ident in types else 'list "○,△,×,－,？"'), ident


def test_an_english_answer_is_a_sign_and_a_word_that_the_reader_knows() -> None:
    book = opened(questionnaire(Duty.SUB_PROCESSOR, processor=SUB, lang="en"))
    sheet, row, _ = next(iter(items(book).values()))
    offered = rule_of(book[sheet], f"C{row}")
    assert offered == 'list "○ Yes,△ Partly,× No,－ N/A,？ Unknown"'
    spellings = {s for known in layout().values["answer"].values() for s in known}
    assert {entry.casefold() for entry in offered[6:-1].split(",")} <= spellings


def test_only_entry_cells_are_unlocked(everything: Workbook) -> None:
    book = everything
    for page in book.worksheets:
        assert page.protection.sheet or page.title == "_lists"
        assert page.protection.password is None
    for ident, (sheet, row, _) in items(book).items():
        page = book[sheet]
        is_list = page.cell(row, 4).coordinate in page.merged_cells
        locked = [page.cell(row, column).protection.locked for column in range(1, 8)]
        evidence_to_comment = ["." in ident and not is_list] * 3
        unit = [not is_list]
        assert locked == [True, True, False, *unit, *evidence_to_comment], ident


def test_a_required_question_is_marked_and_no_severity_is_shown(everything: Workbook) -> None:
    book = everything
    for ident, (sheet, row, _) in items(book).items():
        if "." not in ident:
            text = str(book[sheet].cell(row, 2).value)
            assert ("（必須）" in text) == checklist().controls[ident].knock_out
    assert not {"critical", "high", "medium", "low"} & {t.casefold() for t in all_texts(book)}


def test_guidance_and_evidence_stand_visibly_beside_each_question(everything: Workbook) -> None:
    book, ja = everything, translator_for("ja")
    for ident, (sheet, row, _) in items(book).items():
        if "." in ident:
            continue
        control, page = checklist().controls[ident], book[sheet]
        facts = control.facts_for(Duty.PROCESSOR)
        has_points = any(fact.point for fact in facts)
        guidance = control.guidance_for(Duty.PROCESSOR).ja
        printed, notes = told(guidance, ja, has_points=has_points)
        evidence = control.advice_for(Duty.PROCESSOR).evidence.ja
        block = range(row + 1, row + len(facts) + 2)
        areas = {(a.min_row, a.min_col): a for a in page.merged_cells.ranges if a.min_row in block}
        # In a row of its own, or beside the facts: then perhaps line by line.
        places = [at for at in ((row + 1, 2), (row + 1, 5)) if page.cell(*at).value and at in areas]
        (at,) = [
            at for at in places if printed.startswith(str(page.cell(*at).value).split("\n")[0])
        ]
        lines = [str(page.cell(*each).value) for each in sorted(areas) if each[1] == at[1]]
        assert "\n".join(lines).startswith(printed)
        assert areas[at].max_col == 7
        told_in = [each for each in areas if evidence in str(page.cell(*each).value)]
        assert [areas[each].max_col for each in told_in] == [7]
        assert prompt_of(page, page.cell(row, 3).coordinate).startswith(notes)
        assert prompt_of(page, page.cell(row, 6).coordinate) == evidence[:250]


def test_a_question_goes_on_behind_a_break_under_its_id_and_whole_beside_its_guidance(
    everything: Workbook,
) -> None:
    goes_on = 0
    for sheet in {sheet for sheet, _, _ in items(everything).values()}:
        page = everything[sheet]
        rows = {row: ident for ident, (name, row, _) in items(everything).items() if name == sheet}
        for first in (one.id + 1 for one in page.row_breaks.brk):
            across = [a for a in page.merged_cells.ranges if a.min_row < first <= a.max_row]
            assert across == []
            if "." in rows.get(first, ""):
                goes_on += 1
                assert rows[first].split(".")[0] in page.cell(first, 1).number_format
                assert rows[first - 2].split(".")[0] == rows[first].split(".")[0]
                assert not str(page.cell(first, 2).value).startswith("うち")
    assert goes_on


def test_domains_that_share_a_sheet_each_say_what_they_are_about(everything: Workbook) -> None:
    (name,) = [one for one in everything.sheetnames if one.startswith("SEL、")]
    page = everything[name]
    texts = "\n".join(str(row[1].value) for row in page.iter_rows())
    for domain in checklist().domains:
        assert (domain.intro.ja in texts) == (domain.id in page.title)


#: Half-width signs that fit across a page at ten points: in the unit of Meiryo UI, and in that of Arial.
ACROSS = {"ja": 126, "en": 143}
#: What is left of that on an upright page, with the same margins.
UPRIGHT = (595 - 36) / (842 - 36)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("depth", list(Depth))
def test_no_sheet_is_printed_below_nine_points(language: str, depth: Depth) -> None:
    book = opened(form_of(depth, language, EVERYTHING))
    pages = [page for page in book.worksheets if page.sheet_state == "visible"]
    assert {sheet for sheet, _, _ in items(book).values()} < {page.title for page in pages}
    for page in pages:
        wide = sum(laid.width for laid in page.column_dimensions.values())
        room = ACROSS[language] * (UPRIGHT if page.page_setup.orientation == "portrait" else 1)
        printed = min(1.0, room * page.page_setup.fitToWidth / wide)
        sizes = {
            cell.font.size
            for row in page.iter_rows()
            for cell in row
            if cell.value and cell.number_format != ";;;"  # what nobody sees
        }
        assert min(sizes) * printed >= 9, (page.title, sizes, wide)
        assert not any(cell.alignment.shrink_to_fit for row in page.iter_rows() for cell in row)


def test_a_shorter_form_has_fewer_sheets() -> None:
    counts = []
    for depth in (Depth.SHORT, Depth.STANDARD, Depth.FULL):
        book = opened(form_of(depth, "ja", EVERYTHING))
        counts.append(len({sheet for sheet, _, _ in items(book).values()}))
    assert counts == [1, 3, 6]


def prompt_of(page: Worksheet, cell: str) -> str:
    """What is shown when a cell is chosen."""
    found = [rule.prompt for rule in page.data_validations.dataValidation if cell in rule.sqref]
    return str(found[0] or "") if found else ""


def test_the_party_is_asked_of_its_practice_and_the_client_of_the_clause(
    everything: Workbook,
) -> None:
    control, found = checklist().controls["CON-06"], items(everything)
    assert control.practice is not None
    sheet, row, digest = found["CON-06"]
    printed = str(everything[sheet].cell(row, 2).value)
    assert printed.endswith(control.practice.question.ja)
    assert digest == text_digest(printed)
    assert not any(control.question.ja in text for text in all_texts(everything))
    assert "CON-06.exports_outside_purpose" in found
    assert "CON-06.clause" not in found
    clauses = all_texts(opened(contracts(an_entrustment())))
    assert any(text.endswith(control.question.ja) for text in clauses)
    assert not any(control.practice.question.ja in text for text in clauses)


def test_a_clause_without_a_practice_is_nothing_to_ask_a_party(everything: Workbook) -> None:
    ids = {ident for ident in asked(everything) if ident.startswith("CON")}
    assert ids == {f"CON-{n:02}" for n in (2, 4, 6, 7, 9, 11, 12, 13, 15)}


def test_an_english_workbook_holds_no_japanese_but_the_names() -> None:
    book = opened(questionnaire(processor=SUB, kind=Duty.SUB_PROCESSOR, lang="en"))
    assert [text for text in all_texts(book) if JAPANESE.search(text)] == []


def test_a_japanese_workbook_holds_no_english_sentence(everything: Workbook) -> None:
    sentence = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")
    texts = all_texts(everything)
    assert [t for t in texts if sentence.search(t) and not JAPANESE.search(t)] == []


def test_it_prints_on_a4_with_its_heading_repeated_and_nothing_too_wide(
    everything: Workbook,
) -> None:
    book = everything
    for page in book.worksheets:
        if page.sheet_state == "visible":
            across = "portrait" if page is book.worksheets[0] else "landscape"
            assert (page.page_setup.orientation, page.page_setup.paperSize) == (across, 9)
            assert page.page_setup.fitToWidth == (2 if page.title == "再委託先一覧" else 1)
            assert page.sheet_properties.pageSetUpPr.fitToPage
    page = book[next(iter(items(book).values()))[0]]
    assert page.print_title_rows == "$4:$4"
    assert page.freeze_panes == "C5"


def test_the_cover_knows_what_the_client_filled_in_and_counts_by_formula(
    everything: Workbook,
) -> None:
    book = everything
    cover = book.worksheets[0]
    cells = {str(row[0].value): row[1] for row in cover.iter_rows(min_row=4, max_row=20)}
    assert cells["会社名"].value == "青葉データサービス株式会社"
    assert not cells["会社名"].protection.locked
    assert cells["委託元"].value == "ひかり通信販売株式会社"
    assert cells["点検回"].value == "2026Q4"
    assert cells["調査票の種類"].value == "委託先"
    assert all(cells[name].protection.locked for name in ("委託元", "点検回", "回答期限"))
    assert str(cells["所要時間の目安"].value).startswith("約")
    assert "秘" in str(cells["取扱区分"].value)
    assert {"問合せ先", "提出方法", "設問の範囲"} <= set(cells)
    formulas = [str(row[3].value) for row in cover.iter_rows(min_row=20)]
    sheets = {sheet for sheet, _, _ in items(book).values()}
    assert sum(text.startswith("=COUNTIFS(") for text in formulas) == len(sheets)
    together = checklist().depths.sheets(Depth.FULL)
    assert len(sheets) == len(checklist().domains) - sum(len(one) - 1 for one in together)
    assert {frozenset(one) for one in together} <= {frozenset(name.split("、")) for name in sheets}


@pytest.mark.parametrize(
    ("language", "parted", "around"),
    [("ja", "、", "（担当の例：|）"), ("en", ", ", r" \(for: |\)")],
)
@pytest.mark.parametrize("depth", [Depth.STANDARD, Depth.FULL])
def test_the_cover_says_of_each_sheet_what_it_asks_and_names_a_department_once(
    language: str, parted: str, around: str, depth: Depth
) -> None:
    book = opened(form_of(depth, language, EVERYTHING))
    rows = [row for row in book.worksheets[0].iter_rows(min_row=20) if row[0].hyperlink]
    assert len(rows) == len({sheet for sheet, _, _ in items(book).values()})
    named = [re.split(around, str(row[1].value)) for row in rows]
    assert all(len(parts) == 3 for parts in named)
    desks = [parts[1].split(parted) for parts in named]
    assert all(len(set(one)) == len(one) for one in desks)
    assert any(len(one) > 2 for one in desks)


def test_nothing_stands_beside_an_entry_of_the_cover(everything: Workbook) -> None:
    # A reader of forms takes the next thing to the right of a label for its value.
    cover = everything.worksheets[0]
    beside = [c.value for row in cover.iter_rows(min_row=4, max_row=19, min_col=3) for c in row]
    assert not any(beside)


def test_entry_tables_offer_a_page_of_rows_and_the_ids_that_are_asked(everything: Workbook) -> None:
    book = everything
    for name in ("sub_processors", "exceptions", "evidence"):
        sheet = layout().tables[name].sheet
        assert sheet is not None
        page = book[sheet.ja]
        headings = [cell.value for cell in page[3]]
        columns = [column for column in layout().tables[name].columns if column.name != "sha256"]
        assert headings == [column.heading.ja for column in columns]
        assert page.max_row == 21
        assert not page["A21"].protection.locked
    assert rule_of(book["例外一覧"], "A4") == f"list _lists!$A$1:$A${len(asked(book))}"
    assert sorted(str(cell.value) for cell in book["_lists"]["A"]) == sorted(asked(book))


def test_the_same_request_gives_the_same_bytes() -> None:
    first, second = questionnaire(processor=EVERYTHING), questionnaire(processor=EVERYTHING)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("risky", ["=1+1", "+81-3", "-", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_risky_name_is_written_as_text(risky: str) -> None:
    party = replace(a_processor(), name=risky)
    book = opened(questionnaire(processor=party, client=risky, controls=FEW))
    cover = book.worksheets[0]
    for place in ("B4", "B10"):
        assert (cover[place].value, cover[place].data_type) == (risky, "s")
        assert cover[place].quotePrefix


def test_control_characters_in_a_name_do_not_spoil_the_workbook() -> None:
    party = replace(a_processor(), name="Aoba\x00\x0b Data")
    book = opened(questionnaire(processor=party, controls=FEW))
    assert book.worksheets[0]["B4"].value == "Aoba Data"


def test_a_long_or_forbidden_domain_title_still_makes_a_sheet() -> None:
    given = checklist(FEW)
    title = Words(ja="長い名前" * 12, en="What: is/this [very] long * title of a domain?")
    domains = tuple(replace(domain, title=title) for domain in given.domains)
    made = questionnaire_book(
        checklist=replace(given, domains=domains),
        layout=layout(),
        kind=Duty.PROCESSOR,
        processor=EVERYTHING,
        client="Hikari",
        round_="2026Q4",
        due=None,
        translator=translator_for("en"),
    )
    names = load_workbook(io.BytesIO(made)).sheetnames
    assert "TEC What is this very long" in [" ".join(name.split()) for name in names]
    assert all(len(name) <= 31 for name in names)


FOLLOWS_WORDS = {"ja": "すべて「はい」は○", "en": "Tick the points"}


def printed_pages(book: Workbook) -> int:
    """Pages across and down, by the breaks that are set; a list fills one page of each width."""
    shown = [page for page in book.worksheets if page.sheet_state == "visible"]
    return sum(page.page_setup.fitToWidth * (len(page.row_breaks.brk) + 1) for page in shown)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_form_takes_no_more_pages_than_were_counted_in_print(language: str) -> None:
    party = a_processor(flags=("dispatch", "abroad", "cloud"))
    pages = {d: printed_pages(opened(form_of(d, language, party))) for d in Depth}
    assert pages[Depth.SHORT] <= 6
    assert pages[Depth.STANDARD] <= 21
    assert pages[Depth.FULL] <= 43


def test_a_table_of_the_instructions_stays_with_its_headings(everything: Workbook) -> None:
    guide = everything.worksheets[1]
    breaks = {one.id for one in guide.row_breaks.brk}
    assert breaks
    heads = [row[0].row for row in guide.iter_rows() if row[0].style.startswith("heading")]
    assert heads
    ends = [
        next(r for r in range(head, guide.max_row + 2) if not guide.cell(r, 1).value
             or guide.cell(r, 1).style == "subtitle")
        for head in heads
    ]  # fmt: skip
    assert not any(
        head <= cut < end - 1 for head, end in zip(heads, ends, strict=True) for cut in breaks
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_short_form_says_when_there_is_nothing_to_tick_and_what_kinds_of_evidence_are(
    language: str,
) -> None:
    book = opened(form_of(Depth.SHORT, language, a_processor()))
    sheet, row, _ = items(book)["INV-02"]
    beside = [str(c.value) for r in book[sheet].iter_rows(min_row=row, max_row=row + 2) for c in r]
    told = "\n".join(beside)
    assert "－" in told
    assert FOLLOWS_WORDS[language] in told
    guide = "\n".join(all_texts_of(book.worksheets[1]))
    assert {"ja": "「運用記録」は日付のある記録", "en": "a record of operation bears a date"}[
        language
    ] in guide


def all_texts_of(page: Worksheet) -> list[str]:
    return [str(c.value) for row in page.iter_rows() for c in row if isinstance(c.value, str)]
