"""Truth: what was planted, and which test must find it by which values. No test ever reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Span = tuple[datetime, datetime]


@dataclass(slots=True, kw_only=True)
class Planted:
    """Something amiss."""

    what: str
    note: str
    span: Span | None
    finds: list[dict[str, Any]] = field(default_factory=list)

    def found_by(
        self,
        test: str,
        span: Span | None,
        *,
        parameters: dict[str, Any] | None = None,
        figures: dict[str, Any] | None = None,
        **values: str,
    ) -> None:
        """A test that must have a hit with these values, its time within the span."""
        told: dict[str, Any] = {"test": test, "match": values}
        if span:
            told |= {"from": span[0].isoformat(), "to": span[1].isoformat()}
        if parameters:
            told["parameters"] = parameters
        if figures:
            told["figures"] = figures
        self.finds.append(told)

    def may_show(self, tests: Sequence[str], span: Span, **values: str) -> None:
        """Tests that show it or not, as it falls; where they do it is no false alarm."""
        window = {"from": span[0].isoformat(), "to": span[1].isoformat()}
        self.finds += [{"test": t, "match": values, **window, "must": False} for t in tests]

    def keep(self, wanted: Callable[[str], bool]) -> None:
        """Take back what the other tests were said to find."""
        self.finds = [told for told in self.finds if wanted(told["test"]) or "must" in told]

    def widen(self, test: str, span: Span) -> None:
        """Let the hit begin and end elsewhere."""
        for told in self.finds:
            if told["test"] == test and "must" not in told:
                told |= {"from": span[0].isoformat(), "to": span[1].isoformat()}


@dataclass(slots=True)
class Truth:
    """All that was planted."""

    events: list[Planted] = field(default_factory=list)

    @property
    def last(self) -> Planted:
        """What was planted last."""
        return self.events[-1]

    def event(self, what: str, note: str, span: Span | None) -> Planted:
        """Something more."""
        self.events.append(Planted(what=what, note=note, span=span))
        return self.events[-1]

    def as_json(self, *, seed: str, insider: bool, quarters: Sequence[tuple[date, date]]) -> str:
        """The truth as a file, in order of time; what has no time has been so from the first quarter."""
        spans = [
            {"quarter": n, "from": first.isoformat(), "to": last.isoformat()}
            for n, (first, last) in enumerate(quarters, start=1)
        ]
        ordered = sorted(self.events, key=lambda e: e.span[0].isoformat() if e.span else "")
        events = [
            {
                "event": f"E{number:03}",
                "what": event.what,
                "note": event.note,
                "quarter": _quarter(event, quarters),
                "finds": event.finds,
            }
            for number, event in enumerate(ordered, start=1)
        ]
        told = {"seed": seed, "insider": insider, "quarters": spans, "events": events}
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _quarter(event: Planted, quarters: Sequence[tuple[date, date]]) -> int:
    if event.span is None:
        return 1
    moment = event.span[0] + (event.span[1] - event.span[0]) / 2
    return next(
        (n for n, (_, last) in enumerate(quarters, start=1) if moment.date() <= last), len(quarters)
    )
