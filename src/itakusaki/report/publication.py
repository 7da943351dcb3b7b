"""Publications: what a run publishes, as views per language, each built once and shared by formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.files.names import file_names
from itakusaki.files.spool import Spool
from itakusaki.language import translator_for
from itakusaki.model.allowance import USUAL, Allowance
from itakusaki.model.assessment import Assessment
from itakusaki.model.brand import Brand
from itakusaki.model.finding import Finding
from itakusaki.model.journal import JournalHead
from itakusaki.model.kept_incident import IncidentsTold
from itakusaki.model.message import Message
from itakusaki.model.rounds import RoundLines, RoundTally, ScoreHistory
from itakusaki.model.tracked import TrackedFinding
from itakusaki.report.view.brand import brand_view
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.portfolio import PortfolioView, portfolio_view
from itakusaki.report.view.processor import ProcessorView, processor_view
from itakusaki.report.view.sealed import SealedView, sealed_view
from itakusaki.report.view.supervision import SupervisionView, supervision_view


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A file of the report: a safe relative posix path, its bytes, and what whoever sends it has to be told."""

    name: str
    content: bytes
    notices: tuple[Message, ...] = ()

    def pieces(self) -> Iterable[bytes]:
        """Its bytes, as they are written."""
        return (self.content,)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamedFile:
    """A file of the report whose bytes are made as they are written, anew each time: it may be large."""

    name: str
    make: Callable[[], Iterator[bytes]]
    notices: tuple[Message, ...] = ()

    @property
    def content(self) -> bytes:
        """Its bytes, all at once."""
        return b"".join(self.make())

    def pieces(self) -> Iterable[bytes]:
        """Its bytes, as they are written."""
        return self.make()


#: Views that stay in memory for the next format.
KEPT_VIEWS: Final = 50
#: Any file of a report.
AnyReport: TypeAlias = ReportFile | StreamedFile
#: Gives a page's bytes, by its name, all it is made of, and what makes it; it may find them again.
PageSource: TypeAlias = Callable[[str, object, Callable[[], bytes]], bytes]


def made_anew(_name: str, _made_of: object, make: Callable[[], bytes]) -> bytes:
    """A page's bytes, made."""
    return make()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """How to publish: formats by name, languages, and folders of templates that go first.

    `allowance` is what filling a template of one's own may take; `closed` the journal's head at the
    closing of the round, None while it is open; `earlier` the round before, None where none is kept.
    `followed` are the findings that are kept over rounds, `trend` every round in numbers, `histories` the
    scores of each party over the rounds, `incidents` those of the workspace as far as
    reports may tell of them, None where it has none, `brand` the look of whoever publishes, whose
    name is `publisher`. `pages` may find a page again that was made of the same before.
    """

    formats: Sequence[str]
    languages: Sequence[str]
    templates: Sequence[Path] = ()
    allowance: Allowance = USUAL
    closed: JournalHead | None = None
    earlier: RoundLines | None = None
    followed: Sequence[TrackedFinding] = ()
    trend: Sequence[RoundTally] = ()
    histories: Mapping[str, ScoreHistory] = field(default_factory=dict)
    since: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    incidents: IncidentsTold | None = None
    brand: Brand = field(default_factory=Brand)
    publisher: str = ""
    pages: PageSource = made_anew


class Publication:
    """One run to be published; writers take from it the views they need."""

    def __init__(
        self,
        assessment: Assessment,
        found: Sequence[Finding],
        checklist: Checklist,
        policy: ScoringPolicy,
        edition: Edition,
        suspicions: Sequence[Suspicion] | None = None,
    ) -> None:
        self.assessment = assessment
        self.found = found
        self.checklist = checklist
        self.policy = policy
        self.edition = edition
        #: What may be a leak, in a sealed report; None in the ordinary one.
        self.suspicions = suspicions
        self._pages: dict[str, tuple[ProcessorView, ...] | Spool[ProcessorView]] = {}
        self._portfolios: dict[str, PortfolioView] = {}
        self._supervisions: dict[str, SupervisionView] = {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages wanted, each once."""
        return tuple(dict.fromkeys(self.edition.languages))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The safe name of every processor."""
        return file_names(result.processor.id for result in self.assessment.results)

    @cached_property
    def findings(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings of every processor."""
        sorted_out: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.found:
            sorted_out[finding.processor].append(finding)
        return {name: tuple(found) for name, found in sorted_out.items()}

    def suffix(self, language: str) -> str:
        """What tells the files of one language from those of the other, where there are both."""
        return f".{language}" if len(self.languages) > 1 else ""

    def portfolio(self, language: str) -> PortfolioView:
        """The portfolio in a language."""
        if language not in self._portfolios:
            self._portfolios[language] = portfolio_view(self.context(language), self.findings)
        return self._portfolios[language]

    def processors(self, language: str) -> Iterable[ProcessorView]:
        """Every processor in a language, in the order of the assessment; each is built once.

        Many lie on disk for the next format: all together would take more memory than all else of a run.
        """
        if language not in self._pages:
            built, is_few = self._built(language), len(self.assessment.results) <= KEPT_VIEWS
            self._pages[language] = tuple(built) if is_few else Spool(built)
        return self._pages[language]

    def sealed(self, language: str) -> Iterator[SealedView]:
        """Every processor concerned in a sealed report, in a language."""
        context = self.context(language)
        for result, page in zip(self.assessment.results, self.processors(language), strict=True):
            yield sealed_view(context, result, page, self.suspicions or ())

    def supervision(self, language: str) -> SupervisionView | None:
        """The client's own standing in a language, None where it is not judged."""
        standing = self.assessment.supervision
        if standing is not None and language not in self._supervisions:
            view = supervision_view(self.context(language), standing, self.found)
            self._supervisions[language] = view
        return self._supervisions.get(language)

    def _built(self, language: str) -> Iterator[ProcessorView]:
        context = self.context(language)
        for result in self.assessment.results:
            yield processor_view(context, result, self.findings.get(result.processor.id, ()))

    def context(self, language: str) -> ViewContext:
        """What views of a language are made from."""
        return ViewContext(
            assessment=self.assessment,
            checklist=self.checklist,
            policy=self.policy,
            translator=translator_for(language),
            names=self.names,
            suffix=self.suffix(language),
            others=tuple(code for code in self.languages if code != language),
            is_sealed=self.suspicions is not None,
            closed=self.edition.closed,
            earlier=self.edition.earlier,
            followed=self.edition.followed,
            trend=self.edition.trend,
            histories=self.edition.histories,
            since=self.edition.since,
            incidents=self.edition.incidents,
            brand=brand_view(self.edition.brand, self.edition.publisher),
        )
