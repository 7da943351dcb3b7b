"""Truth files: what a generator planted in made-up logs. No test sees them; only a replay does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from itakusaki.files.folding import fold
from itakusaki.model.errors import TruthFileError


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """An event that a test must find: values of its hit's columns, and the time it lies in.

    `parameters` are those without which it is not asked for. Where `must` is not set, a hit is no
    false alarm, but need not come.
    """

    event: str
    test: str
    values: Mapping[str, str]
    first_at: datetime | None
    last_at: datetime | None
    parameters: Mapping[str, Any]
    must: bool = True

    def is_met_by(self, hit: Mapping[str, Any]) -> bool:
        """Whether a hit (unmasked, by column) is this event."""
        for name, value in self.values.items():
            if name not in hit or _shown(hit[name]) != fold(value):
                return False
        return self._in_time(hit.get("at"))

    def _in_time(self, at: object) -> bool:
        if self.first_at is None or self.last_at is None or not isinstance(at, date):
            return True
        if isinstance(at, datetime):
            return self.first_at <= at <= self.last_at
        return self.first_at.date() <= at <= self.last_at.date()


def read_truth(path: Path) -> Sequence[Planted]:
    """The planted events of a truth file.

    Raises:
        TruthFileError: it is not of the form of one.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        return tuple(
            _planted(str(event["event"]), find)
            for event in document["events"]
            for find in event["finds"]
            if find["match"] or "from" in find
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TruthFileError(str(path)) from error


def _planted(event: str, find: Mapping[str, Any]) -> Planted:
    return Planted(
        event=event,
        test=str(find["test"]),
        values={str(name): str(value) for name, value in find["match"].items()},
        first_at=datetime.fromisoformat(find["from"]) if "from" in find else None,
        last_at=datetime.fromisoformat(find["to"]) if "to" in find else None,
        parameters=dict(find.get("parameters", {})),
        must=bool(find.get("must", True)),
    )


def _shown(value: object) -> str:
    return fold("" if value is None else str(value))
