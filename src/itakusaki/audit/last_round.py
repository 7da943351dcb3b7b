"""The last round's replies: what each party declared when it last answered, for the form of the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from itakusaki.audit.kept_rounds import latest_of_each_round
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.rounds import round_days
from itakusaki.model.answer import (
    Answer,
    AnswerValue,
    CarriedAnswer,
    CarriedFact,
    Fact,
    LastReply,
    Questionnaire,
)
from itakusaki.model.assessment import Assessment
from itakusaki.model.party import Duty
from itakusaki.settings import Workspace

#: The client's own check of all its processors, where a processor's code stands else.
OWN_CHECK: Final = ""
#: What is older than so many rounds is not shown: nobody would know it for his own.
_ROUNDS: Final = 4


def last_replies(
    store: AuditStore, workspace: Workspace, wanted: Iterable[str]
) -> Mapping[str, LastReply]:
    """What each of those wanted last declared, control by control, by code.

    Of a round that was read from a report there is nothing to show.
    """
    codes, found = frozenset(wanted), dict[str, LastReply]()
    last_day = round_days(workspace)[1]
    heads = [
        head
        for head in reversed(latest_of_each_round(store))
        if head.round != workspace.round and head.as_of <= last_day
    ]
    for head in heads[:_ROUNDS]:
        kept = store.assessment(head)
        replies = (
            (code, _reply(given, head.round))
            for code, given in (_questionnaires(kept) if kept else ())
            if code in codes
        )
        for code, reply in replies:
            found[code] = _over(found[code], reply) if code in found else reply
    return found


def _over(later: LastReply, earlier: LastReply) -> LastReply:
    """A reply, with what it does not hold taken from an earlier one: a shorter form asked less."""
    old = {
        name: replace(answer, round=answer.round or earlier.round)
        for name, answer in earlier.answers.items()
    }
    return replace(later, answers={**old, **later.answers}, facts={**earlier.facts, **later.facts})


def _questionnaires(assessment: Assessment) -> Iterator[tuple[str, Questionnaire]]:
    for result in assessment.results:
        for given in result.questionnaires:
            if given.side is not Duty.CLIENT:
                yield result.processor.id, given
            elif not given.processor:
                yield OWN_CHECK, given


def _reply(given: Questionnaire, round_: str) -> LastReply:
    return LastReply(
        round=round_,
        answers={
            name: _answer(answer)
            for name, answer in given.answers.items()
            if answer.value is not AnswerValue.BLANK
        },
        facts={name: _fact(fact) for name, fact in given.facts.items() if fact.value is not None},
        lists={
            "sub_processors": given.sub_processors,
            "exceptions": given.exceptions,
            "evidence": given.evidence,
        },
    )


def _answer(answer: Answer) -> CarriedAnswer:
    return CarriedAnswer(
        value=answer.value,
        scope=answer.scope,
        exceptions=answer.exceptions,
        since=answer.since,
        comment=answer.comment,
        evidence_kind=answer.evidence_kind,
        evidence_names=answer.evidence_names,
        claimed_grade=answer.claimed_grade,
        reaffirmed=answer.reaffirmed,
    )


def _fact(fact: Fact) -> CarriedFact:
    return CarriedFact(value=fact.value, raw=fact.raw)
