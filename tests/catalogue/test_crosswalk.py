"""Lists of other frameworks are what they were when they were mapped; a revision is met here first."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
import yaml

from itakusaki.settings import data_folder
from support.cases import catalogue

DATA = yaml.safe_load((data_folder("checklists") / "crosswalk.yaml").read_text(encoding="utf-8"))
FRAMEWORKS: dict[str, dict[str, Any]] = DATA["frameworks"]
CONTROLS = catalogue().checklist.controls
#: Numbers of the SCS requirements, chapter by chapter; those of ★4 apart.
SCS_3 = [
    "1-2-1", "1-2-3", "1-3-1", "2-1-1", "2-1-2", "2-1-4", "3-1-1", "3-1-2", "3-1-3", "3-1-4",
    "4-1-1", "4-1-2", "4-1-3", "4-1-4", "4-1-5", "4-1-6", "4-1-7", "4-2-2", "4-3-4", "4-4-1",
    "4-4-4", "4-4-5", "4-5-1", "5-1-1", "6-1-1", "7-1-1",
]  # fmt: skip
SCS_4 = [
    "1-1-1", "1-2-2", "1-4-1", "2-1-3", "2-1-5", "3-1-5", "3-2-1", "4-1-8", "4-1-9", "4-2-1",
    "4-3-1", "4-3-2", "4-3-3", "4-4-2", "4-4-3", "5-1-2", "5-2-1",
]  # fmt: skip

#: What is cited of the lists, by number: a revision has to be read, not only renumbered in the data.
ISO_27001 = [
    "A.5.2", "A.5.3", "A.5.5", "A.5.9", "A.5.11", "A.5.15", "A.5.16", "A.5.17", "A.5.18",
    "A.5.19", "A.5.20", "A.5.21", "A.5.22", "A.5.23", "A.5.24", "A.5.25", "A.5.26", "A.5.27",
    "A.5.28", "A.5.33", "A.5.34", "A.5.35", "A.5.36", "A.6.2", "A.6.3", "A.6.6", "A.6.7",
    "A.6.8", "A.7.1", "A.7.2", "A.7.3", "A.7.4", "A.7.6", "A.7.10", "A.7.14", "A.8.1", "A.8.2",
    "A.8.3", "A.8.5", "A.8.10", "A.8.11", "A.8.12", "A.8.15", "A.8.16", "A.8.17", "A.8.18",
    "A.8.20", "A.8.21", "A.8.22", "9.2",
]  # fmt: skip
PRIVACY_MARK = [
    "9.2", "A.1", "A.10", "A.11", "A.12", "A.13", "C.12", "J.3.1.1", "J.4", "J.6.2", "J.9.2",
    "J.9.3", "J.9.4", "J.9.4(c)", "J.9.4(d)", "J.9.4(e)", "J.9.4(g)",
]  # fmt: skip


def test_the_scs_requirements_are_the_43_that_were_mapped() -> None:
    levels = {one["id"]: one["level"] for one in FRAMEWORKS["scs"]["requirements"]}
    assert levels == {**dict.fromkeys(SCS_3, "★3"), **dict.fromkeys(SCS_4, "★4")}
    assert (len(SCS_3), len(SCS_4)) == (26, 17)


def test_levels_are_as_many_as_the_revision_that_is_pinned_has() -> None:
    pinned = FRAMEWORKS["scs"]["pinned"]
    assert pinned["revision"] == "2026-04-21"
    found = Counter(one["level"] for one in FRAMEWORKS["scs"]["requirements"])
    assert dict(found) == pinned["counts"] == {"★3": 26, "★4": 17}


def test_iso_numbers_lie_within_the_list_of_93_that_was_seen() -> None:
    counts = FRAMEWORKS["iso27001_2022"]["pinned"]["counts"]
    assert counts == {"A.5": 37, "A.6": 8, "A.7": 14, "A.8": 34}
    assert sum(counts.values()) == 93
    cited = {ref for row in DATA["rows"] for ref in row["refs"].get("iso27001_2022", ())}
    for ref in cited:
        group, _, number = ref.rpartition(".")
        assert ref == "9.2" or 1 <= int(number) <= counts[group], ref
    assert cited == set(ISO_27001)


def test_privacy_mark_numbers_are_those_that_are_pinned() -> None:
    cited = {ref for row in DATA["rows"] for ref in row["refs"].get("jis_q_15001_2023", ())}
    assert cited == set(FRAMEWORKS["jis_q_15001_2023"]["pinned"]["ids"]) == set(PRIVACY_MARK)
    assert FRAMEWORKS["jis_q_15001_2023"]["pinned"]["revision"] == "2023-12-25"


@pytest.mark.parametrize("name", ["ismap", "pci_dss", "soc2"])
def test_a_list_that_was_not_read_is_a_name_and_nothing_is_mapped_to_it(name: str) -> None:
    framework = FRAMEWORKS[name]
    assert framework["named_only"] is True
    assert "requirements" not in framework
    assert "要確認" in framework["note"]["ja"]
    assert "to be verified" in framework["note"]["en"]
    assert not any(name in row["refs"] for row in DATA["rows"])


def test_requirements_name_controls_that_there_are_and_ids_stand_once() -> None:
    requirements = FRAMEWORKS["scs"]["requirements"]
    assert len({one["id"] for one in requirements}) == len(requirements)
    assert {name for one in requirements for name in one["controls"]} <= set(CONTROLS)
    assert all(re.fullmatch(r"[1-7](-[0-9]){2}", one["id"]) for one in requirements)


@pytest.mark.parametrize("control", ["TEC-20", "TEC-21", "PHY-10"])
def test_new_topics_of_the_scheme_have_a_control(control: str) -> None:
    named = {name for one in FRAMEWORKS["scs"]["requirements"] for name in one["controls"]}
    assert control in named
