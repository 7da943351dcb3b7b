"""The loader: YAML folders → the checklist in force, the policy and the cross-checks.

A workspace's own folder goes over the shipped one: a domain file there adds controls, or changes
single fields of shipped ones; scoring.yaml changes single settings; other files add entries or
replace them by their id. All mistakes are gathered and raised at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from itakusaki.catalogue.asked import controls_named, controls_of, only_asked, rules_without
from itakusaki.catalogue.build import (
    built_checklist,
    built_cross_checks,
    built_policy,
)
from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.catalogue.fill import filled
from itakusaki.catalogue.integrity import integrity_mistakes
from itakusaki.catalogue.overlay import in_order, refusal
from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.catalogue.reading import FILES, is_complete, read_checklists
from itakusaki.catalogue.rounds import RoundRules, built_round_rules
from itakusaki.catalogue.yaml_file import Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything the checklists folder says, held together."""

    checklist: Checklist
    policy: ScoringPolicy
    cross_checks: tuple[CrossCheck, ...]
    rounds: RoundRules


def load_catalogue(
    shipped: Path, own: Path | None = None, *, asked: Sequence[str] = ()
) -> Catalogue:
    """Read the shipped checklists and, over them, a workspace's own.

    `asked` are the controls in force, by id or span of ids ("TEC-01..TEC-17"); none named: all.

    Raises:
        CatalogueError: with every mistake found, by file and line.
        UnknownControlsError: `asked` names what no control is called.
    """
    catalogue, mistakes = read_catalogue(shipped, own, asked=asked)
    if catalogue is None:
        raise refusal(mistakes)
    return catalogue


def read_catalogue(
    shipped: Path,
    own: Path | None = None,
    *,
    thorough: bool = False,
    figures: AbstractSet[str] | None = None,
    asked: Sequence[str] = (),
) -> tuple[Catalogue | None, tuple[Mistake, ...]]:
    """Read the checklists, or say everything that is wrong with them.

    The shipped files were checked before they were shipped; `thorough` checks them again.
    `figures` are those of the control tests, where cross-checks that name them are to be checked too.
    """
    folders = (shipped,) if own is None else (shipped, own)
    overlay = read_checklists(*folders, thorough=thorough)
    mistakes = list(overlay.mistakes)
    if is_complete(overlay):
        mistakes += integrity_mistakes(overlay, figures)
    if mistakes or not is_complete(overlay):
        return None, in_order(mistakes)
    files = {name: document.content for name, document in overlay.documents.items()}
    return _catalogue(files, asked), ()


def _catalogue(files: Mapping[str, Any], named: Sequence[str]) -> Catalogue:
    policy = built_policy(files["scoring.yaml"])
    known = controls_of(files)
    asked = controls_named(known, named) if named else frozenset(known)
    not_asked = tuple(control for control in known if control not in asked)
    merged = filled(only_asked(files, asked), policy)
    return Catalogue(
        checklist=built_checklist(merged, version=_version(merged), not_asked=not_asked),
        policy=policy,
        cross_checks=rules_without(
            built_cross_checks(merged["cross_checks.yaml"]), frozenset(not_asked)
        ),
        rounds=built_round_rules(merged["rounds.yaml"]),
    )


def _version(merged: Mapping[str, Any]) -> str:
    """What was asked, in short: changes with any control, not with rules or sources."""
    domains = {name: data for name, data in merged.items() if name not in FILES}
    text = json.dumps(domains, sort_keys=True, ensure_ascii=False)
    return f"{merged['scoring.yaml']['version']}+{hashlib.sha256(text.encode()).hexdigest()[:8]}"
