"""What is open in the tiers below is carried up with its path, and makes the ○ of SUB-06 above it doubtful."""

from __future__ import annotations

from dataclasses import replace

import pytest

from itakusaki.language import translator_for
from itakusaki.model.assessment import ChainNode, ProcessorResult
from itakusaki.model.verdict import Rating, Verdict
from itakusaki.report.view.chain import WATCHED, chain_picture
from itakusaki.report.view.context import ViewContext
from support.assessments import CHECKLIST, POLICY, assessment, processor, result


def node(id_: str, name: str, tier: int, *children: ChainNode) -> ChainNode:
    return ChainNode(
        processor=id_, name=name, tier=tier, rating=Rating.B, declared_only=False, children=children
    )


def party(id_: str, name: str, tier: int, **verdicts: Verdict) -> ProcessorResult:
    """A party whose controls stand as named; TEC_02 is mandatory."""
    made = result(processor(id_, name, tier=tier), Rating.B, {"TEC-02": Verdict.MET})
    (base, *_) = (one for one in made.controls if one.knock_out)
    controls = tuple(
        replace(base, control=key.replace("_", "-"), verdict=verdict, knock_out=key != "SUB_06")
        for key, verdict in verdicts.items()
    )
    return replace(made, controls=controls)


def carried(
    watched: Verdict, lowest: Verdict, middle: Verdict = Verdict.MET, *, of: int = 0
) -> list[str]:
    """What is carried to a party of three tiers; `of` 0 is the first, 1 the one below it."""
    below = node("T01", "丙", 3)
    between = node("S01", "乙", 2, below)
    parties = [
        party("P01", "甲", 1, SUB_06=watched),
        party("S01", "乙", 2, SUB_06=watched, TEC_02=middle),
        party("T01", "丙", 3, TEC_02=lowest),
    ]
    roots = (node("P01", "甲", 1, between), between, below)
    parties = [
        replace(one, chain=replace(one.chain, root=root))
        for one, root in zip(parties, roots, strict=True)
    ]
    run = assessment(*parties)
    context = ViewContext(
        assessment=run,
        checklist=CHECKLIST,
        policy=POLICY,
        translator=translator_for("ja"),
        names={},
    )
    return list(chain_picture(context, parties[of]).carried)


@pytest.mark.parametrize("said", [Verdict.MET, Verdict.UNVERIFIED])
@pytest.mark.parametrize("weak", [Verdict.GAP, Verdict.CONTRADICTED])
def test_an_open_mandatory_control_two_tiers_below_questions_both_above_it(
    said: Verdict, weak: Verdict
) -> None:
    first, doubt = carried(said, weak)
    assert "甲 → 乙 → 丙" in first
    assert "TEC-02" in first
    assert WATCHED in doubt
    assert "丙" in doubt
    assert "乙" not in doubt
    assert any(WATCHED in line for line in carried(said, weak, of=1))


@pytest.mark.parametrize(
    "said", [Verdict.GAP, Verdict.PARTIAL, Verdict.NOT_ASKED, Verdict.UNANSWERED]
)
def test_who_does_not_claim_it_is_not_questioned_but_told_what_is_open(said: Verdict) -> None:
    assert [WATCHED in line for line in carried(said, Verdict.GAP)] == [False]


@pytest.mark.parametrize(
    "fine", [Verdict.MET, Verdict.EXCEPTED, Verdict.EXEMPT, Verdict.UNVERIFIED]
)
def test_where_nothing_is_open_below_nothing_is_carried(fine: Verdict) -> None:
    assert carried(Verdict.MET, fine) == []
    assert carried(Verdict.MET, Verdict.GAP, of=2) == []


def test_every_weak_tier_is_named_with_its_own_path() -> None:
    first, second, doubt = carried(Verdict.MET, Verdict.GAP, Verdict.GAP)
    assert "甲 → 乙：" in first.replace(":", "：")
    assert "甲 → 乙 → 丙" in second
    assert "乙" in doubt
    assert "丙" in doubt
