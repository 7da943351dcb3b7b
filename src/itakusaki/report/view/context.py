"""The context of a view: the run, the checklist and policy it was judged by, and the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from itakusaki.catalogue.checklist import Checklist, Control
from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.language import Translator
from itakusaki.model.assessment import Assessment
from itakusaki.model.journal import JournalHead
from itakusaki.model.kept_incident import IncidentsTold
from itakusaki.model.message import Value, Words
from itakusaki.model.party import Duty
from itakusaki.model.rounds import RoundLines, RoundTally, ScoreHistory
from itakusaki.model.tracked import TrackedFinding
from itakusaki.report.view.brand import BrandView
from itakusaki.report.view.control_text import ControlText, control_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewContext:
    """What every part of a view is made from; `names` are the file names of processors.

    `is_sealed` tells a sealed report from the ordinary one; `closed` is the journal's head at the closing
    of the round, None while it is open, `earlier` the round before, None where none is kept.
    `followed` are the findings that are kept over rounds, `trend` every round in numbers, `histories` the
    scores of each party over the rounds, `incidents` those of the workspace, `brand` is the look of the page.
    """

    assessment: Assessment
    checklist: Checklist
    policy: ScoringPolicy
    translator: Translator
    names: Mapping[str, str]
    suffix: str = ""
    others: tuple[str, ...] = ()
    is_sealed: bool = False
    closed: JournalHead | None = None
    earlier: RoundLines | None = None
    followed: Sequence[TrackedFinding] = ()
    trend: Sequence[RoundTally] = ()
    histories: Mapping[str, ScoreHistory] = field(default_factory=dict)
    since: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    incidents: IncidentsTold | None = None
    brand: BrandView = field(default_factory=BrandView)
    _texts: dict[tuple[str, Duty, frozenset[str]], ControlText] = field(
        default_factory=dict, init=False
    )

    def say(self, value: Value) -> str:
        """A message or words in this language."""
        return self.translator.value(value)

    def title(self, control: str) -> str:
        """A control's title, or its id where the checklist does not have it."""
        known = self.checklist.controls.get(control)
        return self.translator.pick(known.title) if known else control

    def pick(self, words: Words | None) -> str:
        """Words in this language, "" for none."""
        return self.translator.pick(words) if words else ""

    def text(self, control: Control, flags: frozenset[str], side: Duty) -> ControlText:
        """What the checklist says on a control to a side, written out once per language and set of flags."""
        # Only the flags that decide which references apply matter: all processors share the rest.
        used = flags & frozenset().union(*(basis.when for basis in control.basis))
        key = (control.id, side, used)
        if key not in self._texts:
            self._texts[key] = control_text(control, used, self.checklist, self.translator, side)
        return self._texts[key]
