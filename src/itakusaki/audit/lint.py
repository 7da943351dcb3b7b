"""Linting: everything wrong with the rule files, and every control whose proof fails."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from itakusaki.audit.rules import BREACH, EVIDENCE, LAYOUTS, SUITES, Rules
from itakusaki.catalogue.breach_rules import read_breach_rules
from itakusaki.catalogue.evidence_data import read_evidence
from itakusaki.catalogue.evidence_entries import EvidenceEntries
from itakusaki.catalogue.evidence_references import reference_mistakes
from itakusaki.catalogue.inquiry import INQUIRY, PROVISIONS, inquiry_mistakes, read_inquiry_rules
from itakusaki.catalogue.layouts import layout_mistakes, read_layouts
from itakusaki.catalogue.loader import Catalogue, read_catalogue
from itakusaki.catalogue.overlay import in_order
from itakusaki.catalogue.spellings import read_spellings
from itakusaki.catalogue.yaml_file import YamlFile, read_yaml
from itakusaki.inquiry.checks import CHECKS
from itakusaki.model.message import N_, Message
from itakusaki.score.proofs import failed_proofs
from itakusaki.validate.suites import read_suites


def lint(rules: Rules) -> tuple[Message, ...]:
    """Check the rule files of one's own over the shipped ones, else these; no message: all is well.

    Of one's own those proofs count that stand in them: who only changes the severity of a shipped
    control also changes what its shipped proofs would come to, and means to.
    """
    thorough = rules.is_shipped
    if not thorough and not rules.own_files:
        text = N_("{folder} holds no rule files (*.yaml), so there is nothing to check.")
        return (Message.of(text, folder=str(rules.own or rules.beside)),)
    entries, of_evidence = read_evidence(*rules.folders(EVIDENCE), thorough=thorough)
    layouts, of_layouts = read_layouts(*rules.folders(LAYOUTS), thorough=thorough)
    _, of_suites = read_suites(*rules.folders(SUITES), thorough=thorough)
    _, of_spellings = read_spellings(rules.shipped, thorough=thorough)
    points = [
        read_inquiry_rules(rules.shipped, rules.own, file=file, thorough=thorough)
        for file in (INQUIRY, PROVISIONS)
    ]
    found = [*of_evidence, *of_layouts, *of_suites, *of_spellings]
    found += (mistake for _, of_points in points for mistake in of_points)
    catalogue, mistakes = read_catalogue(
        rules.shipped, rules.own, thorough=thorough, figures=_figures(entries)
    )
    if catalogue is None:
        return tuple(mistake.message() for mistake in (*mistakes, *in_order(found)))
    checklist = catalogue.checklist
    names = {rule.id for rule in catalogue.cross_checks}
    _, of_breach = read_breach_rules(
        *rules.folders(BREACH), instruments=checklist.instruments, thorough=thorough
    )
    found += of_breach
    found += reference_mistakes(entries, checklist, names)
    found += layout_mistakes(layouts, checklist.controls, checklist.facts)
    for read, _ in points:
        found += inquiry_mistakes(read, checklist, names, tuple(CHECKS))
    return (*(mistake.message() for mistake in in_order(found)), *_failed(catalogue, rules))


def _figures(entries: EvidenceEntries) -> frozenset[str]:
    """Every figure of every test, as cross-checks name it."""
    return frozenset(
        f"{name}.{figure['name']}"
        for name, entry in entries.tests.items()
        for figure in entry.data.get("figures", ())
    )


def _failed(catalogue: Catalogue, rules: Rules) -> Iterator[Message]:
    """The proofs that fail, of those that count."""
    proved = catalogue.checklist.controls if rules.is_shipped else _proved(rules)
    if proved:
        failed = failed_proofs(catalogue.checklist, catalogue.policy, catalogue.cross_checks)
        yield from (proof.message() for proof in failed if proof.control in proved)


def _proved(rules: Rules) -> Collection[str]:
    """The controls that come with proofs in one's own folder."""
    files = (read_yaml(path) for path in rules.own.glob("*.yaml")) if rules.own else ()
    return {
        str(control["id"])
        for file in files
        if isinstance(file, YamlFile)
        for control in file.data.get("controls", ())
        if control.get("proof")
    }
