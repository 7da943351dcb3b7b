"""Data: triage and clock as plain values for JSON; ids and dates, and the sentences in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from itakusaki.breach.clock import Due, PartyClock
from itakusaki.breach.triage import PartyTriage, StepTaken
from itakusaki.catalogue.checklist import Basis
from itakusaki.model.incident import Incident


def clock_data(incident: Incident, clocks: Sequence[PartyClock]) -> Mapping[str, Any]:
    """The clock of an incident."""
    return {
        "subject": incident.subject,
        "as_of": str(incident.as_of),
        "parties": [
            {
                "party": one.party,
                "outcome": one.outcome,
                "knew": str(one.known_at) if one.known_at else None,
                "freed_by_notice": one.freed,
                "due": list(map(_due, one.dues)),
            }
            for one in clocks
        ],
    }


def _due(due: Due) -> Mapping[str, Any]:
    return {
        "what": due.kind.value,
        "day_1": due.start.isoformat(),
        "first": due.first.isoformat(),
        "last": due.last.isoformat(),
        "days": due.days,
        "counted_last": due.counted_last.isoformat(),
        "moved_past": {day.isoformat(): why.value for day, why in due.passed},
        "holidays_computed": due.is_computed,
        "is_guide": due.is_guide,
        "if_no_3_applies": due.alternative.isoformat() if due.alternative else None,
        "done": str(due.at) if due.at else None,
        "items": list(due.items),
        "day_number": due.day_number,
        "standing": due.standing.value,
        "late_by": due.late_by,
    }


def triage_data(incident: Incident, triaged: Sequence[PartyTriage]) -> Mapping[str, Any]:
    """The triage of an incident, by ids of steps and facts."""
    return {
        "subject": incident.subject,
        "as_of": str(incident.as_of),
        "parties": [
            {
                "party": one.party.name,
                "law_of": one.law_day.isoformat(),
                "outcome": one.outcome,
                "steps": list(map(_step, one.steps)),
                "questions": list(one.questions),
                "changes": [
                    {"fact": change.fact, "value": change.value, "outcome": change.outcome}
                    for change in one.changes
                ],
                "notes": [note.id for note in one.notes],
            }
            for one in triaged
        ],
    }


def _step(taken: StepTaken) -> Mapping[str, Any]:
    return {
        "step": taken.step.id,
        "result": taken.case.result,
        "used": dict(taken.used),
        "basis": list(map(_basis, taken.step.basis)),
    }


def _basis(basis: Basis) -> Mapping[str, Any]:
    place = f"Art. {basis.article}" if basis.article else basis.section
    return {"instrument": basis.instrument, "place": place, "tag": basis.tag}
