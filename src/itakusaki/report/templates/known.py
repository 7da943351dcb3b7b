"""Known templates: the only list of what may be replaced, with the names each may use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Final, get_type_hints

from itakusaki.files.listing import leads_into
from itakusaki.language import LANGUAGES
from itakusaki.model.errors import UnknownNameError
from itakusaki.report.documents.front_view import FrontView
from itakusaki.report.documents.kinds import (
    DRAFT_KIND,
    INQUIRY_KIND,
    KINDS_OF_DOCUMENTS,
    PROVISIONS_KIND,
    DocumentKind,
    wording_of,
)
from itakusaki.report.terms import TermsView
from itakusaki.report.view.draft import DraftView
from itakusaki.report.view.inquiry import InquiryView
from itakusaki.report.view.portfolio import PortfolioView
from itakusaki.report.view.processor import ProcessorView
from itakusaki.report.view.provisions import ProvisionsView
from itakusaki.report.view.sealed import SealedView
from itakusaki.report.view.supervision import SupervisionView
from itakusaki.settings import data_folder

#: What a part that several pages share may use depends on the page: nothing is said of it.
ANYTHING: Final = Any
_PAGES: Final[Mapping[str, Mapping[str, Any]]] = {
    "index": {"view": PortfolioView},
    "client": {"view": SupervisionView},
    "processor": {"view": ProcessorView},
    "sealed": {"view": ProcessorView, "sealed": SealedView},
    "inquiry": {"view": InquiryView},
    "provisions": {"view": ProvisionsView},
    "terms": {"view": TermsView},
}
_OF_NO_ROUND: Final[Mapping[str, Any]] = {
    DRAFT_KIND: DraftView,
    INQUIRY_KIND: InquiryView,
    PROVISIONS_KIND: ProvisionsView,
}
_SHARED: Final = (
    "base.html.j2",
    "brand.css.j2",
    "documents/parts.md.j2",
    "logs.css.j2",
    "logs.html.j2",
    "logs.md.j2",
    "parts.html.j2",
    "parts.md.j2",
    "style.css.j2",
    "table.js.j2",
)
_WORD: Final = {"document": FrontView, "body": str}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTemplate:
    """A template by its path under `templates/`, and the names it may use with their types.

    `shipped` is the name of the shipped one it is made from; it differs where a kind has none of its own.
    """

    name: str
    names: Mapping[str, Any]
    shipped: str


@cache
def known_templates() -> Mapping[str, KnownTemplate]:
    """Every template that may be replaced, by name."""
    found = (*_pages(), *_wordings(), *_layouts(), *_shared())
    return {template.name: template for template in found}


def template_named(name: str) -> KnownTemplate:
    """The template of a name.

    Raises:
        UnknownNameError: there is none.
    """
    known = known_templates()
    if name not in known:
        raise UnknownNameError(name, tuple(known))
    return known[name]


def template_of(path: Path) -> KnownTemplate | None:
    """The template that a file would be in a templates folder, by the end of its path."""
    parts = path.resolve().parts
    tails = ("/".join(parts[-length:]) for length in (3, 2, 1))
    known = known_templates()
    return next((known[tail] for tail in tails if tail in known), None)


def in_force(template: KnownTemplate, folders: Sequence[Path]) -> Path:
    """The file that is used: in the first of the folders that has it, else the shipped one."""
    for folder in folders:
        path = folder / template.name
        if path.is_file() and leads_into(path, folder.resolve()):
            return path
    return data_folder("templates") / template.shipped


def _template(name: str, names: Mapping[str, Any], shipped: str = "") -> KnownTemplate:
    return KnownTemplate(name=name, names=names, shipped=shipped or name)


def _pages() -> Iterator[KnownTemplate]:
    for page, names in _PAGES.items():
        for ending in ("html", "md"):
            yield _template(f"{page}.{ending}.j2", names)


def _wordings() -> Iterator[KnownTemplate]:
    for kind in KINDS_OF_DOCUMENTS.values():
        yield _template(kind.template, {"view": _view_of(kind)})
    for name, view in _OF_NO_ROUND.items():
        yield _template(wording_of(name), {"view": view})


def _view_of(kind: DocumentKind) -> Any:  # noqa: ANN401 - a type
    viewer = kind.of_processor or kind.of_portfolio
    return get_type_hints(viewer)["return"]


def _layouts() -> Iterator[KnownTemplate]:
    yield _template("document.html.j2", {"document": FrontView, "blocks": list})
    yield _template("document.typ", {})
    for language in LANGUAGES:
        whole = f"{language}/document.docx"
        yield _template(whole, _WORD)
        for kind in (*KINDS_OF_DOCUMENTS, *_OF_NO_ROUND):
            yield _template(f"{language}/{kind}.docx", _WORD, whole)
            yield _template(f"{language}/{kind}.typ", {}, "document.typ")


def _shared() -> Iterator[KnownTemplate]:
    for name in _SHARED:
        yield _template(name, {"view": ANYTHING, "sealed": ANYTHING})


def is_shipped(template: KnownTemplate) -> bool:
    """Whether there is one of that very name among ours."""
    return template.name == template.shipped


def kind_of_file(template: KnownTemplate) -> str:
    """What sort of file a template is: j2, docx or typ."""
    return PurePosixPath(template.name).suffix[1:]
