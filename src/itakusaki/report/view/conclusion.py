"""Conclusions: what a rating comes to in one sentence, and what is proposed to whoever decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.language.labels import rating_words
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.message import N_, Message, Value, by_number
from itakusaki.model.verdict import Rating, Verdict
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.figures import points

_IN_BRACKETS: Final = re.compile(r"（[^（）]*）|\([^()]*\)")
#: How many controls a sentence names.
NAMED: Final = 3

GO_ON: Final = Message(N_("Continue"))
ON_CONDITIONS: Final = Message(N_("Continue on conditions"))
STOP: Final = Message(N_("Suspend"))
DEFER: Final = Message(N_("Defer the decision"))
#: The choices there are, in the order in which they are printed.
CHOICES: Final = (GO_ON, ON_CONDITIONS, STOP, DEFER)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """What is proposed: one of CHOICES, and why in a sentence."""

    label: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proposal:
    choice: Message
    says: str


_SOUND: Final = _Proposal(
    choice=GO_ON,
    says=N_(
        "No objection to continuing was identified; any open items are followed up in the ordinary course."
    ),
)
_CONDITIONAL: Final = _Proposal(
    choice=ON_CONDITIONS,
    says=N_(
        "Continuation is proposed on condition that the items below are resolved by the dates stated."
    ),
)
_FAILED: Final = _Proposal(
    choice=ON_CONDITIONS,
    says=N_(
        "The acceptance criteria are not met. Continuation is proposed only on condition that the mandatory controls below are corrected by the due date; otherwise suspension is to be decided."
    ),
)
_SILENT: Final = _Proposal(
    choice=DEFER,
    says=N_(
        "Without a reply no assessment is possible. It is proposed to set a final reply date and to decide on further data transfers once it has passed."
    ),
)
_NOT_DUE: Final = _Proposal(
    choice=GO_ON,
    says=N_(
        "Not due in this round: the last assessment and what was agreed on it stand until the next."
    ),
)
_NOT_DUE_BUT_SPOKEN_AGAINST: Final = _Proposal(
    choice=DEFER,
    says=N_(
        "Not due in this round, but what was delivered speaks against what was answered before. It is proposed to obtain the processor’s explanation and to decide thereafter."
    ),
)
_OPEN: Final = _Proposal(
    choice=DEFER,
    says=N_(
        "It is proposed to obtain the processor’s explanation by the date below and to decide thereafter."
    ),
)
#: The story is told by no page but the sealed one, and nobody is asked about it by a letter.
_SEALED: Final = _Proposal(
    choice=DEFER,
    says=N_(
        "Before any decision is taken or the processor is approached, consult the person responsible for the sealed matter."
    ),
)
PROPOSALS: Final[Mapping[Rating, _Proposal]] = {
    Rating.A: _SOUND,
    Rating.B: _SOUND,
    Rating.C: _CONDITIONAL,
    Rating.C_CONDITIONAL: _CONDITIONAL,
    Rating.D: _CONDITIONAL,
    Rating.PENDING: _CONDITIONAL,
    Rating.UNACCEPTABLE: _FAILED,
    Rating.TO_EXPLAIN: _OPEN,
    Rating.NOT_ANSWERED: _SILENT,
    Rating.NOT_DUE: _NOT_DUE,
}


def proposal(context: ViewContext, result: ProcessorResult) -> ProposalView:
    """What is proposed for a processor by its rating."""
    waits = result.sealed and result.rating in (Rating.TO_EXPLAIN, Rating.NOT_DUE)
    found = _SEALED if waits else PROPOSALS[result.rating]
    if found is _NOT_DUE and _spoken_against(result):
        found = _NOT_DUE_BUT_SPOKEN_AGAINST
    return ProposalView(label=context.say(found.choice), says=context.say(Message(found.says)))


def conclusion(context: ViewContext, result: ProcessorResult, found: Sequence[Finding]) -> str:
    """How a processor stands, in one sentence."""
    return _CONCLUSIONS[result.rating](context, result, found)


def _band(context: ViewContext, result: ProcessorResult, found: Sequence[Finding]) -> str:
    gaps = sum(one.kind is FindingKind.GAP for one in found)
    text = by_number(
        gaps,
        N_(
            "No mandatory control is open; the evidenced score is {verified} (rating {rating}), with {gaps} gap to be corrected."
        ),
        N_(
            "No mandatory control is open; the evidenced score is {verified} (rating {rating}), with {gaps} gaps to be corrected."
        ),
    )
    if not gaps:
        text = N_(
            "No mandatory control is open; the evidenced score is {verified} (rating {rating}), and no gap was identified."
        )
    return _say(context, text, **_score(result), gaps=gaps)


def _conditional(context: ViewContext, result: ProcessorResult, found: Sequence[Finding]) -> str:
    if not _open_knock_outs(found):
        excepted = [f.control for f in found if f.knock_out]
        text = by_number(
            len(excepted),
            N_(
                "As exceptions are approved for {count} mandatory control ({names}), the rating is limited to {rating} (evidenced score {verified})."
            ),
            N_(
                "As exceptions are approved for {count} mandatory controls ({names}), the rating is limited to {rating} (evidenced score {verified})."
            ),
        )
        return _say(context, text, **_score(result), **_named(context, excepted))
    text = by_number(
        len(_open_knock_outs(found)),
        N_(
            "As {count} mandatory control ({names}) is not fully met or not sufficiently evidenced, the rating is limited to {rating} (evidenced score {verified})."
        ),
        N_(
            "As {count} mandatory controls ({names}) are not fully met or not sufficiently evidenced, the rating is limited to {rating} (evidenced score {verified})."
        ),
    )
    return _say(context, text, **_score(result), **_knock_outs(context, found))


def _unacceptable(context: ViewContext, result: ProcessorResult, found: Sequence[Finding]) -> str:
    text = by_number(
        len(_open_knock_outs(found, is_blocking=True)),
        N_(
            "The acceptance criteria are not met on {count} mandatory control ({names}); the rating is “{rating}” (evidenced score {verified})."
        ),
        N_(
            "The acceptance criteria are not met on {count} mandatory controls ({names}); the rating is “{rating}” (evidenced score {verified})."
        ),
    )
    return _say(context, text, **_score(result), **_knock_outs(context, found, is_blocking=True))


def _to_explain(context: ViewContext, result: ProcessorResult, found: Sequence[Finding]) -> str:
    del result
    blocking = _open_knock_outs(found, is_blocking=True)
    if not blocking:
        return _say(context, N_("A matter remains to be explained; until then no rating is given."))
    text = by_number(
        len(blocking),
        N_(
            "Sources disagree on {count} mandatory control ({names}); until this is explained no rating is given."
        ),
        N_(
            "Sources disagree on {count} mandatory controls ({names}); until this is explained no rating is given."
        ),
    )
    return _say(context, text, **_knock_outs(context, found, is_blocking=True))


def _pending(context: ViewContext, result: ProcessorResult, found: Sequence[Finding]) -> str:
    del found
    text = N_(
        "Too many answers are not supported by evidence: the score lies between {verified} and {declared}, and the rating is withheld."
    )
    return _say(
        context,
        text,
        verified=points(result.score.verified),
        declared=points(result.score.declared),
    )


def _not_answered(context: ViewContext, result: ProcessorResult, found: Sequence[Finding]) -> str:
    del found
    text = N_("No readable reply was received (due {day}); no assessment was possible.")
    return _say(context, text, day=context.translator.day(result.processor.due_on))


def _not_due(context: ViewContext, result: ProcessorResult, found: Sequence[Finding]) -> str:
    del found
    against = _spoken_against(result)
    if against:
        text = by_number(
            len(against),
            N_(
                "Not due in this round, and nothing was asked; but what was delivered speaks against {count} control ({names})."
            ),
            N_(
                "Not due in this round, and nothing was asked; but what was delivered speaks against {count} controls ({names})."
            ),
        )
        return _say(context, text, **_named(context, against))
    if result.examination is not None:
        text = N_("Not due in this round, and nothing was asked; the logs delivered were tested.")
        return _say(context, text)
    return _say(context, N_("Not due in this round: nothing was asked, and nothing assessed."))


def _spoken_against(result: ProcessorResult) -> list[str]:
    """The controls that what was delivered contradicts."""
    return [one.control for one in result.controls if one.verdict is Verdict.CONTRADICTED]


_CONCLUSIONS: Final[
    Mapping[Rating, Callable[[ViewContext, ProcessorResult, Sequence[Finding]], str]]
] = {
    Rating.A: _band,
    Rating.B: _band,
    Rating.C: _band,
    Rating.D: _band,
    Rating.C_CONDITIONAL: _conditional,
    Rating.UNACCEPTABLE: _unacceptable,
    Rating.TO_EXPLAIN: _to_explain,
    Rating.PENDING: _pending,
    Rating.NOT_ANSWERED: _not_answered,
    Rating.NOT_DUE: _not_due,
}


def _score(result: ProcessorResult) -> dict[str, str | Message]:
    return {
        "verified": points(result.score.verified),
        "rating": rating_words(result.rating, result.depth),
    }


def _open_knock_outs(found: Sequence[Finding], *, is_blocking: bool = False) -> list[str]:
    return [
        f.control
        for f in found
        if f.knock_out and (f.blocking or not is_blocking) and f.kind is not FindingKind.EXCEPTION
    ]


def _knock_outs(
    context: ViewContext, found: Sequence[Finding], *, is_blocking: bool = False
) -> dict[str, str | int]:
    return _named(context, _open_knock_outs(found, is_blocking=is_blocking))


def _named(context: ViewContext, controls: list[str]) -> dict[str, str | int]:
    """How many there are, and the first by their titles, without what these add in brackets."""
    titles = (_IN_BRACKETS.sub("", context.title(c)).strip() for c in controls[:NAMED])
    names = context.translator.joined(titles)
    if len(controls) > NAMED:
        names = _say(context, N_("{names} and others"), names=names)
    return {"count": len(controls), "names": names}


def _say(context: ViewContext, text: str, **values: Value) -> str:
    return context.say(Message.of(text, **values))
