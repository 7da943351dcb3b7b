"""Every kind of page is held against WCAG 2.2 AA by axe-core in a headless browser, and fits a narrow one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.findings import findings_of
from itakusaki.model.depth import Depth
from itakusaki.model.record import Scalar
from itakusaki.report import Edition, reports
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from itakusaki.settings import data_folder
from itakusaki.validate import check, load_suites
from support.assessments import CHECKLIST, POLICY, both, every_rating
from support.document_texts import CONCERNED, defaults
from support.examinations import examined
from support.published import published, sample
from support.tables import build_table

if TYPE_CHECKING:
    from playwright.sync_api import Page

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine"),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
REPORTS = ("index.{}.html", "processors/P02.{}.html", "client.{}.html")
#: In CSS pixels, the least width that WCAG 2.2 asks a page to fit (1.4.10).
WIDE, NARROW = 1280, 320


@cache
def pages(language: str) -> Mapping[str, bytes]:
    """A page of each kind: reports, the section on logs, the sealed page, documents."""
    found = {name: sample()[name] for name in (one.format(language) for one in REPORTS)}
    logs = published(examined(), formats=("html",))
    found["logs"] = logs[f"processors/P02.{language}.html"]
    found |= {f"sealed/{file.name}": file.content for file in sealed(language)}
    # Documents differ between languages in their words alone, which no rule looks at: one is enough.
    for kind, party in CONCERNED.items() if language == "en" else ():
        document = defaults(language)[kind, party]
        found[kind] = DOCUMENT_WRITERS["html"](document.front, document.text, None).content
    return found


def sealed(language: str) -> Sequence[object]:
    story = Suspicion(
        processor="P02",
        source="X-14/log/t",
        title=both("題", "Title"),
        says=(both("話の内容です。", "What it tells."),),
        basis=(),
    )
    run, edition = every_rating(), Edition(formats=("html",), languages=(language,))
    return reports(run, findings_of(run, CHECKLIST), CHECKLIST, POLICY, edition, (story,))


def data_docs(folder: Path) -> Mapping[str, bytes]:
    """The index of Data Docs, and the page of a ledger with mistakes of many kinds."""
    suites = [
        one for one in load_suites(data_folder("checklists") / "suites") if one.table == "ledger"
    ]
    rows: list[dict[str, Scalar]] = [
        {"contract": "K-1", "name": "架空データ株式会社", "tier": 0.0, "persons": -1.0},
        {"contract": "K-1", "name": "架空データ株式会社", "tier": 1.5, "corporate_number": "7"},
    ]
    assert check([build_table("ledger", rows)], suites, data_docs=folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser.new_context(bypass_csp=True).new_page()
        browser.close()


def violations(page: Page, content: str) -> list[str]:
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.set_content(content)
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
    found = axe.Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def reach(page: Page) -> int:
    """How far a narrow page reaches to the right."""
    page.set_viewport_size({"width": NARROW, "height": 900})
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_violates_wcag(page: Page, language: str) -> None:
    faults: dict[str, list[str]] = {}
    for name, content in pages(language).items():
        found = violations(page, content.decode())
        if reach(page) > NARROW:
            found.append(f"reaches to {reach(page)}")
        if found:
            faults[name] = found
    assert faults == {}


def test_no_page_of_data_docs_violates_wcag(page: Page, tmp_path: Path) -> None:
    made = data_docs(tmp_path)
    assert set(made) == {"index.html", "ledger.html"}
    for name, content in made.items():
        assert violations(page, content.decode()) == [], name
        assert reach(page) <= NARROW, name


def test_no_kind_of_page_is_left_out() -> None:
    made = pages("en")
    assert {*CONCERNED, "logs", *(name.format("en") for name in REPORTS)} < set(made)
    assert any(name.startswith("sealed/") for name in made)


def test_a_fault_is_found(page: Page) -> None:
    broken = sample()["index.en.html"].decode().replace('<html lang="en"', "<html", 1)
    assert any(fault.startswith("html-has-lang") for fault in violations(page, broken))


@pytest.mark.parametrize("kind", ["director-report", "self-inspection", "portfolio-report"])
def test_no_head_of_a_document_runs_into_the_next(page: Page, kind: str) -> None:
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.set_content(pages("en")[kind].decode())
    wide = "[...document.querySelectorAll('th')].filter(one => one.scrollWidth > one.clientWidth)"
    assert page.evaluate("document.querySelectorAll('th').length") > 0
    assert page.evaluate(f"{wide}.map(one => one.textContent)") == []


def test_heads_of_a_supervision_report_stay_within_their_columns_in_japanese(page: Page) -> None:
    document = defaults("ja")["supervision", ""]
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.set_content(DOCUMENT_WRITERS["html"](document.front, document.text, None).content.decode())
    wide = "[...document.querySelectorAll('th')].filter(one => one.scrollWidth > one.clientWidth)"
    assert "未了の対応事項" in page.inner_text("main")
    assert page.evaluate(f"{wide}.map(one => one.textContent)") == []


def shown(page: Page) -> list[str]:
    """The first cell of each row of the table of ratings that can be seen."""
    rows = page.locator("table[data-search] tbody tr")
    seen = [rows.nth(at) for at in range(rows.count()) if rows.nth(at).is_visible()]
    return [row.locator("th").first.inner_text().split("\n")[0] for row in seen]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_index_is_searched_filtered_and_sorted_with_depths_apart(
    page: Page, width: int
) -> None:
    run = every_rating()
    short = replace(run.results[-1], depth=Depth.SHORT)
    mixed = replace(run, results=(*run.results[:-1], short))
    found = reports(
        mixed,
        findings_of(mixed, CHECKLIST),
        CHECKLIST,
        POLICY,
        Edition(formats=("html",), languages=("en",)),
    )
    (index,) = [file.content for file in found if file.name.startswith("index")]
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(index.decode())
    every = shown(page)
    assert every[0] == "full form"
    assert every[-2:] == ["short form", short.processor.name]
    page.fill("input[type=search]", short.processor.name)
    assert shown(page) == ["short form", short.processor.name]
    page.fill("input[type=search]", "")
    page.select_option("select", index=1)
    assert 1 < len(shown(page)) < len(every)
    page.select_option("select", index=0)
    if width == WIDE:
        page.locator("table[data-search] thead button").first.click()
        names = every[1:-2]
        assert shown(page) == ["full form", *sorted(names), "short form", short.processor.name]
