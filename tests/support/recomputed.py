"""Scores and ratings worked out anew from published JSON alone; shares no code with the product.

Written from docs/workspace.md and the ADRs 0005, 0017 and 0019, not from `score`: it takes answers,
grades, comparisons, approvals and decisions as the data has them, and knows plain dicts only.
"""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]
ORDER = ["unanswered", "gap", "partial", "unverified", "met", "exempt"]


def weakest(control: Data) -> Data:
    """The clause or answer that stands: the worst, of equals the one with less evidence."""
    given = control["judgements"]
    if not given:
        return {"verdict": "unanswered", "grade": 0}
    return dict(min(given, key=lambda one: (ORDER.index(one["verdict"]), one["grade"])))


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
            said["grade"] = decision["grade"]
        if decision["decision"] == "confirmed":
            said["verdict"] = {"no": "gap", "partial": "partial"}[decision["value"]]
        elif said["verdict"] in ("met", "unverified"):
            shown = said["grade"] >= control["required_grade"]
            said["verdict"] = "met" if shown else "unverified"
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
    if found == "exempt":
        return None
    if found == "met":
        return 1.0, 1.0
    if found in ("gap", "unanswered"):
        return 0.0, 0.0
    if found == "contradicted":
        return claimed, 0.0
    if found == "partial":
        return claimed, claimed if said["grade"] >= control["required_grade"] else 0.0
    return max(claimed, floor), floor


def standing(controls: list[Data], comparisons: list[Data], policy: Data) -> Data:
    """Rating and scores of a side that answered."""
    by_id = {c["id"]: c for c in comparisons}
    rows = []
    for control in controls:
        found, said = verdict(control, by_id)
        rows.append((control, found, credit_of(control, found, said, policy)))
    counted = [(c, f, given) for c, f, given in rows if given is not None]
    weight = sum(policy["weights"][c["severity"]] for c, _, _ in counted)
    sums = [0.0, 0.0, 0.0]
    for control, found, (declared, verified) in counted:  # type: ignore[misc]
        mine = policy["weights"][control["severity"]]
        open_ = found in ("unverified", "contradicted")
        short = found == "partial" and declared != verified
        sums[0] += mine * declared
        sums[1] += mine * verified
        sums[2] += 0 if open_ or short else mine
    score = [round(100 * part / weight, 1) for part in sums[:2]] if weight else [None, None]
    settled = sums[2] / weight if weight else None
    return {
        "verdicts": {c["control"]: f for c, f, _ in rows},
        "declared": score[0],
        "verified": score[1],
        "rating": rating(rows, score[1], settled, policy),
    }


def rating(rows: list[Any], verified: float | None, settled: float | None, policy: Data) -> str:
    """The word on a side, by the order of ADR 0017."""
    knock_outs = [(c, found) for c, found, _ in rows if c["knock_out"]]
    if any(found in ("gap", "unanswered") for _, found in knock_outs):
        return "unacceptable"
    if any(found == "contradicted" for _, found in knock_outs):
        return "to_explain"
    if settled is not None and settled < policy["assurance_floor"]:
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
