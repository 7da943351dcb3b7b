"""Word body: blocks as WordprocessingML, made in one go and under a template's own styles.

Styles are looked up by their names, which stay the same in every language of Word; their ids do not. A
template that lacks one gets the text in its plain style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from itakusaki.files.visible import visible
from itakusaki.language.foreign_text import JAPANESE
from itakusaki.report.documents.blocks import (
    Alignment,
    ApprovalBoxes,
    ContentsBlock,
    DocumentBlock,
    HeadingBlock,
    ListBlock,
    NoteBlock,
    PageBreak,
    ParagraphBlock,
    PictureBlock,
    RuleBlock,
    RunningText,
    SignatureLines,
    TableBlock,
    TextRun,
    WritingSpace,
    plain,
)
from itakusaki.report.documents.column_widths import (
    ACROSS,
    UPRIGHT,
    column_widths,
    extent,
    stays_together,
)
from itakusaki.report.documents.keeping import PageKeeping, keepings
from itakusaki.report.documents.layout_data import CONTENTS_LEVELS

#: Twentieths of a point: a line of a table; a box for a stamp (22 by 20 mm); a line to sign on.
_LINE: Final = 270
_BOX_WIDTH, _BOX_HEIGHT = 1247, 1134
_LABEL_WIDTH, _SIGN_WIDTH, _SIGN_HEIGHT = 2100, 5200, 680
#: What a half-width sign of a label takes, and what a line to sign on does not go below.
_LABEL_SIGN, _LEAST_SIGN_WIDTH, _MARGIN = 105, 3400, 90
#: Bookmarks are numbered beyond those that a template has of its own.
_BOOKMARKS: Final = 10_000
_ALIGNMENTS: Final[Mapping[Alignment, str]] = {
    Alignment.LEFT: "",
    Alignment.CENTRE: '<w:jc w:val="center"/>',
    Alignment.RIGHT: '<w:jc w:val="right"/>',
}
#: So many rows at the end of a table stay with the closing that follows it.
_CLOSING_ROWS: Final = 2
#: From so many rows on a table may end on the next page, though never with one row alone.
_LONG: Final = 4
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_APART: Final = '<w:spacing w:before="240"/>'
_RULED: Final = (
    '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:tcBorders>'
)
_STYLE_OF: Final = re.compile(r"<w:pPr>(?:<w:pStyle [^>]*/>)?")
_Flow: TypeAlias = "ParagraphBlock | ListBlock"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNumbering:
    """A numbered list: its own number, the name of its style, and the number it begins with."""

    number: int
    style: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A picture within the file: the id of its part, its size in English Metric Units."""

    part: str
    width: int
    height: int


#: The styles that a text may need, by the names Word knows them by in every language.
STYLES: Final = (
    "Normal",
    *(f"heading {level}" for level in (1, 2, 3)),
    *(
        f"List {kind}{deep}"
        for kind in ("Bullet", "Number", "Continue")
        for deep in ("", " 2", " 3")
    ),
    "Table Text",
    "Table Heading",
    "Table Label",
    "Table Gap",
    "caption",
    "Rule",
    "TOC Heading",
    *(f"toc {level}" for level in range(1, CONTENTS_LEVELS + 1)),
    "Document Table",
    "Document Note",
)


@dataclass(slots=True, kw_only=True)
class WordBody:
    """Makes the body of one document.

    `styles` are the template's: id by name in lower case. `width` is that of the text in twentieths of a
    point. `numbered` fills with the numbered lists met; their numbers go on from `last_number`.
    """

    styles: Mapping[str, str]
    width: int
    contents_title: str
    last_number: int
    is_landscape: bool = False
    pictures: Mapping[str, Placed] = field(default_factory=dict)
    numbered: list[ListNumbering] = field(default_factory=list)
    _headings: int = 0
    _drawn: int = 0
    _breaks: bool = False

    @property
    def _room(self) -> int:
        """Half-width signs across a page, at the size of tables."""
        return ACROSS if self.is_landscape else UPRIGHT

    def xml(self, blocks: Sequence[DocumentBlock]) -> str:
        """The blocks as paragraphs and tables, without a declaration of the prefix w."""
        headings = [block for block in blocks if isinstance(block, HeadingBlock)]
        return "".join(
            piece
            for block, following, keeping in zip(
                blocks, (*blocks[1:], None), keepings(blocks, self._room), strict=False
            )
            for piece in self._block(block, following, keeping, headings)
        )

    def _block(
        self,
        block: DocumentBlock,
        following: DocumentBlock | None,
        keeping: PageKeeping,
        headings: Sequence[HeadingBlock],
    ) -> Iterator[str]:
        match block:
            case PageBreak():
                self._breaks = True
            case HeadingBlock():
                yield self._heading(block)
            case ParagraphBlock():
                apart = _APART if block.closes else ""
                yield self._paragraph(
                    block.text, "Normal", keep=keeping.leads, more=apart, alignment=block.alignment
                )
            case ListBlock():
                *pieces, last = self._list(block, 0)
                yield from map(_kept, pieces) if keeping.whole else pieces
                yield _kept(last) if keeping.leads else last
            case RuleBlock() | ContentsBlock() | PictureBlock():
                yield self._single(block, headings)
            case _:
                if isinstance(block, TableBlock) and block.caption:
                    yield self._caption(block, keep=True)
                if self._breaks:  # only a paragraph can begin a page
                    yield self._paragraph((), "Table Gap")
                yield self._framed(block, following=following)
                # Without something between them Word makes one table of two.
                yield self._paragraph((), "Table Gap", keep=_is_closed(block, following))

    def _framed(
        self,
        block: NoteBlock | TableBlock | ApprovalBoxes | SignatureLines | WritingSpace,
        *,
        following: DocumentBlock | None,
    ) -> str:
        match block:
            case TableBlock():
                return self._table(block, is_closed=_is_closed(block, following))
            case NoteBlock():
                cell = "".join(piece for part in block.parts for piece in self._flow(part))
                return self._frame(cell or self._paragraph((), "Normal"), "Document Note", 1)
            case WritingSpace():
                return self._frame(self._paragraph((), "Table Text"), "Document Table", block.lines)
            case ApprovalBoxes():
                return self._boxes(block.labels)
            case SignatureLines():
                return self._signature(block.labels, is_last=following is None)

    def _single(
        self,
        block: RuleBlock | ContentsBlock | PictureBlock,
        headings: Sequence[HeadingBlock],
    ) -> str:
        match block:
            case RuleBlock():
                return self._paragraph((), "Rule")
            case ContentsBlock():
                return self._contents(headings)
            case PictureBlock():
                return self._picture(block)

    def _caption(self, block: TableBlock | PictureBlock, *, keep: bool) -> str:
        """A caption with its number as a field, so that Word counts on where tables are added."""
        kind = "Table" if isinstance(block, TableBlock) else "Figure"
        before, number, after = block.caption.partition(str(block.number))
        runs = f"{_runs(_text(before))}{_counted(kind, number)}{_runs(_text(after))}"
        return self._paragraph((), "caption", keep=keep, runs=runs)

    def _picture(self, block: PictureBlock) -> str:
        placed = self.pictures.get(block.name)
        if placed is None:
            said = self._paragraph(_text(block.alt), "Normal")
            return f"{self._caption(block, keep=True) if block.caption else ''}{said}"
        self._drawn += 1
        # A line of a fixed height would cut it off.
        loose = '<w:spacing w:before="120" w:after="160" w:line="240" w:lineRule="auto"/>'
        runs = f"<w:r>{_drawing(placed, block.alt, self._drawn)}</w:r>"
        drawn = self._paragraph((), "Normal", keep=bool(block.caption), more=loose, runs=runs)
        return f"{drawn}{self._caption(block, keep=False) if block.caption else ''}"

    def _flow(self, part: _Flow) -> Iterator[str]:
        if isinstance(part, ListBlock):
            yield from self._list(part, 0)
        else:
            yield self._paragraph(part.text, "Normal", alignment=part.alignment)

    def _heading(self, block: HeadingBlock) -> str:
        self._headings += 1
        number = _BOOKMARKS + self._headings
        mark = f'<w:bookmarkStart w:id="{number}" w:name="{_anchor(self._headings)}"/>'
        runs = f'{mark}{_runs(block.text)}<w:bookmarkEnd w:id="{number}"/>'
        return self._paragraph((), f"heading {block.level}", runs=runs)

    def _paragraph(
        self,
        text: RunningText,
        style: str,
        *,
        keep: bool = False,
        alignment: Alignment = Alignment.LEFT,
        more: str = "",
        runs: str = "",
    ) -> str:
        # The order is Word's.
        properties = (
            self._style("p", style)
            + ("<w:keepNext/>" if keep else "")
            + ("<w:pageBreakBefore/>" if self._breaks else "")
            + more
            + _ALIGNMENTS[alignment]
        )
        self._breaks = False
        return f"<w:p><w:pPr>{properties}</w:pPr>{runs or _runs(text)}</w:p>"

    def _style(self, kind: str, name: str) -> str:
        found = self.styles.get(name.lower())
        return f"<w:{kind}Style w:val={quoteattr(found)}/>" if found else ""

    def _list(self, block: ListBlock, depth: int) -> Iterator[str]:
        suffix = f" {depth + 1}" if depth else ""
        numbering = ""
        if block.is_ordered:
            numbering = self._numbering(f"List Number{suffix}", block.start, depth)
        for item in block.items:
            is_first = True
            for part in item:
                if isinstance(part, ListBlock):
                    yield from self._list(part, depth + 1)
                    continue
                name = "Number" if block.is_ordered else "Bullet"
                style = f"List {name if is_first else 'Continue'}{suffix}"
                yield self._paragraph(part.text, style, more=numbering if is_first else "")
                is_first = False

    def _numbering(self, style: str, start: int, depth: int) -> str:
        number = self.last_number + len(self.numbered) + 1
        self.numbered.append(ListNumbering(number=number, style=style, start=start))
        return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'

    def _table(self, block: TableBlock, *, is_closed: bool) -> str:
        shares = column_widths(block, self._room)
        widths = [self.width * share // sum(shares) for share in shares]
        last = len(block.rows) - 1
        together = stays_together(block)
        rows = [self._row(block, block.head, widths, style="Table Heading", keep=True)]
        for place, row in enumerate(block.rows):
            # What closes the text is not left alone on a page: the last rows go with it. Nor is one row
            # of a longer table, at the foot of a page or at the head of the next.
            keep = (
                (together and place < last)
                or (is_closed and place > last - _CLOSING_ROWS)
                or (last >= _LONG and place in {0, last - 1})
            )
            rows.append(self._row(block, row, widths, style="Table Text", keep=keep))
        said = block.caption or block.title
        caption = f"<w:tblCaption w:val={quoteattr(visible(said))}/>" if said else ""
        return self._grid(widths, "".join(rows), "Document Table", caption=caption)

    def _row(
        self,
        block: TableBlock,
        cells: Sequence[RunningText],
        widths: Sequence[int],
        *,
        style: str,
        keep: bool,
    ) -> str:
        is_head = style == "Table Heading"
        least = 1 if is_head else block.lines
        height = f'<w:trHeight w:val="{_LINE * least + 80}"/>' if least > 1 else ""
        repeated = "<w:tblHeader/>" if is_head else ""
        made = "".join(
            _cell(self._paragraph(text, style, keep=keep, alignment=alignment), width)
            for text, alignment, width in zip(cells, block.alignments, widths, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{made}</w:tr>"

    def _grid(
        self,
        widths: Sequence[int],
        rows: str,
        style: str,
        *,
        caption: str = "",
        right: bool = False,
    ) -> str:
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        has_head = "1" if "<w:tblHeader/>" in rows else "0"
        return (
            f'<w:tbl><w:tblPr>{self._style("tbl", style)}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'{_ALIGNMENTS[Alignment.RIGHT] if right else ""}<w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="00{"2" if has_head == "1" else "0"}0" w:firstRow="{has_head}" w:lastRow="0"'
            f' w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )

    def _frame(self, content: str, style: str, lines: int) -> str:
        height = f'<w:trPr><w:trHeight w:val="{_LINE * lines + 80}"/></w:trPr>' if lines > 1 else ""
        row = f"<w:tr>{height}{_cell(content, self.width)}</w:tr>"
        return self._grid([self.width], row, style)

    def _boxes(self, labels: Sequence[str]) -> str:
        widths = [_BOX_WIDTH] * len(labels)
        heads = "".join(
            _cell(
                self._paragraph(_text(label), "Table Text", keep=True, alignment=Alignment.CENTRE),
                width,
            )
            for label, width in zip(labels, widths, strict=True)
        )
        blank = "".join(_cell(self._paragraph((), "Table Text"), width) for width in widths)
        rows = (
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{heads}</w:tr><w:tr><w:trPr><w:cantSplit/>"
            f'<w:trHeight w:val="{_BOX_HEIGHT}" w:hRule="exact"/></w:trPr>{blank}</w:tr>'
        )
        return self._grid(widths, rows, "Document Table", right=True)

    def _signature(self, labels: Sequence[str], *, is_last: bool) -> str:
        """Lines to sign on, on one page; the last thing of a document with its foot, too."""
        room = _LABEL_WIDTH + _SIGN_WIDTH
        longest = max(int(extent(_text(label)) * _LABEL_SIGN) + 2 * _MARGIN for label in labels)
        named = min(max(longest, _LABEL_WIDTH), room - _LEAST_SIGN_WIDTH)
        keeps = (*[True] * (len(labels) - 1), is_last)
        rows = "".join(
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_SIGN_HEIGHT}"/></w:trPr>'
            + _cell(self._paragraph(_text(label), "Table Label", keep=keep), named, at_foot=True)
            + _cell(self._paragraph((), "Table Text", keep=keep), room - named, extra=_RULED)
            + "</w:tr>"
            for label, keep in zip(labels, keeps, strict=True)
        )
        return self._grid([named, room - named], rows, "Normal Table")

    def _contents(self, headings: Sequence[HeadingBlock]) -> str:
        """A field that Word brings up to date when asked; till then it shows what is right but for pages."""
        entries = [
            self._paragraph((), f"toc {heading.level}", runs=_entry(place, heading))
            for place, heading in enumerate(headings, start=1)
            if heading.level <= CONTENTS_LEVELS
        ]
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{CONTENTS_LEVELS}" \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        if entries:
            entries[0] = entries[0].replace("</w:pPr>", f"</w:pPr>{begin}", 1)
            entries[-1] = entries[-1].removesuffix("</w:p>") + end.removeprefix("<w:p>")
        title = self._paragraph(_text(self.contents_title), "TOC Heading")
        return (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
            f"</w:docPartObj></w:sdtPr><w:sdtContent>{title}{''.join(entries)}</w:sdtContent></w:sdt>"
        )


def _is_closed(block: DocumentBlock, following: DocumentBlock | None) -> bool:
    """Whether what closes the text stands right below a table."""
    ends = isinstance(following, ParagraphBlock) and following.is_end
    return ends and isinstance(block, TableBlock)


def _kept(paragraph: str) -> str:
    """A paragraph kept with the next one, in the place where Word wants that said."""
    return _STYLE_OF.sub(r"\g<0><w:keepNext/>", paragraph, count=1)


def _counted(kind: str, number: str) -> str:
    """A number that Word counts itself, shown as it is now."""
    marks = {
        name: f'<w:r><w:fldChar w:fldCharType="{name}"/></w:r>'
        for name in ("begin", "separate", "end")
    }
    asks = f'<w:r><w:instrText xml:space="preserve"> SEQ {kind} \\* ARABIC </w:instrText></w:r>'
    return f"{marks['begin']}{asks}{marks['separate']}{_runs(_text(number))}{marks['end']}"


def _anchor(place: int) -> str:
    return f"_Toc{place:08d}"


def _entry(place: int, heading: HeadingBlock) -> str:
    text = _runs(_text(plain(heading.text).replace("\n", " ")))
    return f'<w:hyperlink w:anchor="{_anchor(place)}" w:history="1">{text}</w:hyperlink>'


def _drawing(placed: Placed, alt: str, number: int) -> str:
    size = f'cx="{placed.width}" cy="{placed.height}"'
    named = f'id="{_BOOKMARKS + number}" name="Picture {number}" descr={quoteattr(visible(alt))}'
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr {named}/><a:graphic xmlns:a="{_DRAWING}/main">'
        f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr>'
        f"<pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f'<a:blip xmlns:r="{_RELATIONS}" r:embed="{placed.part}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _cell(content: str, width: int, *, extra: str = "", at_foot: bool = False) -> str:
    foot = '<w:vAlign w:val="bottom"/>' if at_foot else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{extra}{foot}</w:tcPr>{content}</w:tc>'
    )


def _text(words: str) -> RunningText:
    return (TextRun(text=words),)


def _runs(text: RunningText) -> str:
    return "".join(_run(run) for run in text)


def _run(run: TextRun) -> str:
    # Signs that are of no script of their own (×, ○, □) are drawn as the Japanese beside them.
    drawn = '<w:rFonts w:hint="eastAsia"/>' if JAPANESE.search(run.text) else ""
    strong = "<w:b/><w:bCs/>" if run.is_strong else ""
    looks = f"<w:rPr>{drawn}{strong}</w:rPr>" if drawn or strong else ""
    lines = (
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in visible(run.text).split("\n")
    )
    return f"<w:r>{looks}{'<w:br/>'.join(lines)}</w:r>"
