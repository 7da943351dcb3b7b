"""A log that spoke against an answer and is handed in no longer: asked for, and no credit comes back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest

from itakusaki.audit.keeping import mark_of
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.spoken_against import spoken_against
from itakusaki.model.finding import FindingKind
from itakusaki.model.party import Duty
from itakusaki.model.retest import SpokenAgainst
from itakusaki.model.rounds import ControlLine, KeptAssessment, PartyLine, RoundLines
from itakusaki.model.tracked import FindingState, TrackedFinding
from itakusaki.model.verdict import Verdict
from itakusaki.wiring import open_workspace
from support.cli import itakusaki
from support.databases import KeptIn
from support.exports_folder import exports_folder
from support.small_round import audited, make_space, store_of

pytestmark = pytest.mark.usefixtures("without_the_gate")


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory, kept_in: KeptIn) -> Path:
    """A workspace whose one processor's log showed an account at two terminals, then was taken away."""
    root = kept_in(make_space(tmp_path_factory.mktemp("gone") / "space"))
    store_of(root, make=True)
    exports_folder(root / "evidence" / "2026Q4" / "P001")
    audited(root)
    return root


def _assessment(space: Path) -> dict[str, Any]:
    audited(space)
    text = (space / "reports" / "2026Q4" / "assessment.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


def _control(assessment: dict[str, Any]) -> dict[str, Any]:
    (party,) = assessment["processors"]
    return cast("dict[str, Any]", next(c for c in party["controls"] if c["control"] == "TEC-02"))


def test_taking_a_log_away_after_it_spoke_brings_nothing_back_until_it_is_settled(
    space: Path,
) -> None:
    first = _control(_assessment(space))
    assert (first["verdict"], first.get("waits_for")) == ("contradicted", None)
    for path in (space / "evidence" / "2026Q4" / "P001").iterdir():
        path.unlink()
    for _ in range(2):  # and not by asking again
        after = _assessment(space)
        told = _control(after)
        assert (told["verdict"], told["verified"]) == ("unverified", 0.0)
        assert [one["en"] for one in told["waits_for"]] == ["Sign-in and session log"]
        assert len([i for i in after["issues"] if i["code"] == "gone_since"]) == 1
        (party,) = after["processors"]
        assert party["rating"] == "pending"
    found = json.loads(itakusaki("finding", "list", space, "--json").out)
    assert any("account" in str(one["found"]) and one["state"] == "open" for one in found)

    def settled(findings: tuple[TrackedFinding, ...]) -> tuple[TrackedFinding, ...]:
        kind = FindingKind.CONTRADICTION
        return tuple(replace(f, state=FindingState.CLOSED) for f in findings if f.kind is kind)

    mark = mark_of(open_workspace(space).workspace)
    assert settled(store_of(space).findings())
    store_of(space).change_findings("2026Q4", settled, mark)
    after = _assessment(space)
    assert "waits_for" not in _control(after)
    assert not [i for i in after["issues"] if i["code"] == "gone_since"]


@dataclass
class OneRun:
    """A store that kept one assessment of the round, and no finding."""

    head: KeptAssessment
    parties: tuple[PartyLine, ...]

    def findings(self) -> tuple[TrackedFinding, ...]:
        return ()

    def kept(self, _round: str | None = None) -> tuple[KeptAssessment, ...]:
        return (self.head,)

    def lines(self, _head: KeptAssessment, *, controls: bool = True) -> RoundLines:
        told = self.parties if controls else [replace(p, controls=()) for p in self.parties]
        return RoundLines(head=self.head, parties=tuple(told))


@pytest.mark.parametrize(
    ("sealed", "answer", "side", "told"),
    [
        (("TEC-02", "TEC-04"), "yes", Duty.PROCESSOR, ("TEC-02", "TEC-04")),
        (("TEC-02",), "yes", Duty.PROCESSOR, ()),  # by an answer: of logs every one would be
        ((), "yes", Duty.PROCESSOR, ()),
        (("TEC-02", "TEC-04"), "no", Duty.PROCESSOR, ()),
        (("TEC-02", "TEC-04"), "yes", Duty.CLIENT, ()),
    ],
)
def test_controls_that_were_sealed_with_a_partys_logs_are_remembered(
    space: Path, sealed: Sequence[str], answer: str, side: Duty, told: Sequence[str]
) -> None:
    kept = store_of(space).kept("2026Q4")[-1]
    lines = store_of(space).lines(kept).parties
    party = next(one for one in lines if one.processor == "P001" and one.controls)
    tests = ("TEC-02", "TEC-04")
    controls = [_line(party.controls[0], name, answer, name in sealed) for name in tests]
    changed = replace(party, side=side, sealed=bool(sealed), controls=tuple(controls))
    store = cast("AuditStore", OneRun(head=kept, parties=(changed,)))
    setup = open_workspace(space)
    found = spoken_against(store, setup.workspace, setup.rules)
    wanted = {"P001": SpokenAgainst(sealed_controls=tuple(told))} if told else {}
    assert found == wanted


def _line(like: ControlLine, name: str, answer: str, is_sealed: bool) -> ControlLine:  # noqa: FBT001
    verdict = Verdict.SEALED if is_sealed else Verdict.MET
    return replace(like, control=name, answer=answer, verdict=verdict)


def test_without_a_store_nothing_is_known(space: Path) -> None:
    setup = open_workspace(space)
    assert spoken_against(None, setup.workspace, setup.rules) == {}
