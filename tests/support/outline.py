"""An assessment's JSON in outline: every outcome of a large round, without what other tests hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Entry = Mapping[str, Any]
#: Words of the checklists and of the program, the same in every round; what a shorter name tells.
LEFT_OUT = (
    # What a round leaves out follows from its settings: a control that is new is none of its outcomes.
    *("not_asked",),
    *("words", "policy", "versions", "title", "innocent", "next", "columns", "label", "parameters"),
    *("cells", "sha256", "size", "checks", "required_state"),
)
#: How far evidence was looked at, behind its grade: 3c is a record whose form a machine checked.
STATES = {
    "claimed": "",
    "delivered": "d",
    "checked": "c",
    "confirmed": "a",
    "re_performed": "r",
    "sealed": "s",
}
#: What a finding says that its id and its control, which stands in the same file, say already.
OF_ITS_CONTROL = ("side", "control", "kind", "verdict", "severity", "weight", "knock_out")
#: Outcomes and verdicts that speak against nobody, or need no more explanation.
QUIET = {"consistent", "cannot_compare", "incomplete", "met", "exempt", "unanswered", "not_asked"}


def outline(value: Any) -> Any:
    """Places as text, English for both languages, a line for what is quiet, and nothing empty."""
    if isinstance(value, list):
        return [outline(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"ja", "en"}:
        return value["en"]
    if set(value) == {"file", "sheet", "cell"}:
        return "{file} [{sheet}!{cell}]".format(**value) if value["sheet"] else value["file"]
    return _commitment(value) if "whom" in value else _entry(value)


def _notice(path: Entry) -> str:
    steps = ", ".join(
        f"{step['teller']} {step['hours'] or step['words']}" for step in path["steps"]
    )
    example = path["example"]
    arrivals = example["arrivals"][-1:] if example else []
    return f"{path['contract']}: {steps} = {path['hours']}; {', '.join(arrivals)}"


def _commitment(promised: Entry) -> str:
    says = "; ".join(one["en"] for one in promised["says"])
    told = f"{promised['kind']} {promised['processor'] or '-'} due {promised['due']}"
    return f"{promised['number']} {told}: {promised['state']} ({says})"


def _entry(value: Entry) -> Any:
    if "teller" in str(value.get("steps", "")):
        return _notice(value)
    for mark, outcome, told in SHORT:
        if mark in value and value[outcome] in QUIET:
            return told(value)
    again = OF_ITS_CONTROL if "blocking" in value and value["control"] else ()
    kept = {
        name: outline(entry)
        for name, entry in value.items()
        if name not in LEFT_OUT and name not in again
    }
    if kept.get("stale_decision") is False:  # hardly ever true
        del kept["stale_decision"]
    if kept.get("settled") is True:  # what is not says so
        del kept["settled"]
    if "state" in kept and "grade" in kept:
        kept["grade"] = f"{kept['grade']}{STATES[kept.pop('state')]}"
        if str(kept["claimed"]) == kept["grade"][:1]:
            del kept["claimed"]
    return {name: entry for name, entry in kept.items() if entry not in ("", None, [], {})}


def _judgement(judgement: Entry) -> str:
    contract = f"{judgement['contract']}: " if judgement["contract"] else ""
    return (
        f"{contract}{judgement['verdict']}, grade {judgement['grade']}{STATES[judgement['state']]}"
    )


def _control(control: Entry) -> str:
    told = "; ".join(_judgement(judgement) for judgement in control["judgements"])
    return f"{control['control']} {control['side']}: {control['verdict']} ({told})"


#: What tells an entry's kind, what holds its outcome, and how such an entry is told in a line.
SHORT: tuple[tuple[str, str, Callable[[Entry], str]], ...] = (
    ("operands", "outcome", lambda comparison: f"{comparison['id']}: {comparison['outcome']}"),
    ("hits", "outcome", lambda test: f"{test['test']}: {test['outcome']}"),
    ("claimed", "verdict", _judgement),
    ("required_grade", "verdict", _control),
)
