"""Rules: all that the rule files say, the shipped ones with a workspace's own over them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from itakusaki.audit.code_stamp import code_stamp
from itakusaki.catalogue.breach import BreachRules
from itakusaki.catalogue.breach_rules import load_breach_rules
from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.cross_check import CrossCheck
from itakusaki.catalogue.evidence_data import EvidenceData, load_evidence_data
from itakusaki.catalogue.inquiry import PROVISIONS, InquiryRules, load_inquiry_rules
from itakusaki.catalogue.layout import STANDARD, Layout
from itakusaki.catalogue.layouts import load_layouts, with_answers
from itakusaki.catalogue.loader import Catalogue, load_catalogue
from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.catalogue.rounds import RoundRules
from itakusaki.files.cache import ResultCache, digest_of, folder_digest
from itakusaki.model.packed import NotPackedError, packed, unpacked
from itakusaki.validate.expectations import Suite
from itakusaki.validate.suites import load_suites

if TYPE_CHECKING:
    from itakusaki.retests.queries import Printer

#: Folders inside the checklists: layouts of workbooks, suites of expectations, all about logs, and
#: how an incident is judged.
LAYOUTS: Final = "layouts"
SUITES: Final = "suites"
EVIDENCE: Final = "evidence"
BREACH: Final = "breach"
PARTS: Final = (LAYOUTS, SUITES, EVIDENCE, BREACH)
#: What a cache calls the controls and all that stands beside them.
CATALOGUE: Final = "catalogue"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules in force, each part read when it is first wanted, and kept as long as this value.

    `own` is a workspace's folder `checklists`; `beside` a workspace of the older kind, in which
    `layouts` and `suites` lie beside that folder; `asked` are the controls in force, by id or span
    of ids, all where none is named; `spellings` own words for answers, by meaning; `cache` is where
    the controls are found again as they were made of the same files. Every part raises CatalogueError
    with all mistakes in its files.
    """

    shipped: Path
    own: Path | None = None
    beside: Path | None = None
    asked: tuple[str, ...] = ()
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cache: ResultCache = field(default_factory=ResultCache)

    @property
    def is_shipped(self) -> bool:
        """Whether there is nothing but the shipped rules."""
        return self.own is None and self.beside is None

    @property
    def own_files(self) -> tuple[Path, ...]:
        """The rule files of one's own, whether or not their names are read."""
        parts = (folder for part in PARTS for folder in self.folders(part)[1:])
        top = self.own.glob("*.y*ml") if self.own else ()
        return (*top, *(path for folder in parts for path in folder.rglob("*.y*ml")))

    def folders(self, part: str) -> tuple[Path, ...]:
        """The folders of a part, a later one over an earlier: shipped, older kind, one's own."""
        beside = self.beside if part in (LAYOUTS, SUITES) else None
        own = (folder / part for folder in (beside, self.own) if folder)
        return (self.shipped / part, *(folder for folder in own if folder.is_dir()))

    @cached_property
    def breach(self) -> BreachRules:
        """What an incident is asked for, and how it is judged."""
        instruments = self.checklist.instruments
        return load_breach_rules(*self.folders(BREACH), instruments=instruments)

    @property
    def checklist(self) -> Checklist:
        """The controls, and what they cite."""
        return self._catalogue.checklist

    @property
    def policy(self) -> ScoringPolicy:
        """How verdicts become scores and ratings."""
        return self._catalogue.policy

    @property
    def cross_checks(self) -> tuple[CrossCheck, ...]:
        """What is compared with what."""
        return self._catalogue.cross_checks

    @property
    def rounds(self) -> RoundRules:
        """Who is due in a round."""
        return self._catalogue.rounds

    @cached_property
    def _catalogue(self) -> Catalogue:
        content = self._content()
        if not content:
            return load_catalogue(self.shipped, self.own, asked=self.asked)
        return _catalogue_of(self.shipped, self.own, self.asked, content, self.cache)

    def _content(self) -> str:
        """A digest of every file that the rules are made of; "" where one is out of reach."""
        try:
            return folder_digest((self.shipped, *((self.own,) if self.own else ())))
        except OSError:
            return ""

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """How workbooks are laid out."""
        layouts = load_layouts(*self.folders(LAYOUTS))
        return tuple(with_answers(layout, self.spellings) for layout in layouts)

    @property
    def standard(self) -> Layout:
        """The layout of our own workbooks."""
        return next(layout for layout in self.layouts if layout.name == STANDARD)

    @cached_property
    def suites(self) -> tuple[Suite, ...]:
        """What the gate expects of each kind of table."""
        return load_suites(*self.folders(SUITES))

    @cached_property
    def evidence(self) -> EvidenceData:
        """The canonical exports, the control tests, and how products lay out their logs."""
        content = self._content()
        folders = self.folders(EVIDENCE)
        return _evidence_of(folders, content) if content else load_evidence_data(*folders)

    @cached_property
    def inquiry(self) -> InquiryRules:
        """The workbook of an answer to an inquiry, and the points it is judged by."""
        return load_inquiry_rules(self.shipped, self.own)

    @cached_property
    def provisions(self) -> InquiryRules:
        """The workbook of registers of provision and receipt, and the points it is judged by."""
        return load_inquiry_rules(self.shipped, self.own, file=PROVISIONS)

    @cached_property
    def printer(self) -> Printer:
        """What prints the tests' queries; printed once, they hold for all parties."""
        from itakusaki.retests.prints import printed_ahead  # noqa: PLC0415 - beside the next
        from itakusaki.retests.queries import Printer  # noqa: PLC0415 - same

        return Printer(data=self.evidence, ahead=printed_ahead(*self.folders(EVIDENCE)))


# One process often opens the same rules again; what files of the same content say is made once.


@lru_cache(maxsize=8)
def _catalogue_of(
    shipped: Path, own: Path | None, asked: tuple[str, ...], content: str, cache: ResultCache
) -> Catalogue:
    if cache.folder is None:
        return load_catalogue(shipped, own, asked=asked)
    key = digest_of(code_stamp(), content, str(shipped), str(own), asked)
    kept = cache.found(CATALOGUE, key)
    if kept is not None:
        with suppress(NotPackedError):
            found = unpacked(kept)
            if isinstance(found, Catalogue):
                return found
    made = load_catalogue(shipped, own, asked=asked)
    cache.keep(CATALOGUE, key, packed(made))
    return made


@lru_cache(maxsize=8)
def _evidence_of(folders: tuple[Path, ...], _content: str) -> EvidenceData:
    return load_evidence_data(*folders)
