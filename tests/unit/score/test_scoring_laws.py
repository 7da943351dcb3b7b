"""Laws of scoring: whatever is answered, these hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from itakusaki.language.labels import RATINGS
from itakusaki.model.assessment import ControlResult, Dossier, ProcessorResult, Score
from itakusaki.model.party import Duty
from itakusaki.model.verdict import Rating, Verdict
from itakusaki.score.rating import rated
from itakusaki.score.settle import as_declared
from support.cases import (
    P,
    answer,
    approval,
    catalogue,
    checklist_of,
    clause,
    client,
    dossier,
    entrustment,
    results,
    workbook,
)
from support.laws import examples

#: Single-sided, two-sided and contract controls, knock-out ones among them, of every severity.
PARTY = ("TEC-02", "TEC-03", "TEC-05", "TEC-14", "ORG-01", "ORG-07", "PHY-03")
SHARED = ("SUB-01", "SUB-02", "BRC-06")
CONTRACT = ("CON-01", "CON-04", "CON-14")
KNOCK_OUTS = ("TEC-02", "ORG-07", "PHY-03", "SUB-01")
CONTROLS = (*PARTY, *SHARED, *CONTRACT)
CHECKLIST = checklist_of(*CONTROLS)
SIGNS = ("○", "△", "×", "－", "？", "")
#: From worse to better.
LADDER = ("×", "△", "○")
FLAGS = ("sensitive", "mynumber", "card")
POLICY = catalogue().policy
PROFILE = settings(max_examples=examples(60), deadline=None)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said on one control, by everyone who is asked for it."""

    sign: str
    grade: int
    reason: bool
    filed: bool
    excepted: bool


said = st.builds(
    Said,
    sign=st.sampled_from(SIGNS),
    grade=st.integers(0, 4),
    reason=st.booleans(),
    filed=st.booleans(),
    excepted=st.booleans(),
)
rounds = st.fixed_dictionaries(dict.fromkeys(CONTROLS, said))
Round = Mapping[str, Said]


def made(of: Round, *, flags: Sequence[str] = (), processor: str = P) -> Dossier:
    def answers(side: Duty) -> dict[str, object]:
        return {
            name: answer(
                name,
                one.sign,
                side,
                grade=one.grade,
                comment="reason" if one.reason else "",
                files=("evidence.pdf",) if one.filed else (),
            )
            for name, one in of.items()
        }

    return dossier(
        workbook(answers(Duty.PROCESSOR), processor=processor),  # type: ignore[arg-type]
        client(answers(Duty.CLIENT)),  # type: ignore[arg-type]
        entrustments=[entrustment(processor, flags=flags)],
        clauses=[
            clause(name, of[name].sign, article="5" if of[name].filed else "", comment="reason")
            for name in CONTRACT
        ],
        approvals=[approval(name, processor=processor) for name, one in of.items() if one.excepted],
    )


def judged(of: Round, flags: Sequence[str] = ()) -> ProcessorResult:
    return results(made(of, flags=flags), checklist=CHECKLIST)[P]


def scores(result: ProcessorResult) -> list[Score]:
    return [result.score, *result.domains.values()]


def not_above(lower: float | None, higher: float | None) -> bool:
    """Whether a score is not above another; where nothing counts there is none, which is below all."""
    return (lower if lower is not None else -1.0) <= (higher if higher is not None else -1.0) + 1e-9


@PROFILE
@given(rounds)
def test_scores_lie_between_0_and_100_and_verified_is_never_above_declared(of: Round) -> None:
    for score in scores(judged(of)):
        for value in (score.declared, score.verified):
            assert value is None or 0 <= value <= 100
        assert not_above(score.verified, score.declared)
        assert 0 <= score.exempt <= 1
        assert 0 <= score.unanswered <= 1
        assert score.assurance is None or 0 <= score.assurance <= 1


@PROFILE
@given(rounds, st.sampled_from(CONTROLS))
def test_a_missing_answer_never_raises_a_score(of: Round, control: str) -> None:
    before = judged(of)
    after = judged({**of, control: replace(of[control], sign="")})
    assume(before.score.declared is not None)
    assert not_above(after.score.declared, before.score.declared)
    assert not_above(after.score.verified, before.score.verified)


@PROFILE
@given(rounds, st.sampled_from(CONTROLS), st.sampled_from([(0, 1), (1, 2), (0, 2)]))
def test_a_better_answer_never_lowers_a_score(
    of: Round, control: str, steps: tuple[int, int]
) -> None:
    worse, better = (
        judged({**of, control: replace(of[control], sign=LADDER[step])}) for step in steps
    )
    assert not_above(worse.score.declared, better.score.declared)
    assert not_above(worse.score.verified, better.score.verified)


@PROFILE
@given(rounds, st.sampled_from(CONTROLS), st.integers(0, 4))
def test_adding_evidence_never_lowers_a_score(of: Round, control: str, grade: int) -> None:
    assume(grade >= of[control].grade)
    before = judged(of)
    after = judged({**of, control: replace(of[control], grade=grade, filed=True)})
    assert not_above(before.score.verified, after.score.verified)
    assert before.score.declared == after.score.declared
    assert not_above(before.score.assurance, after.score.assurance)


@PROFILE
@given(rounds, st.permutations(CONTROLS))
def test_the_order_of_answers_does_not_matter(of: Round, order: Sequence[str]) -> None:
    assert judged({name: of[name] for name in order}).score == judged(of).score


@settings(PROFILE, max_examples=examples(25))
@given(st.lists(rounds, min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_processors_does_not_matter(of: list[Round], chance: object) -> None:
    parts = [made(one, processor=f"P{number}") for number, one in enumerate(of)]
    shuffled = list(parts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    def together(chosen: Sequence[Dossier]) -> dict[str, tuple[object, ...]]:
        whole = dossier(
            *(q for part in chosen for q in part.questionnaires if q.side is not Duty.CLIENT),
            entrustments=[e for part in chosen for e in part.ledger.entrustments],
            approvals=[a for part in chosen for a in part.approvals],
        )
        found = results(whole, checklist=CHECKLIST, rules=catalogue().cross_checks)
        return {name: (one.score, one.rating, one.controls) for name, one in found.items()}

    assert together(parts) == together(shuffled)


@PROFILE
@given(rounds, st.sets(st.sampled_from(FLAGS), min_size=1))
def test_raising_the_severity_never_turns_a_knock_out_off(of: Round, flags: set[str]) -> None:
    plain, raised = judged(of), judged(of, sorted(flags))
    if plain.rating is Rating.UNACCEPTABLE:
        assert raised.rating is Rating.UNACCEPTABLE
    weights = {one.control: one.weight for one in plain.controls}
    assert all(one.weight >= weights[one.control] for one in raised.controls)


@PROFILE
@given(rounds, st.sampled_from(PARTY))
def test_what_is_exempt_leaves_the_sum(of: Round, control: str) -> None:
    assume(control not in ("TEC-02", "ORG-07", "PHY-03"))
    out = replace(of[control], sign="－", reason=True, excepted=False)
    exempt = judged({**of, control: out})
    others = checklist_of(*(name for name in CONTROLS if name != control))
    alone = results(made(of), checklist=others)[P]
    assert (exempt.score.declared, exempt.score.verified) == (
        alone.score.declared,
        alone.score.verified,
    )
    assert exempt.score.exempt > 0


@PROFILE
@given(rounds, st.dates(date(2020, 1, 1), date(2026, 12, 30)))
def test_an_expired_exception_is_as_good_as_none(of: Round, end: date) -> None:
    plain = {name: replace(one, excepted=False) for name, one in of.items()}
    dead = [approval(name, valid_until=end) for name in CONTROLS]
    without = made(plain)
    found = results(replace(without, approvals=tuple(dead)), checklist=CHECKLIST)[P]
    assert found.score == judged(plain).score


@PROFILE
@given(rounds)
def test_a_knock_out_never_hides_behind_a_score(of: Round) -> None:
    result = judged(of)
    out = {one.verdict for one in result.controls if one.knock_out}
    refused = bool(out & {Verdict.GAP, Verdict.UNANSWERED})
    disputed = Verdict.CONTRADICTED in out
    assert (result.rating is Rating.UNACCEPTABLE) is refused
    assert (result.rating is Rating.TO_EXPLAIN) is (disputed and not refused)
    if out & {Verdict.PARTIAL, Verdict.EXCEPTED, Verdict.UNVERIFIED}:
        assert result.rating not in (Rating.A, Rating.B, Rating.C)


def mended(controls: Sequence[ControlResult], names: Sequence[str]) -> tuple[ControlResult, ...]:
    return tuple(
        replace(one, verdict=Verdict.MET, declared=1.0, verified=1.0, settled=True)
        if one.control in names
        else one
        for one in controls
    )


#: A sentence on what would change the rating → the rating that it promises, by the test itself.
PROMISES = ("If {controls} were implemented and evidenced", "Band {rating} (evidenced score")


@PROFILE
@given(rounds)
def test_what_a_report_says_would_change_the_rating_does_change_it_so(of: Round) -> None:
    result = judged(of)
    assume(result.rating not in (Rating.NOT_ANSWERED, Rating.PENDING))
    for sentence in result.would_change:
        values = dict(sentence.values)
        if "more" in str(values["controls"]):  # only the first are named
            continue
        names = [name for name in CONTROLS if name in str(values["controls"])]
        promised = str(values["rating"])
        if sentence.text.startswith("If the explanations"):
            after = tuple(
                as_declared(one, POLICY.excepted_credit) if one.control in names else one
                for one in result.controls
            )
        else:
            assert sentence.text.startswith(PROMISES)
            after = mended(result.controls, names)
        assert str(RATINGS[rated(after, POLICY).rating]) == promised


@PROFILE
@given(rounds)
def test_what_a_report_says_would_settle_enough_for_a_rating_does(of: Round) -> None:
    result = judged({**of, **{name: replace(of[name], sign="○") for name in KNOCK_OUTS}})
    assume(result.rating is Rating.PENDING)
    (sentence,) = result.would_change
    told = str(dict(sentence.values)["controls"])
    assume("more" not in told)  # only the first are named
    names = [name for name in CONTROLS if name in told]
    after = rated(mended(result.controls, names), POLICY)
    assert after.rating is not Rating.PENDING
    fewer = rated(mended(result.controls, names[:-1]), POLICY)
    assert len(names) == 1 or fewer.rating in (Rating.PENDING, after.rating)


@PROFILE
@given(rounds, st.sampled_from(KNOCK_OUTS))
def test_a_difference_confirmed_with_a_cross_comes_to_what_the_report_says(
    of: Round, control: str
) -> None:
    result = judged({**of, **{name: replace(of[name], sign="○") for name in KNOCK_OUTS}})

    def with_verdict(verdict: Verdict) -> tuple[ControlResult, ...]:
        return tuple(
            replace(one, verdict=verdict, verified=0.0, settled=verdict is Verdict.GAP)
            if one.control == control
            else one
            for one in result.controls
        )

    open_ = rated(with_verdict(Verdict.CONTRADICTED), POLICY)
    assume(open_.rating is Rating.TO_EXPLAIN)
    (sentence,) = open_.would_change
    promised = str(dict(sentence.values)["confirmed"])
    assert str(RATINGS[rated(with_verdict(Verdict.GAP), POLICY).rating]) == promised


@PROFILE
@given(rounds)
def test_what_a_report_says_holds_the_rating_does_hold_it(of: Round) -> None:
    result = judged(of)
    held = [r for r in result.reasons if "at best" in r.text]
    for sentence in held:
        names = [name for name in CONTROLS if name in str(dict(sentence.values)["controls"])]
        assert names
        cap = str(dict(sentence.values)["rating"])
        perfect = tuple(
            one
            if one.control in names
            else replace(one, verdict=Verdict.MET, declared=1.0, verified=1.0, settled=True)
            for one in result.controls
        )
        alone = rated(perfect, POLICY)
        # Even with all else met and shown: it is the cap, or too little of it is settled.
        assert str(RATINGS[alone.rating]) == cap or alone.rating in (Rating.PENDING, Rating.D)


@PROFILE
@given(rounds)
def test_what_sources_differ_on_is_never_settled(of: Round) -> None:
    for one in judged(of).controls:
        if one.verdict is Verdict.CONTRADICTED:
            assert not one.settled


@PROFILE
@given(rounds)
def test_a_total_is_the_sum_of_its_parts(of: Round) -> None:
    result = judged(of)
    counted = [one for one in result.controls if one.declared is not None]
    weight = sum(one.weight for one in counted)
    assert result.score.weight == weight
    if weight:
        declared = 100 * sum(one.weight * (one.declared or 0.0) for one in counted) / weight
        assert result.score.declared == round(declared, 1)
