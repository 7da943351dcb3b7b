"""Round rules: tiers from the gravest down, single ones changed by a workspace's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.audit.lint import lint
from itakusaki.language import translator_for
from itakusaki.model.errors import CatalogueError
from itakusaki.wiring import shipped_rules


def own(tmp_path: Path, text: str) -> Path:
    (tmp_path / "rounds.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_graver_tiers_are_looked_at_more_often_and_the_last_takes_everybody() -> None:
    tiers = shipped_rules().rounds.tiers
    assert [tier.id for tier in tiers] == ["high", "middle", "low"]
    cycles = [tier.cycle_months for tier in tiers]
    assert cycles == sorted(cycles)
    assert cycles[-1] <= 12
    last = tiers[-1]
    assert (last.flags, last.persons, last.has_tiers_below) == (frozenset(), None, False)


def test_work_for_public_bodies_is_inspected_at_least_yearly() -> None:
    rules = shipped_rules().rounds
    assert "public" in rules.on_site_flags
    assert rules.on_site_months <= 12


def test_a_workspace_changes_single_settings_and_fields_of_a_tier(tmp_path: Path) -> None:
    text = "keep_months: 84\ntiers:\n  - {id: high, persons: 50000}\n"
    rules = shipped_rules(own(tmp_path, text)).rounds
    high = rules.tiers[0]
    assert (rules.keep_months, high.id, high.persons, high.cycle_months) == (84, "high", 50_000, 3)
    assert len(rules.tiers) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("keep_months: 0\n", "rounds.yaml, line 1: keep_months"),
        ("tiers:\n  - {id: high, cycle_months: often}\n", "cycle_months"),
        ("keep_mnths: 12\n", "keep_mnths"),
    ],
)
def test_a_mistake_is_named_by_file_and_line(tmp_path: Path, text: str, says: str) -> None:
    rules = shipped_rules(own(tmp_path, text))
    with pytest.raises(CatalogueError):
        _ = rules.rounds
    translator = translator_for("en")
    assert any(says in translator.say(one) for one in lint(rules))
