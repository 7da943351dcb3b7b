"""A replay tells the quarter of the first true hit, what was missed, and the false alarms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from itakusaki.audit.planted_events import read_truth
from itakusaki.audit.replay import replay
from itakusaki.audit.rules import Rules
from itakusaki.audit.run_options import RunOptions
from itakusaki.intake.evidence_files import folder_files
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.model.errors import TruthFileError
from itakusaki.model.evidence import Submission
from itakusaki.model.replay import Replay
from itakusaki.report.replay_picture import replay_page, replay_svg
from itakusaki.wiring import shipped_rules
from support.exports_folder import exports_folder

pytestmark = pytest.mark.slow  # exports are read and tested by an engine


@pytest.fixture(scope="module")
def rules() -> Rules:
    return shipped_rules()


@pytest.fixture(scope="module")
def submission(tmp_path_factory: pytest.TempPathFactory) -> Submission:
    folder = exports_folder(tmp_path_factory.mktemp("exports"))
    files, _ = folder_files(folder, "P02")
    return Submission(processor="P02", files=files, root=folder)


def _truth(folder: Path, *finds: dict[str, Any]) -> Path:
    path = folder / "truth.json"
    events = [{"event": f"E{n}", "finds": [find]} for n, find in enumerate(finds, start=1)]
    path.write_text(json.dumps({"events": events}), encoding="utf-8")
    return path


def _find(test: str, day: str, **match: str) -> dict[str, Any]:
    return {"test": test, "match": match, "from": f"{day}T00:00:00", "to": f"{day}T23:59:59"}


def _replay(
    submission: Submission, rules: Rules, tests: Sequence[str], truth: Path | None = None
) -> Replay:
    options = RunOptions(only=tuple(tests))
    planted = read_truth(truth) if truth else None
    found = replay(submission, rules, options, planted, lambda _quarter: None)
    assert found is not None
    return found


def test_each_hit_counts_in_the_quarter_in_which_it_first_shows(
    submission: Submission, rules: Rules
) -> None:
    found = _replay(submission, rules, ["account-overlap", "download-volume"])
    assert [quarter.name for quarter in found.quarters] == ["2026Q3", "2026Q4"]
    overlap = next(test for test in found.tests if test.test == "account-overlap")
    assert [count.hits for count in overlap.counts] == [1, 1]
    assert overlap.first_seen == 0
    assert not found.judged
    absent = next(test for test in found.tests if test.test == "download-volume")
    assert not absent.carried_out
    assert len(absent.counts) == len(found.quarters)
    assert absent.first_seen is None


def test_planted_events_are_told_from_false_alarms_and_missed_ones(
    submission: Submission, rules: Rules, tmp_path: Path
) -> None:
    truth = _truth(
        tmp_path,
        _find("account-overlap", "2026-10-05", account="ＫＡＮＲＩ-adm"),
        _find("account-overlap", "2026-10-06", account="kanri-adm"),
        _find("account-overlap", "2026-07-01", account="somebody-else"),
    )
    (overlap,) = _replay(submission, rules, ["account-overlap"], truth).tests
    assert [(c.hits, c.found, c.false) for c in overlap.counts] == [(1, 0, 1), (1, 1, 0)]
    assert overlap.first_seen == 1
    assert overlap.planted == 3
    assert overlap.missed == ("E2", "E3")
    assert overlap.false_alarms == 1


def test_what_is_only_found_with_other_settings_is_not_asked_for(
    submission: Submission, rules: Rules, tmp_path: Path
) -> None:
    find = _find("account-overlap", "2026-07-01") | {"parameters": {"margin_minutes": 999}}
    (overlap,) = _replay(submission, rules, ["account-overlap"], _truth(tmp_path, find)).tests
    assert overlap.planted == 0


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"events": [{}]}', '{"events": [{"event": 1, "finds": [1]}]}']
)
def test_what_is_no_truth_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "truth.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TruthFileError):
        read_truth(path)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_picture_is_well_formed_and_in_one_language(
    submission: Submission, rules: Rules, tmp_path: Path, code: str
) -> None:
    truth = _truth(tmp_path, _find("account-overlap", "2026-07-01"))
    found = _replay(submission, rules, ["account-overlap", "log-cleared"], truth)
    picture = replay_svg(found, translator_for(code))
    root = ET.fromstring(picture)  # noqa: S314 - our own picture
    shown = [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]
    title = rules.evidence.tests["account-overlap"].title
    assert any(translator_for(code).pick(title)[:6] in text for text in shown)
    japanese = any("ぁ" <= letter <= "鿿" for text in shown for letter in text)
    assert japanese is (code == "ja")
    assert picture in replay_page(found, translator_for(code))
    assert replay_svg(found, translator_for(code)) == picture
