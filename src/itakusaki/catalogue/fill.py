"""Filling: figures of the policy put into the texts of controls, so that each stands in one place only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from itakusaki.catalogue.policy import ScoringPolicy

#: Settings that a control's text may name as {setting}.
SETTINGS: Final = ("notice_hours_limit",)


def filled(files: Mapping[str, Any], policy: ScoringPolicy) -> dict[str, Any]:
    """The files with the policy's figures in the texts of their controls."""
    blanks = {f"{{{name}}}": str(getattr(policy, name)) for name in SETTINGS}
    return {
        name: {**data, "controls": _filled(data["controls"], blanks)}
        if "controls" in data
        else data
        for name, data in files.items()
    }


def _filled(node: Any, blanks: Mapping[str, str]) -> Any:  # noqa: ANN401 - YAML may hold anything
    if isinstance(node, dict):
        return {key: _filled(value, blanks) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(entry, blanks) for entry in node]
    if not isinstance(node, str):
        return node
    for blank, figure in blanks.items():
        node = node.replace(blank, figure)
    return node
