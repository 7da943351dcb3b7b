"""Scores and ratings worked out anew from published JSON alone; shares no code with the product.

Written from docs/workspace.md and the ADRs 0005, 0017, 0019, 0021, 0040 and 0050, not from `score`: it takes
answers, grades, comparisons, approvals and decisions as the data has them, and knows plain dicts only.
"""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]
ORDER = ["unanswered", "gap", "partial", "unverified", "met", "exempt", "not_asked"]


STATES = ["claimed", "delivered", "checked", "confirmed", "re_performed"]


def enough(control: Data, said: Data) -> bool:
    """Whether the evidence is of the right kind and somebody, or something, has looked at it enough."""
    if said["grade"] < control["required_grade"]:
        return False
    return STATES.index(said["state"]) >= STATES.index(control["required_state"])


def weakest(control: Data) -> Data:
    """The clause or answer that stands: the worst, of equals the one with less evidence."""
    given = control["judgements"]
    if not given:
        return {"verdict": "unanswered", "grade": 0, "state": "claimed"}
    ranked = sorted(
        given,
        key=lambda one: (
            ORDER.index(one["verdict"]),
            enough(control, one),
            one["grade"],
            STATES.index(one["state"]),
        ),
    )
    return dict(ranked[0])


def needed(control: Data, policy: Data) -> set[str]:
    """How far the evidence of a control may have to be looked at: its severity may stand one step up."""
    if control["required_grade"] < 2:
        return {"claimed"}
    steps = ["low", "medium", "high", "critical"]
    place = steps.index(control["severity"])
    written = {steps[place], steps[max(0, place - 1)]}
    own = ["knock_out"] if control["knock_out"] else []
    return {max([policy["states"][n] for n in (one, *own)], key=STATES.index) for one in written}


def verdict(control: Data, comparisons: dict[str, Data]) -> tuple[str, Data]:
    """The verdict, and the answer it rests on."""
    said = weakest(control)
    touching = [comparisons[name] for name in control["comparisons"]]
    review, decision = said.get("review"), control["decision"]
    marked = bool(review and review["value"] and not review["decision"])
    if said["verdict"] in ("met", "unverified", "partial") and not marked:
        counted = [c["counts_as"] for c in touching if c["counts_as"]]
        said["verdict"] = min([said["verdict"], *counted], key=ORDER.index)
    if decision:
        if decision["grade"] is not None:
            said |= {"grade": decision["grade"], "state": "confirmed"}
        if decision["decision"] == "confirmed":
            said["verdict"] = {"no": "gap", "partial": "partial"}[decision["value"]]
        elif said["verdict"] in ("met", "unverified"):
            said["verdict"] = "met" if enough(control, said) else "unverified"
    found = said["verdict"]
    differs = any(c["outcome"] == "contradiction" for c in touching)
    if differs and not decision and found not in ("unanswered", "gap"):
        found = "contradicted"
    approved = control["approval"] and control["approval"]["kind"] == "exception"
    if approved and found in ("gap", "partial"):
        found = "excepted"
    return found, said


def credit_of(control: Data, found: str, said: Data, policy: Data) -> tuple[float, float] | None:
    """Declared and verified credit; None where the control is out of the sum."""
    floor = policy["excepted_credit"] if control["approval"] else 0.0
    claimed = {"met": 1.0, "unverified": 1.0, "partial": 0.5}.get(said["verdict"], 0.0)
    if found in ("exempt", "not_asked"):
        return None
    if found == "met":
        return 1.0, 1.0
    if found in ("gap", "unanswered"):
        return 0.0, 0.0
    if found == "contradicted":
        return claimed, 0.0
    if found == "partial":
        return claimed, claimed if enough(control, said) else 0.0
    return max(claimed, floor), floor


def is_open(control: Data, found: str, said: Data) -> bool:
    """Whether another kind of evidence, or an explanation, could still change the control."""
    lacks = found in ("unverified", "partial") and said["grade"] < control["required_grade"]
    return found == "contradicted" or lacks or bool(control.get("waits_for"))


def waited(
    control: Data, found: str, credit: tuple[float, float] | None
) -> tuple[str, tuple[float, float] | None]:
    """Verdict and credit while what could speak against a control is missing."""
    if not control.get("waits_for"):
        return found, credit
    assert not control["decision"]
    assert found in ("met", "unverified", "partial", "excepted")
    assert credit
    return "unverified" if found == "met" else found, (credit[0], 0.0)


def judged(control: Data) -> None:
    """Hold each yes that is no auditor's ruling against what was looked at of its evidence."""
    for one in control["judgements"]:
        if one["verdict"] in ("met", "unverified"):
            assert (one["verdict"] == "met") == enough(control, one)


def standing(controls: list[Data], comparisons: list[Data], policy: Data) -> Data:
    """Rating and scores of a side that answered."""
    by_id = {c["id"]: c for c in comparisons}
    rows = []
    for control in controls:
        assert control["required_state"] in needed(control, policy)
        judged(control)
        found, said = verdict(control, by_id)
        credit = credit_of(control, found, said, policy)
        found, credit = waited(control, found, credit)
        rows.append((control, found, credit, is_open(control, found, said)))
    counted = [(c, given, open_) for c, _, given, open_ in rows if given is not None]
    weight = sum(policy["weights"][c["severity"]] for c, _, _ in counted)
    sums = [0.0, 0.0, 0.0]
    for control, (declared, verified), open_ in counted:
        mine = policy["weights"][control["severity"]]
        sums[0] += mine * declared
        sums[1] += mine * verified
        sums[2] += 0 if open_ else mine
    score = [round(100 * part / weight, 1) for part in sums[:2]] if weight else [None, None]
    settled = sums[2] / weight if weight else None
    return {
        "verdicts": {c["control"]: f for c, f, _, _ in rows},
        "declared": score[0],
        "verified": score[1],
        "rating": rating([(c, f) for c, f, _, _ in rows], score[1], settled, policy),
    }


def rating(rows: list[Any], verified: float | None, settled: float | None, policy: Data) -> str:
    """The word on a side, by the order of ADR 0017."""
    knock_outs = [(c, found) for c, found in rows if c["knock_out"]]
    if any(found in ("gap", "unanswered") for _, found in knock_outs):
        return "unacceptable"
    if any(found == "contradicted" for _, found in knock_outs):
        return "to_explain"
    if settled is not None and settled < policy["assurance_floor"]:
        return "pending"
    if any(control.get("waits_for") for control, _ in knock_outs):
        return "pending"
    bands = sorted(policy["bands"], key=lambda band: -band["at_least"])
    band = next(b["rating"] for b in bands if (verified or 0.0) >= b["at_least"])
    best = ["A", "B", "C", "C_conditional", "D"]
    held = [band]
    for control, found in knock_outs:
        if found in ("partial", "excepted"):
            measure = control["approval"] and control["approval"]["measure"]
            core = control["control"] in policy["core_knock_outs"] and not measure
            held.append("D" if core else "C_conditional")
        if found == "unverified":
            held.append("C_conditional")
    return max(held, key=best.index)
