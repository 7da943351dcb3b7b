"""Rules of credit: which certificates there are and what each may stand for, as credits.yaml holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from itakusaki.catalogue.texts import words, words_if_given
from itakusaki.files.folding import fold
from itakusaki.model.message import Words

#: A mapping so sure of itself only stands for nothing.
RECALLED: Final = "R"
#: A certificate never counts for more than this grade of evidence.
HIGHEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A kind of certificate: its names in ledgers, its grade of evidence (1–3), control → its references.

    `controls` are those that its grade is enough for.
    `is_read` is False where the list behind it has not been read; it then stands for nothing.
    """

    id: str
    title: Words
    names: tuple[str, ...]
    grade: int
    controls: Mapping[str, tuple[str, ...]]
    is_read: bool
    leaves: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRules:
    """Every standard, and the entries of a scope that mean the whole company (folded)."""

    standards: tuple[Standard, ...] = ()
    whole_company: frozenset[str] = frozenset()


def built_credits(
    data: Mapping[str, Any], crosswalk: Mapping[str, Any], needed: Mapping[str, int]
) -> CreditRules:
    """The rules from credits.yaml; a mapping that is only recalled is left out.

    `needed` are the controls that a certificate may stand for, with the grade each needs to be verified.
    """
    return CreditRules(
        standards=tuple(_standard(entry, crosswalk, needed) for entry in data["standards"]),
        whole_company=frozenset(scope_key(word) for word in data["whole_company"]),
    )


def _standard(
    data: Mapping[str, Any], crosswalk: Mapping[str, Any], needed: Mapping[str, int]
) -> Standard:
    references: dict[str, list[str]] = {}
    grade = min(data["grade"], HIGHEST)
    for refs, named in _mapped(data, crosswalk):
        for name in named:
            if needed.get(name, HIGHEST + 1) <= grade:
                references.setdefault(name, []).extend(refs)
    return Standard(
        id=data["id"],
        title=words(data["title"]),
        names=tuple(data["names"]),
        grade=grade,
        controls={name: tuple(dict.fromkeys(refs)) for name, refs in references.items()},
        is_read=not crosswalk["frameworks"][data["framework"]].get("named_only", False),
        leaves=words_if_given(data.get("leaves")),
    )


def _mapped(
    data: Mapping[str, Any], crosswalk: Mapping[str, Any]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """References and the controls they stand for, of mappings that are more than recalled."""
    framework = data["framework"]
    for entry in crosswalk["frameworks"][framework].get("requirements", ()):
        if entry["level"] in data.get("levels", ()) and str(entry["tag"]) != RECALLED:
            yield (entry["id"],), entry["controls"]
    rows = {row["id"]: row for row in crosswalk["rows"]}
    for line in data.get("lines", ()):
        row = rows[line["row"]]
        if str(row["tags"].get(framework, RECALLED)) != RECALLED:
            yield row["refs"][framework], line["controls"]


def scope_key(text: str) -> str:
    """What a name of a certificate or an entry of its scope is compared by."""
    return "".join(fold(text).split())
