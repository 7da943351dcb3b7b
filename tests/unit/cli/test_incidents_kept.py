"""Incidents of a workspace: sheets in its folder, told in the round's report and status, recorded by the store."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from itakusaki.audit.incidents import found_incidents, told_incidents
from itakusaki.wiring import open_workspace
from support.cli import itakusaki
from support.databases import KeptIn
from support.inquiries import SOUND
from support.small_round import audited, make_space, store_of

SHEET = """
subject: 会員への不審な電話
told_openly: {openly}
data_kind: database
sensitive: yes
leak: suspected
parties:
  - {{name: みなと生活, role: client, sector: private}}
  - {{name: {party}, role: processor, client: みなと生活, happened_here: yes}}
knowing:
  - {{party: {party}, department: 窓口, at: 2026-11-20 18:40}}
acts:
  - {{party: {party}, what: notice_to_client, at: 2026-11-21}}
"""
OPEN, CLOSED = "2026-11_窓口", "2026-12_社内"


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory, kept_in: KeptIn) -> Iterator[Path]:
    """A workspace with an incident that may be told, one that may not, and an answer to an inquiry."""
    root = kept_in(make_space(tmp_path_factory.mktemp("incidents") / "space"))
    folder = root / "incidents"
    (folder / OPEN).mkdir(parents=True)
    sheet = SHEET.format(openly="yes", party="青葉データサービス株式会社")
    (folder / f"{OPEN}.yaml").write_text(sheet, encoding="utf-8")
    hidden = SHEET.format(openly="", party="つばめシステム株式会社")
    (folder / f"{CLOSED}.yaml").write_text(hidden, encoding="utf-8")
    (folder / f"{CLOSED}.md").write_text("no sheet", encoding="utf-8")
    (folder / OPEN / "preliminary.html").write_text("draft", encoding="utf-8")
    shutil.copy(SOUND, folder / OPEN / "回答.xlsx")
    store_of(root, make=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("itakusaki.audit.assess.check", lambda *_, **__: ())
        yield root


def listed(space: Path, *more: str) -> dict[str, Any]:
    said = itakusaki("breach", "incidents", space, "--json", "--on", "2026-12-31", *more)
    assert said.code == 1, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_what_may_be_told_is_told_and_the_rest_is_counted(space: Path) -> None:
    found = listed(space)
    (one,) = found["incidents"]
    assert (one["name"], one["known_on"]) == (OPEN, "2026-11-20")
    assert [p["tier"] for p in one["parties"]] == [0, 1]
    assert any("Final report: overdue by" in r["says"] for r in one["remarks"])
    assert (found["closed"], found["closed_waiting"]) == (1, 1)
    assert {i["name"] for i in listed(space, "--sealed")["incidents"]} == {OPEN, CLOSED}
    text = itakusaki("breach", "incidents", space, lang="ja").out
    assert "責任者だけに示す事案：1件" in text
    assert "つばめ" not in text
    assert "つばめ" in itakusaki("breach", "incidents", space, "--sealed", lang="ja").out


def test_an_audit_tells_of_them_and_records_them_by_digest(space: Path) -> None:
    audited(space, "--format", "md", "--format", "html")
    reports = space / "reports" / "2026Q4"
    data = json.loads((reports / "assessment.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in data["incidents"]["told"]] == [OPEN]
    for page in (reports / "index.md", reports / "index.html"):
        text = re.sub("<[^>]+>", "", page.read_text(encoding="utf-8"))
        assert f"Incident {OPEN} (" in text.replace("\\", "")
    told = "".join(path.read_text(encoding="utf-8") for path in reports.rglob("*.*"))
    assert CLOSED not in told
    assert "つばめ" not in told

    store = store_of(space)
    kept = {one.name: one for one in store.incidents()}
    assert len(kept[OPEN].inquiries) == 1
    assert [file.path for file in kept[OPEN].files] == [f"incidents/{OPEN}/preliminary.html"]
    assert kept[CLOSED].incident is None  # digests alone
    entries = len(store.entries())
    audited(space)
    assert len(store.entries()) == entries
    assert store.verify().fault is None
    assert "incidents recorded in round 2026Q4" in itakusaki("journal", "show", space).out


def test_the_status_of_a_round_says_what_is_late(space: Path) -> None:
    itakusaki("round", "open", "2026Q4", space)
    said = itakusaki("round", "status", space, "--on", "2026-12-31").out
    assert f"Incident {OPEN} (" in said
    assert "told to the person responsible only: 1" in said.replace("\n", " ")
    assert CLOSED not in said
    plain = json.loads(itakusaki("round", "status", space, "--on", "2026-12-31", "--json").out)
    assert plain["incidents"]["closed"] == 1


def test_a_sheet_that_is_gone_is_remembered_and_one_with_a_mistake_is_named(space: Path) -> None:
    audited(space)
    sheet = space / "incidents" / f"{OPEN}.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text + "foo: bar\n", encoding="utf-8")
    found = listed(space)
    assert found["incidents"] == []
    assert found["unread"] == ["Mistakes that keep fact sheets of incidents from being read: 1"]
    assert "unknown key foo" in listed(space, "--sealed")["unread"][0]
    sheet.unlink()
    shutil.move(space / "incidents" / OPEN, space / "aside")
    (one,) = listed(space)["incidents"]
    assert (one["name"], one["gone"]) == (OPEN, True)
    shutil.move(space / "aside", space / "incidents" / OPEN)
    sheet.write_text(text, encoding="utf-8")


def test_nothing_of_an_incident_is_told_at_a_party_with_a_sealed_matter(space: Path) -> None:
    setup = open_workspace(space)
    found, day = found_incidents(setup), setup.workspace.as_of
    told = told_incidents(setup, found, day, sealed=["青葉データサービス株式会社"])
    assert (told.standings, told.closed) == ((), 2)


def test_a_workspace_without_incidents_says_where_they_belong(tmp_path: Path) -> None:
    argv = ("--client", "みなと生活", "--round", "2026Q4", "--as-of", "2026-12-31")
    itakusaki("init", tmp_path / "w", *argv)
    said = itakusaki("breach", "incidents", tmp_path / "w")
    assert said.code == 0
    assert "fact sheets of incidents belong into" in said.out.replace("\n", " ")
