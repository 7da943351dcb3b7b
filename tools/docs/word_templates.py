"""The shipped Word templates, made of what stands here: run as `make docs`.

A .docx is binary and cannot be reviewed; this is its source. Somebody who wants another look opens the
template itself in Word or LibreOffice, changes it, and puts it into the workspace's templates.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
TEMPLATES: Final = ROOT / "templates"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES: Final = f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}/relationships"'
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: Colours of the pages on screen (templates/style.css.j2).
_INK, _SOFT, _LINE, _PALE, _BRAND = "1C2733", "526071", "9AA8B7", "F3F5F8", "24415F"
#: Behind the headings of a table: light, so that it prints and copies well.
_SHADE: Final = "E4EAF1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What differs between the languages: fonts, and the distance of lines in twentieths of a point."""

    language: str
    latin: str
    east_asian: str
    line: int


LOOKS: Final = (
    Look(language="ja", latin="Arial", east_asian="Yu Gothic", line=320),
    Look(language="en", latin="Arial", east_asian="Yu Gothic", line=270),
)


def template(look: Look) -> bytes:
    """A template's bytes, always the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(look).items():
            part = zipfile.ZipInfo(name, date_time=_EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            archive.writestr(part, _HEAD + content)
    return out.getvalue()


def _parts(look: Look) -> Mapping[str, str]:
    named = {
        "document": _document(look),
        "styles": _styles(look),
        "numbering": _numbering(),
        "settings": _settings(look),
        "header1": _header("{{ document.marks }}"),
        "header2": _header("{{ document.running }}"),
        "footer1": _footer(),
        "footer2": _footer(),
    }
    return {
        "[Content_Types].xml": _content_types(named),
        "_rels/.rels": _relations(
            {
                "officeDocument": "word/document.xml",
                "metadata/core-properties": "docProps/core.xml",
            }
        ),
        "docProps/core.xml": _core(),
        "word/_rels/document.xml.rels": _relations(
            {name: f"{name}.xml" for name in named if name != "document"}
        ),
        **{f"word/{name}.xml": content for name, content in named.items()},
    }


def _kind(name: str) -> str:
    return name.rstrip("12")


def _content_types(named: Mapping[str, str]) -> str:
    kinds = {name: "document.main" if name == "document" else _kind(name) for name in named}
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{parts}</Types>"
    )


def _relations(targets: Mapping[str, str]) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{_id(name)}" Type="{_relation(name)}" Target="{target}"/>'
            for name, target in targets.items()
        )
        + "</Relationships>"
    )


def _id(name: str) -> str:
    return "rId_" + name.rpartition("/")[2].replace("-", "_")


def _relation(name: str) -> str:
    home = f"{_PACKAGE}/relationships" if "/" in name else f"{_OFFICE}/relationships"
    return f"{home}/{_kind(name)}"


def _core() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:modified>'
        "</cp:coreProperties>"
    )


def _settings(look: Look) -> str:
    kinsoku = '<w:characterSpacingControl w:val="compressPunctuation"/>'
    return (
        f'<w:settings {_SPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="840"/>{kinsoku}'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{_locale(look)}" w:eastAsia="ja-JP"/></w:settings>'
    )


def _locale(look: Look) -> str:
    return "ja-JP" if look.language == "ja" else "en-GB"


def _text(text: str, style: str = "") -> str:
    properties = f"<w:pPr><w:pStyle w:val={style!r}/></w:pPr>".replace("'", '"') if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def _when(condition: str, *lines: str) -> Iterator[str]:
    yield _text("{%p if " + condition + " %}")
    yield from lines
    yield _text("{%p endif %}")


def _each(name: str, within: str, line: str) -> Iterator[str]:
    yield _text("{%p for " + name + " in " + within + " %}")
    yield line
    yield _text("{%p endfor %}")


def _document(look: Look) -> str:
    letter = _letter_ja() if look.language == "ja" else _letter_en()
    report = (_text("{{ document.title }}", "Title"),)
    body = [
        _text("{%p if document.is_letter %}"),
        *letter,
        _text("{%p else %}"),
        *report,
        _text("{%p endif %}"),
        *_when("document.facts", _facts(), _text("", "TableGap")),
        _text("{{p body }}"),
        *_when("document.foot", _text("", "TableGap")),
        *_each("line", "document.foot", _text("{{ line }}", "SmallPrint")),
    ]
    return f"<w:document {_SPACES}><w:body>{''.join(body)}{_section()}</w:body></w:document>"


def _letter_ja() -> Iterator[str]:
    yield from _when("document.number", _text("{{ document.number }}", "LetterRight"))
    yield _text("{{ document.day }}", "LetterRight")
    yield _text("", "LetterGap")
    yield from _each("line", "document.addressee", _text("{{ line }}", "LetterAddressee"))
    yield _text("", "LetterGap")
    yield from _each("line", "document.sender", _text("{{ line }}", "LetterRight"))
    yield _text("{{ document.title }}", "LetterTitle")


def _letter_en() -> Iterator[str]:
    yield from _each("line", "document.sender", _text("{{ line }}", "LetterRight"))
    yield _text("", "LetterGap")
    yield from _each("line", "document.addressee", _text("{{ line }}", "LetterAddressee"))
    yield _text("", "LetterGap")
    yield _text("{{ document.day }}", "LetterLine")
    yield from _when("document.number", _text("{{ document.number }}", "LetterLine"))
    yield _text("{{ document.title }}", "LetterTitle")


def _facts() -> str:
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="2400" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="{_PALE}"/>'
        f"</w:tcPr>{_text('{{ fact.label }}', 'TableLabel')}</w:tc>"
        '<w:tc><w:tcPr><w:tcW w:w="7238" w:type="dxa"/></w:tcPr>'
        f"{_text('{{ fact.value }}', 'TableText')}</w:tc>"
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="DocumentTable"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0080" w:firstRow="0" w:lastRow="0"'
        ' w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="2400"/><w:gridCol w:w="7238"/></w:tblGrid>'
        f"{_loop_row('{%tr for fact in document.facts %}')}"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>{_loop_row('{%tr endfor %}')}</w:tbl>"
    )


def _loop_row(text: str) -> str:
    return f"<w:tr><w:tc><w:tcPr/>{_text(text)}</w:tc><w:tc><w:tcPr/><w:p/></w:tc></w:tr>"


def _section() -> str:
    references = "".join(
        f'<w:{part}Reference w:type="{kind}" r:id="rId_{part}{number}"/>'
        for part in ("header", "footer")
        for kind, number in (("default", 2), ("first", 1))
    )
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1304" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="510"'
        ' w:gutter="0"/><w:titlePg/></w:sectPr>'
    )


def _header(text: str) -> str:
    return (
        f'<w:hdr {_SPACES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:hdr>'
    )


def _footer() -> str:
    return (
        f'<w:ftr {_SPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{_field("PAGE")}'
        f'<w:r><w:t xml:space="preserve"> / </w:t></w:r>{_field("NUMPAGES")}</w:p></w:ftr>'
    )


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _numbering() -> str:
    bullets = [("•", 0), ("–", 1), ("•", 2)]
    levels = "".join(_level(deep, "bullet", sign, "ListBullet") for sign, deep in bullets)
    numbers = "".join(_level(deep, "decimal", f"%{deep + 1}.", "ListNumber") for deep in range(3))
    return (
        f"<w:numbering {_SPACES}>"
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="multilevel"/>{numbers}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )


def _level(deep: int, form: str, sign: str, style: str) -> str:
    return (
        f'<w:lvl w:ilvl="{deep}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="{style}{deep + 1 if deep else ""}"/><w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{340 * (deep + 1)}" w:hanging="340"/></w:pPr></w:lvl>'
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """A paragraph style: sizes in half points, spacing in twentieths of a point."""

    name: str
    based: str = "Normal"
    next: str = ""
    size: int = 0
    line: int = 0
    before: int = 0
    after: int = 0
    bold: bool = False
    colour: str = ""
    keeps: bool = False
    level: int = -1
    extra: str = ""
    indent: str = ""
    align: str = ""

    @property
    def id(self) -> str:
        """As Word forms it of the name."""
        return "".join(word[0].upper() + word[1:] for word in self.name.split())


_STYLES: Final = (
    _Style(name="Title", next="Normal", size=36, line=560, after=160, bold=True, colour=_BRAND, keeps=True,
           extra=f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="4" w:color="{_BRAND}"/></w:pBdr>'),
    _Style(name="Letter Title", next="Normal", size=28, line=440, before=320, after=240, bold=True, keeps=True,
           align="center"),
    _Style(name="heading 1", next="Normal", size=26, line=400, before=320, after=120, bold=True, colour=_BRAND,
           keeps=True, level=0, indent='<w:ind w:left="120"/>',
           extra=f'<w:pBdr><w:left w:val="single" w:sz="36" w:space="6" w:color="{_BRAND}"/></w:pBdr>'),
    _Style(name="heading 2", next="Normal", size=22, line=340, before=240, after=80, bold=True, keeps=True,
           level=1),
    _Style(name="heading 3", next="Normal", size=20, line=320, before=160, after=60, bold=True, colour=_SOFT,
           keeps=True, level=2),
    _Style(name="Letter Right", line=320, after=0, align="right"),
    _Style(name="Letter Line", line=320, after=120),
    _Style(name="Letter Gap", line=240, after=0),
    _Style(name="Letter Addressee", size=22, line=340, after=0),
    _Style(name="Table Text", size=18, line=270, after=0),
    _Style(name="Table Heading", based="Table Text", bold=True, keeps=True),
    _Style(name="Table Label", based="Table Text", bold=True),
    _Style(name="Table Gap", size=8, line=120, after=0, keeps=True),
    _Style(name="caption", next="Normal", size=18, line=270, before=60, after=40, colour=_SOFT),
    _Style(name="Small Print", size=16, line=240, before=60, after=0, colour=_SOFT),
    _Style(name="Rule", size=8, line=120, before=60, after=120,
           extra=f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="{_LINE}"/></w:pBdr>'),
    *(
        _Style(name=f"List {kind}{f' {deep + 1}' if deep else ''}", after=40, indent=indent,
               extra=numbers)
        for deep in range(3)
        for kind, numbers, indent in (
            ("Bullet", f'<w:numPr><w:ilvl w:val="{deep}"/><w:numId w:val="1"/></w:numPr>', ""),
            ("Number", f'<w:numPr><w:ilvl w:val="{deep}"/><w:numId w:val="2"/></w:numPr>', ""),
            ("Continue", "", f'<w:ind w:left="{340 * (deep + 1)}"/>'),
        )
    ),
    _Style(name="TOC Heading", next="Normal", size=22, line=340, before=120, after=80, bold=True, keeps=True),
    _Style(name="toc 1", after=20,
           extra='<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'),
    _Style(name="toc 2", after=20, indent='<w:ind w:left="340"/>',
           extra='<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'),
    _Style(name="header", size=16, line=240, after=0, colour=_SOFT,
           align="right"),
    _Style(name="footer", size=16, line=240, after=0, colour=_SOFT,
           align="center"),
)  # fmt: skip


def _styles(look: Look) -> str:
    fonts = (
        f'<w:rFonts w:ascii="{look.latin}" w:hAnsi="{look.latin}" w:eastAsia="{look.east_asian}"'
        f' w:cs="{look.latin}"/>'
    )
    # LibreOffice cuts numbers and letters in the middle where their language is said to be Japanese.
    latin = "en-US" if look.language == "ja" else _locale(look)
    language = f'<w:lang w:val="{latin}" w:eastAsia="ja-JP"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        f'<w:color w:val="{_INK}"/><w:sz w:val="20"/><w:szCs w:val="20"/>{language}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:after="80" w:line="{look.line}" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:snapToGrid w:val="0"/></w:pPr><w:rPr>{fonts}{language}</w:rPr></w:style>'
    )
    strong = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>'
    )
    paragraphs = "".join(_paragraph_style(style, look) for style in _STYLES)
    return f"<w:styles {_SPACES}>{defaults}{normal}{strong}{paragraphs}{_table_styles()}</w:styles>"


def _paragraph_style(style: _Style, look: Look) -> str:
    spacing = (
        f'<w:spacing w:before="{style.before}" w:after="{style.after}"'
        + (f' w:line="{style.line}" w:lineRule="exact"' if style.line else "")
        + "/>"
    )
    align = "left" if style.name == "Letter Title" and look.language == "en" else style.align
    properties = (
        ("<w:keepNext/><w:keepLines/>" if style.keeps else "")
        + f"{style.extra}{spacing}{style.indent}"
        + (f'<w:jc w:val="{align}"/>' if align else "")
        + (f'<w:outlineLvl w:val="{style.level}"/>' if style.level >= 0 else "")
    )
    characters = (
        ("<w:b/><w:bCs/>" if style.bold else "")
        + (f'<w:color w:val="{style.colour}"/>' if style.colour else "")
        + (f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>' if style.size else "")
    )
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based.replace(" ", "")}"/>'
        + (f'<w:next w:val="{style.next}"/>' if style.next else "")
        + f"<w:qFormat/><w:pPr>{properties}</w:pPr>"
        + (f"<w:rPr>{characters}</w:rPr>" if characters else "")
        + "</w:style>"
    )


def _table_styles() -> str:
    margins = (
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar>'
    )
    grid = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    first = (
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr>'
        f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/></w:tcPr></w:tblStylePr>'
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{margins}</w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="DocumentTable"><w:name w:val="Document Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>'
        f"<w:tblBorders>{grid}</w:tblBorders>{margins}</w:tblPr>{first}</w:style>"
        '<w:style w:type="table" w:styleId="DocumentNote"><w:name w:val="Document Note"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>'
        f"<w:tblBorders>{grid}</w:tblBorders>{margins}</w:tblPr>"
        f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{_PALE}"/></w:tcPr></w:style>'
    )


def main() -> None:
    """Write the templates of both languages."""
    for look in LOOKS:
        path = TEMPLATES / look.language / "document.docx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(template(look))


if __name__ == "__main__":
    main()
