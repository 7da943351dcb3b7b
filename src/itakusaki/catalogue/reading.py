"""Reading the checklists: which files of a folder are read, in which order, and as what kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from itakusaki.catalogue.overlay import FileKind, Overlay
from itakusaki.catalogue.yaml_file import Mistake
from itakusaki.model.message import N_, Message

#: The order in which domains are asked and printed; domains of one's own follow by name.
DOMAIN_ORDER = ("SEL", "CON", "GRP", "SUB", "ORG", "PER", "PHY", "TEC", "BRC", "INV", "PRV")


def _kind(name: str, **lists: str) -> FileKind:
    return FileKind(schema=f"{name}.schema.json", lists=lists, completes=True)


#: Files that are there once, each with its lists of entries; other files hold a domain.
FILES: Final[Mapping[str, FileKind]] = {
    "scoring.yaml": _kind("scoring"),
    "sources.yaml": _kind("sources", sources="key", instruments="id"),
    "cases.yaml": _kind("cases", cases="code"),
    "crosswalk.yaml": _kind("crosswalk", rows="id"),
    "credits.yaml": _kind("credits", standards="id"),
    "rounds.yaml": FileKind(
        schema="rounds.schema.json",
        lists={"tiers": "id"},
        completes=True,
        by_field=frozenset({"tiers"}),
    ),
    "depths.yaml": _kind("depths", depths="id"),
    "glossary.yaml": _kind("glossary", terms="id"),
    "cross_checks.yaml": _kind("cross_checks", topics="id", rules="id"),
}
DOMAIN: Final = FileKind(
    schema="domain.schema.json",
    lists={"controls": "id"},
    completes=True,
    by_field=frozenset({"controls"}),
)


def read_checklists(*folders: Path, thorough: bool) -> Overlay:
    """Read the files of the folders over one another, the shipped folder first."""
    overlay = Overlay(schemas=folders[0] / "schemas", thorough=thorough)
    for number, folder in enumerate(folders):
        found = sorted(path.name for path in folder.glob("*.y*ml"))
        domains = sorted((name for name in found if _is_domain(name)), key=_domain_rank)
        read = [*(name for name in FILES if name in found), *domains]
        for name in read:
            overlay.lay(folder / name, FILES.get(name, DOMAIN), own=number > 0)
        overlay.mistakes += (_not_ours(name) for name in found if name not in read)
    overlay.mistakes += _absent(overlay)
    return overlay


def is_complete(overlay: Overlay) -> bool:
    """Whether every file is there without which nothing can be put together."""
    return set(FILES) <= set(overlay.documents)


def _absent(overlay: Overlay) -> Iterator[Mistake]:
    """Every file that nobody gave, and that nothing can be put together without."""
    for name in FILES:
        if name not in overlay.documents and name not in overlay.dropped:
            says = Message.of(N_("this file is missing"))
            yield Mistake(file=name, line=1, says=says)


def _is_domain(name: str) -> bool:
    stem = name.removesuffix(".yaml")
    return len(stem) == 3 and stem.isascii() and stem.isupper() and stem != name  # noqa: PLR2004 - as TEC


def _domain_rank(file_name: str) -> tuple[int, str]:
    domain = file_name.removesuffix(".yaml")
    rank = DOMAIN_ORDER.index(domain) if domain in DOMAIN_ORDER else len(DOMAIN_ORDER)
    return rank, domain


def _not_ours(name: str) -> Mistake:
    says = Message.of(
        N_(
            "no file of this name is read; a domain is called by three capital letters, as {example}"
        ),
        example="TEC.yaml",
    )
    return Mistake(file=name, line=1, says=says)
