"""Pages: a document as HTML in the house's style, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

from itakusaki.files.visible import visible
from itakusaki.language import Translator, translator_for
from itakusaki.report.documents.blocks import (
    Alignment,
    PictureBlock,
    RunningText,
    TableBlock,
    TextRun,
)
from itakusaki.report.documents.column_widths import UPRIGHT
from itakusaki.report.documents.front import FrontMatter, WritingSettings, WrittenDocument
from itakusaki.report.documents.front_view import FrontView, front_view
from itakusaki.report.documents.layout_data import LayoutData
from itakusaki.report.documents.markdown_blocks import directive
from itakusaki.report.documents.pictures import checked, illustrated, picture_notices
from itakusaki.report.environment import pages
from itakusaki.report.formats.page import INDENT, tidy
from itakusaki.report.markdown_text import escaped

_RULE: Final = "---"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageData(LayoutData):
    """Layout data for HTML: running text is escaped already, columns bear the classes of the style."""

    def _place(self, alignment: Alignment) -> str:
        return {Alignment.RIGHT: "n", Alignment.CENTRE: "c"}.get(alignment, "t")

    def _row(self, block: TableBlock, row: Sequence[RunningText]) -> dict[str, Any]:
        """A row's cells, each with the class of its column beside it."""
        cells = [self._runs(cell) for cell in row]
        return {
            "cells": cells,
            "placed": list(zip(map(self._place, block.alignments), cells, strict=True)),
        }

    def _picture(self, block: PictureBlock) -> dict[str, Any]:
        # Made by Vega, which escapes what it is given; ours is what it is called.
        named = f'<svg role="img" aria-label="{escape(visible(block.alt))}" '
        svg = Markup(block.svg.replace("<svg ", named, 1))  # noqa: S704
        caption = self._caption(block)
        return {
            "kind": "picture",
            "svg": svg,
            "alt": block.alt,
            "width": block.width,
            "caption": caption,
        }

    def _runs(self, text: RunningText) -> Markup:
        return Markup("".join(self._shown(run) for run in text))  # noqa: S704 - escaped in _piece

    def _shown(self, run: TextRun) -> str:
        shown = "".join(_piece(text, lang) for text, lang in self.pieces(run.text))
        return f"<strong>{shown}</strong>" if run.is_strong else shown


def _piece(text: str, lang: str) -> str:
    safe = str(escape(visible(text))).replace("\n", "<br>")
    return f'<span lang="{lang}">{safe}</span>' if lang else safe


def write_html(
    front: FrontMatter, text: str, settings: WritingSettings | None = None
) -> WrittenDocument:
    """A document as one self-contained page.

    Raises:
        DocumentTextError: its text holds what documents do not know.
        ReportTemplateError: a template of one's own cannot be used, or takes too long.
    """
    settings = settings or WritingSettings()
    found = illustrated(front, text)
    blocks = PageData(language=front.language, room=UPRIGHT).of(found)
    templates = pages(
        "html", settings.templates, translator_for(front.language), settings.allowance
    )
    page = templates.render("document.html.j2", document=front_view(front), blocks=blocks)
    return WrittenDocument(
        content=tidy(INDENT.sub("", page)), notices=picture_notices(front, found)
    )


def write_markdown(
    front: FrontMatter,
    text: str,
    settings: WritingSettings | None = None,  # noqa: ARG001 - as the other writers take it
) -> WrittenDocument:
    """A document as Markdown: the front at its head, and in place of directives what can be shown.

    Raises:
        DocumentTextError: its text holds what documents do not know.
    """
    view = front_view(front)
    captions = dict(_captions(front, text))
    head = "\n".join(_head(view, translator_for(front.language)))
    body = "\n".join(
        line
        for number, given in enumerate(text.split("\n"), start=1)
        for line in _shown(given, captions.get(number, ""))
    )
    foot = "\n\n".join((_RULE, *map(escaped, view.foot))) if view.foot else ""
    return WrittenDocument(content=tidy(f"{head}\n\n{body}\n\n{foot}"))


def _captions(front: FrontMatter, text: str) -> Iterator[tuple[int, str]]:
    """What stands above the table, or for the picture, that begins in a line of the text."""
    colon = translator_for(front.language).gettext(": ")
    alts = {picture.name: picture.alt for picture in front.pictures}
    for block in checked(front, text):
        if isinstance(block, TableBlock):
            yield block.line, escaped(block.caption)
        elif isinstance(block, PictureBlock):
            said = (block.caption, alts[block.name]) if block.caption else (alts[block.name],)
            yield block.line, colon.join(map(escaped, said))


def _head(view: FrontView, translator: Translator) -> Iterator[str]:
    yield f"# {escaped(view.title)}"
    yield ""
    if view.marks:
        yield f"**{escaped(view.marks)}**"
        yield ""
    if view.is_letter:
        colon = translator.gettext(": ")
        for label, value in _letterhead(view, translator):
            yield f"- {label}{colon}{escaped(value)}"
    for fact in view.facts:
        yield f"- {escaped(fact.label)}{translator.gettext(': ')}{escaped(fact.value)}"


def _letterhead(view: FrontView, translator: Translator) -> Iterator[tuple[str, str]]:
    rows = (
        ("To", "\n".join(view.addressee)),
        ("From", "\n".join(view.sender)),
        ("No.", view.number),
        ("Date", view.day),
    )
    yield from ((translator.gettext(label), value) for label, value in rows if value)


def _shown(line: str, caption: str) -> Sequence[str]:
    """What stands for a line: a caption above its table, something else for a directive."""
    found = directive(line)
    if found is None:
        return ("", caption, "", line) if caption else (line,)
    name, value = found
    labels = [escaped(label.strip()) for label in value.split("|")]
    match name:
        case "approvals":
            return (
                f"| {' | '.join(labels)} |",
                "| --- " * len(labels) + "|",
                "|  " * len(labels) + "|",
            )
        case "signature":
            return [f"- {label} \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_" for label in labels]
        case "picture":
            return [caption]
        case "page":
            return ("", _RULE, "")
        case _:
            return ()
