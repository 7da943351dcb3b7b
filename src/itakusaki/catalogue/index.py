"""The index: what exists in the catalogue, by kind, for checking references between entries."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from itakusaki.catalogue.yaml_file import Place
from itakusaki.model.message import N_, Message

Data = Mapping[str, Any]
#: A mistake before it has a line: kind and name of the entry, the place inside it, what is wrong.
Found = tuple[str, str, Place, Message]


class Index:
    """What exists, by kind."""

    def __init__(self, files: Mapping[str, Data], figures: AbstractSet[str] | None = None) -> None:
        sources = files["sources.yaml"]
        self.controls = {
            control["id"]: control
            for data in files.values()
            for control in data.get("controls", ())
        }
        self.facts = {
            fact["id"]: fact
            for control in self.controls.values()
            for fact in control.get("facts", ())
        }
        self.instruments = {entry["id"]: entry for entry in sources["instruments"]}
        self.sources = {entry["key"] for entry in sources["sources"]}
        self.tags = {str(key) for key in sources["tags"]}
        self.cases = {entry["code"]: entry for entry in files["cases.yaml"]["cases"]}
        self.crosswalk = {row["id"]: row for row in files["crosswalk.yaml"]["rows"]}
        self.frameworks = files["crosswalk.yaml"]["frameworks"]
        self.standards = {entry["id"]: entry for entry in files["credits.yaml"]["standards"]}
        self.always_asked = frozenset(files["credits.yaml"]["never"]["domains"])
        self.depths = {entry["id"]: entry for entry in files["depths.yaml"]["depths"]}
        self.moving = files["depths.yaml"]["moving"]
        self.rules = {rule["id"]: rule for rule in files["cross_checks.yaml"]["rules"]}
        self.topics = {topic["id"] for topic in files["cross_checks.yaml"]["topics"]}
        self.spellings = {"", *files["cross_checks.yaml"].get("spellings", {})}
        #: Figures of control tests as "test.figure"; None where they are not looked at.
        self.figures = figures


def unknown(kind: str, name: object) -> Message:
    """What to say of a name that stands for nothing."""
    kinds = {
        "instrument": N_("unknown instrument {name}; add it to sources.yaml or correct the id"),
        "case": N_("unknown case finding {name}; add it to cases.yaml or correct the code"),
        "crosswalk": N_("unknown crosswalk row {name}; add it to crosswalk.yaml or correct the id"),
        "fact": N_("unknown fact {name}; facts are named CONTROL.name and stand in their control"),
        "cross-check": N_("unknown cross-check {name}; add it to cross_checks.yaml"),
        "source": N_("unknown source {name}; add it to sources.yaml or correct the key"),
        "control": N_("unknown control {name}"),
        "framework": N_("unknown framework {name}; it is one of those of crosswalk.yaml"),
        "test": N_("unknown control test {name}"),
        "figure": N_(
            "unknown figure {name}; it is TEST.figure, as the control tests in evidence/tests have it"
        ),
        "topic": N_("unknown topic {name}; add it to the topics of cross_checks.yaml"),
        "spellings": N_("unknown set of spellings {name}; add it to cross_checks.yaml"),
    }
    return Message.of(kinds[kind], name=str(name))
