"""Triage: the questions that people ask, each with its answer, and the laws that hold for any facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.breach.triage import PartyTriage, triage
from itakusaki.catalogue.breach import FactKind
from itakusaki.model.incident import Incident
from support.incidents import (
    BELOW,
    CLIENT,
    PROCESSOR,
    breach_rules,
    did,
    due,
    incident,
    judged,
    knew,
    party,
)
from support.laws import examples

CHAIN = (
    party(CLIENT, role="client", happened_here="no"),
    party(PROCESSOR, client=CLIENT, happened_here="yes"),
)


def one(given_: Incident, name: str = "") -> PartyTriage:
    """The triage of one party, the first unless named."""
    return next(found for found in judged(given_) if not name or found.party.name == name)


def outcomes(given_: Incident) -> list[str]:
    """How every party came out."""
    return [found.outcome for found in triage(given_, breach_rules(), with_changes=False)]


def first(given_: Incident) -> PartyTriage:
    """The triage of the first party, without a look at what would change it."""
    return triage(given_, breach_rules(), with_changes=False)[0]


def notes(found: PartyTriage) -> set[str]:
    return {note.id for note in found.notes}


# What people ask first, numbered as in the FAQ that the rules cite.


def test_q1_who_gave_the_data_otherwise_than_by_entrustment_owes_no_report() -> None:
    giver = party("みなと商会", role="giver", happened_here="no")
    receiver = party("かもめ保険", role="receiver", happened_here="yes")
    found = judged(incident(giver, receiver, sensitive="yes"))
    assert [each.outcome for each in found] == ["none", "must_report"]
    assert found[0].result("duty") == "none"


@pytest.mark.parametrize("persons", [1001, 5000])
def test_q2_member_ids_alone_are_personal_data_of_who_keeps_the_database(persons: int) -> None:
    found = one(incident(data_kind="ids_only", persons=persons))
    assert found.result("data") == "covered"
    assert found.outcome == "must_report"


@pytest.mark.parametrize(
    ("proof", "outcome"),
    [("written", "none"), ("logs", "none"), ("oral", "must_report"), ("none", "must_report")],
)
def test_q3_misdirected_mail_deleted_unread_needs_proof(proof: str, outcome: str) -> None:
    found = one(incident(sensitive="yes", recovered_unseen="yes", recovery_proof=proof))
    assert found.outcome == outcome


def test_q3_without_a_word_on_proof_it_is_a_leak_and_asked_for() -> None:
    found = one(incident(sensitive="yes", recovered_unseen="yes", without=["recovery_proof"]))
    assert found.outcome == "must_report"
    assert "recovery_proof" in found.questions


def test_q4_provision_on_purpose_without_consent_is_no_leak_but_a_breach_of_article_27() -> None:
    found = one(incident(sensitive="yes", acted="firm", provision_ground="none", persons=9000))
    assert found.outcome == "none"
    assert found.result("provision") == "own_breach"
    assert "own-provision" in notes(found)
    with_consent = one(incident(sensitive="yes", acted="firm", provision_ground="consent"))
    assert with_consent.result("provision") == "own"
    assert "own-provision" not in notes(with_consent)


def test_q5_unknown_details_do_not_put_off_the_first_report() -> None:
    vague = incident(without=[*incident().facts], persons=None)
    found = one(vague)
    assert found.outcome == "must_report"
    assert {"data_kind", "sensitive", "wrongful_purpose", "my_number"} <= set(found.questions)
    assert "unknown-details" in notes(found)
    first = due(vague, "preliminary")
    assert first is not None
    assert str(first.last) == "2026-11-06"


def test_q6_a_first_report_holds_what_is_known() -> None:
    (note,) = [
        note for note in one(incident(sensitive="yes")).notes if note.id == "unknown-details"
    ]
    assert "足ります" in note.says.ja
    assert "3-5-3-3" in {basis.section for basis in note.basis}


def test_q7_weekends_and_holidays_count_for_the_first_report() -> None:
    first = due(incident(sensitive="yes", knowing="2026-11-20"), "preliminary")
    assert first is not None
    assert (str(first.first), str(first.last)) == ("2026-11-22", "2026-11-24")


def test_q8_a_suspicion_not_confirmed_ends_in_a_voluntary_final_report() -> None:
    given_ = incident(
        sensitive="yes",
        leak="suspected",
        suspicion_cleared="yes",
        acts=[did("みなと商会", "preliminary", "2026-11-04")],
    )
    found = one(given_)
    assert found.outcome == "none"
    assert found.result("reportable") == "cleared"
    assert {"cleared-report", "no-notice-when-cleared"} <= notes(found)
    final = due(given_, "final_cleared")
    assert final is not None
    assert final.is_guide


def test_q9_employees_alone_may_be_told_on_the_intranet() -> None:
    assert "intranet" in notes(one(incident(sensitive="yes", persons_kind="staff")))
    assert "intranet" not in notes(one(incident(sensitive="yes")))


def test_q10_persons_are_told_promptly_about_the_final_report_at_the_latest() -> None:
    given_ = incident(sensitive="yes")
    assert "time-of-notice" in notes(one(given_))
    told, final = due(given_, "notice_to_persons"), due(given_, "final")
    assert told is not None
    assert final is not None
    assert told.is_guide
    assert told.last == final.last


def test_q11_where_there_was_none_nobody_is_told() -> None:
    given_ = incident(sensitive="yes", leak="suspected", suspicion_cleared="yes")
    assert due(given_, "notice_to_persons") is None
    assert "no-notice-when-cleared" in notes(one(given_))


@pytest.mark.parametrize(("tried", "said"), [("no", True), ("yes", False)])
def test_q12_all_means_are_tried_before_another_measure(tried: str, said: bool) -> None:  # noqa: FBT001
    found = one(incident(sensitive="yes", contacts="some", means_tried=tried))
    assert ("all-means" in notes(found)) is said


def test_q13_publication_is_desirable_and_disclosure_a_matter_of_its_own() -> None:
    found = one(incident(sensitive="yes", listed="yes"))
    assert {"publication", "timely-disclosure"} <= notes(found)
    published = incident(sensitive="yes", acts=[did("みなと商会", "publication", "2026-11-05")])
    assert not {"publication", "timely-disclosure"} & notes(one(published))


def test_q14_and_q15_a_contact_desk_may_serve_where_it_is_found() -> None:
    assert {"alternative", "home-page"} <= notes(one(incident(sensitive="yes", contacts="none")))
    assert not {"alternative", "home-page"} & notes(one(incident(sensitive="yes")))


def test_q16_after_a_report_there_may_be_guidance_and_answers_may_be_late() -> None:
    name = "みなと商会"
    given_ = incident(
        sensitive="yes",
        acts=[
            did(name, "preliminary", "2026-11-04"),
            did(name, "question", "2026-11-10", due="2026-11-16"),
        ],
    )
    assert {"guidance-after-report", "late-answer"} <= notes(one(given_))
    answered = replace(given_, acts=(*given_.acts, did(name, "answer", "2026-11-16")))
    assert "late-answer" not in notes(one(answered))


def test_q17_the_authority_may_publish() -> None:
    asked = incident(
        sensitive="yes", acts=[did("みなと商会", "question", "2026-11-10", due="2027-11-16")]
    )
    assert "published-by-authority" in notes(one(asked))
    assert "published-by-authority" not in notes(one(incident(sensitive="yes")))


# Distinctions.


@pytest.mark.parametrize("actor", ["employee", "secondee", "dispatched", "processor_staff"])
def test_what_a_person_took_out_is_a_leak_not_a_provision(actor: str) -> None:
    found = one(incident(acted=actor, wrongful_purpose="yes"))
    assert found.result("provision") == "person"
    assert found.outcome == "must_report"
    assert ("seconded" in notes(found)) is (actor == "secondee")


@pytest.mark.parametrize("kind", ["loss", "damage"])
def test_data_kept_elsewhere_are_no_loss_and_no_damage_but_taken_they_leak(kind: str) -> None:
    facts = {kind: "yes", "sensitive": "yes", "leak": "no"}
    assert one(incident(**facts)).outcome == "none"
    assert one(incident(**{**facts, "kept_elsewhere": "no"})).outcome == "must_report"
    assert one(incident(**{**facts, "leak": "yes"})).outcome == "must_report"


@pytest.mark.parametrize(
    ("encrypted", "keys", "outcome"),
    [("yes", "yes", "voluntary"), ("yes", "no", "must_report"), ("no", "no", "must_report")],
)
def test_encryption_helps_only_with_its_keys(encrypted: str, keys: str, outcome: str) -> None:
    found = one(incident(sensitive="yes", encrypted=encrypted, keys_safe=keys))
    assert found.outcome == outcome


@pytest.mark.parametrize(
    ("persons", "at_most", "outcome"),
    [
        (1000, None, "voluntary"),
        (1001, None, "must_report"),
        (None, 1000, "voluntary"),
        (None, 1001, "must_report"),
        (None, None, "must_report"),
    ],
)
def test_the_greatest_possible_number_counts(
    persons: int | None, at_most: int | None, outcome: str
) -> None:
    assert one(incident(persons=persons, at_most=at_most)).outcome == outcome


def test_below_the_four_situations_a_report_is_voluntary() -> None:
    found = one(incident())
    assert found.outcome == "voluntary"
    assert found.result("reportable") == "below"


def test_my_number_is_never_decided_by_rule_7_alone() -> None:
    assert one(incident(my_number="yes")).outcome == "lawyer"
    assert one(incident(without=["my_number"])).outcome == "lawyer"
    assert one(incident(my_number="yes", sensitive="yes")).outcome == "must_report"


def test_public_bodies_go_by_their_own_rules() -> None:
    public = party("みなと市", sector="public")
    assert one(incident(public, persons=101)).outcome == "must_report"
    assert one(incident(public, persons=3)).outcome == "lawyer"
    step = next(taken for taken in one(incident(public)).steps if taken.step.id == "public")
    assert "R" in {basis.tag for basis in step.step.basis}


def test_finance_has_forms_of_its_own() -> None:
    assert "finance" in notes(one(incident(party("かもめ保険", sector="finance"), sensitive="yes")))


def test_planned_data_count_for_number_3_only() -> None:
    planned = {"data_kind": "planned", "sensitive": "yes"}
    assert one(incident(persons=9000, **planned)).outcome == "voluntary"
    assert (
        one(incident(wrongful_purpose="yes", acted="outsider", **planned)).outcome == "must_report"
    )


def test_old_incidents_go_by_the_law_of_their_day() -> None:
    found = one(incident(sensitive="yes", knowing="2022-03-31"))
    assert found.outcome == "none"
    assert found.result("law") == "none"
    later = one(incident(sensitive="yes", knowing="2022-04-02", occurred="2022-01-10"))
    assert "before-in-force" in notes(later)


def notified(at: str, **facts: str) -> tuple[PartyTriage, ...]:
    return judged(
        incident(
            *CHAIN,
            knowing=[knew(PROCESSOR, "2026-11-02")],
            acts=[did(PROCESSOR, "notice_to_client", at)],
            sensitive="yes",
            **facts,
        )
    )


def test_a_processor_that_notified_promptly_is_freed_and_helps() -> None:
    client, processor = notified("2026-11-06")
    assert (client.outcome, processor.outcome) == ("must_report", "none")
    assert "help-the-client" in notes(processor)
    assert "joint-report" in notes(client)


def test_a_late_notice_is_for_a_lawyer() -> None:
    assert notified("2026-11-07")[1].outcome == "lawyer"


def test_a_freed_processor_of_my_number_data_is_for_a_lawyer() -> None:
    assert notified("2026-11-06", my_number="yes")[1].outcome == "lawyer"


def test_without_notice_both_owe_the_report() -> None:
    assert [found.outcome for found in judged(incident(*CHAIN, sensitive="yes"))] == [
        "must_report",
        "must_report",
    ]


def test_beyond_the_first_tier_a_lawyer_decides() -> None:
    chain = (
        party(CLIENT, role="client", happened_here="no"),
        party(PROCESSOR, client=CLIENT, happened_here="yes"),
        party(BELOW, client=PROCESSOR, happened_here="yes"),
    )
    found = judged(
        incident(
            *chain,
            sensitive="yes",
            knowing=[knew(BELOW, "2026-11-02")],
            acts=[did(BELOW, "notice_to_client", "2026-11-03")],
        )
    )
    assert found[2].outcome == "lawyer"
    assert found[2].result("exemption") == "unclear"


def test_data_that_were_not_entrusted_are_no_matter_of_the_processor() -> None:
    parties = (party(CLIENT), party(PROCESSOR, role="other", happened_here="no"))
    assert [found.outcome for found in judged(incident(*parties, sensitive="yes"))] == [
        "must_report",
        "none",
    ]


def test_what_would_change_an_outcome_does_change_it() -> None:
    given_ = incident(sensitive="yes")
    found = one(given_)
    changes = [change for change in found.changes if change.fact in breach_rules().facts]
    assert {"sensitive", "leak", "data_kind", "acted"} <= {change.fact for change in changes}
    for change in changes:
        other = replace(given_, facts={**given_.facts, change.fact: change.value})
        assert one(other).outcome == change.outcome


def test_the_amendment_is_a_dated_note_and_decides_nothing() -> None:
    rules = breach_rules()
    cited = {basis.instrument for step in rules.steps for basis in step.basis}
    cited |= {
        b.instrument for rule in rules.values.values() for one in rule.dated for b in one.basis
    }
    assert "appi-2026" not in cited
    assert "amendment" in notes(one(incident(sensitive="yes")))


# Laws.

CHOICES: Mapping[str, tuple[str, ...]] = {
    fact.id: tuple(choice.id for choice in fact.choices)
    for fact in breach_rules().facts.values()
    if fact.kind in (FactKind.CHOICE, FactKind.YES_NO)
}
PARTIES = st.fixed_dictionaries(
    {},
    optional={
        "role": st.sampled_from(["only", "client", "processor", "giver", "receiver", "other"]),
        "happened_here": st.sampled_from(["yes", "no"]),
        "sector": st.sampled_from(["private", "finance", "public"]),
    },
)
FACTS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(ids) for name, ids in CHOICES.items()}
)
PERSONS = st.none() | st.sampled_from([0, 1, 99, 100, 101, 1000, 1001, 90_000])
NOTIFIED = st.none() | st.sampled_from(["2026-11-03", "2026-11-06", "2026-11-07"])
BINDING = frozenset({"must_report", "lawyer"})


def any_incident(
    facts: Mapping[str, str], own: Mapping[str, str], persons: int | None, notified_at: str | None
) -> Incident:
    found = party(PROCESSOR)
    parties = (
        replace(found, client=CLIENT if own.get("role") == "processor" else "", facts=own),
        party(CLIENT, role="client", happened_here="no"),
    )
    acts = [did(PROCESSOR, "notice_to_client", notified_at)] if notified_at else []
    return replace(
        incident(*parties, persons=persons, knowing=[knew(PROCESSOR, "2026-11-02")], acts=acts),
        facts=facts,
    )


@given(facts=FACTS, own=PARTIES, persons=PERSONS, at=NOTIFIED, seed=st.integers(0, 9999))
@settings(max_examples=examples(60), deadline=None)
def test_the_order_of_facts_changes_nothing(
    facts: dict[str, str], own: dict[str, str], persons: int | None, at: str | None, seed: int
) -> None:
    mixed = sorted(facts.items(), key=lambda item: hash((item, seed)))
    as_given = any_incident(facts, own, persons, at)
    other = any_incident(dict(mixed), dict(reversed(own.items())), persons, at)
    turned = replace(other, parties=tuple(reversed(other.parties)))
    assert outcomes(as_given) == outcomes(other)
    assert outcomes(as_given) == outcomes(turned)[::-1]


WORSE = (
    {"sensitive": "yes"},
    {"property_damage": "yes"},
    {"wrongful_purpose": "yes"},
    {"wrongful_purpose": "suspected"},
    {"my_number": "yes"},
)


@given(
    facts=FACTS,
    own=PARTIES,
    persons=PERSONS,
    more=st.integers(0, 100_000),
    at=NOTIFIED,
    worse=st.sampled_from(WORSE),
)
@settings(max_examples=examples(300), deadline=None)
def test_more_persons_or_worse_data_never_make_a_reportable_case_unreportable(
    facts: dict[str, str],
    own: dict[str, str],
    persons: int | None,
    more: int,
    at: str | None,
    worse: dict[str, str],
) -> None:
    before = first(any_incident(facts, own, persons, at))
    after = [
        any_incident({**facts, **worse}, own, persons, at),
        any_incident(facts, own, (persons or 0) + more, at) if persons is not None else None,
    ]
    for given_ in after:
        found = first(given_) if given_ is not None else before
        if before.outcome == "must_report":
            assert found.outcome == "must_report"
        if before.outcome in BINDING and before.result("reportable") in ("yes", "open"):
            assert found.outcome in BINDING


@given(facts=FACTS, own=PARTIES, persons=PERSONS, at=NOTIFIED, data=st.data())
@settings(max_examples=examples(150), deadline=None)
def test_not_knowing_a_fact_is_never_milder_than_the_gravest_it_may_be(
    facts: dict[str, str],
    own: dict[str, str],
    persons: int | None,
    at: str | None,
    data: st.DataObject,
) -> None:
    """Where some value of an unknown fact makes a report due, not knowing it is not taken as none."""
    name = data.draw(st.sampled_from(sorted(CHOICES)))
    unknown = {key: value for key, value in facts.items() if key != name}
    if first(any_incident(unknown, own, persons, at)).outcome in BINDING:
        return
    # That it happened and that it was found not to have cannot both be; reading refuses such a sheet.
    cleared = unknown.get("suspicion_cleared") == "yes" and name in ("leak", "loss", "damage")
    for value in set(CHOICES[name]) - ({"yes"} if cleared else set()):
        given_ = any_incident({**unknown, name: value}, own, persons, at)
        assert first(given_).outcome != "must_report", (name, value)
