"""Front matter: what stands around a document's text, handed over beside it and never read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from itakusaki.model.allowance import USUAL, Allowance
from itakusaki.model.message import Message
from itakusaki.report.view.brand import BrandView


class DocumentForm(StrEnum):
    """How a document begins: with addressee and sender as a letter, or with a title as a report."""

    LETTER = "letter"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontFact:
    """A line of the small table under the title: what it is, and what it says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPicture:
    """A picture that the text asks for by name: a Vega-Lite chart, and the same said in words.

    `width` is in mm. A picture without a chart has nothing to show, and is left out.
    """

    name: str
    alt: str
    width: int
    chart: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What stands around a document's text, as plain text in the document's language, unescaped.

    Writers escape it. An empty field is left out with its label; `addressee` and `sender` are lines
    in order, with 御中 or 様 where one belongs. `day` is the day the document bears, and the one that
    stands in the file's own properties: it comes from the round or the user, never from a clock.
    """

    kind: str
    language: str
    title: str
    day: date
    form: DocumentForm = DocumentForm.REPORT
    number: str = ""
    addressee: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    facts: tuple[FrontFact, ...] = ()
    #: Stands at the head of every page, e.g. 社外秘.
    confidentiality: str = ""
    #: Stands beside it, e.g. 案.
    status: str = ""
    #: Small print at the very end: sources, versions, what the document is not.
    foot: tuple[str, ...] = ()
    is_landscape: bool = False
    #: A table right below a heading is cited by that, as in a form that an authority gives.
    headings_cite: bool = False
    pictures: tuple[DocumentPicture, ...] = ()
    brand: BrandView = field(default_factory=BrandView)


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingSettings:
    """With what documents are written.

    `templates` are folders of a user's own templates, in the order in which they are looked through;
    `allowance` is what filling one of those may take. `font_dir` holds fonts that go before ours.
    """

    templates: tuple[Path, ...] = ()
    allowance: Allowance = USUAL
    font_dir: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDocument:
    """A document as bytes of one format, and what its reader has to be told, such as a missing sign."""

    content: bytes
    notices: tuple[Message, ...] = ()
