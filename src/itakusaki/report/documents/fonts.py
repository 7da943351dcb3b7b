"""Fonts: those a PDF is set in; never the machine's own, so that every machine makes the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from itakusaki.model.errors import ItakusakiError
from itakusaki.model.message import N_, Message
from itakusaki.report.documents.extras import MissingExtraError

if TYPE_CHECKING:
    import typst

#: The packages that hold the Japanese fonts.
FONT_PACKAGES: Final = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")


class NoFontError(ItakusakiError):
    """There is no font to set a document in."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FontBook:
    """Fonts ready for use, and the families in the order in which a sign is looked for in them."""

    fonts: typst.Fonts
    families: tuple[str, ...]


def font_book(font_dir: Path | None) -> FontBook:
    """The fonts of a folder, if one is named, then those of the extra `pdf`.

    Raises:
        MissingExtraError: typst is not installed.
        NoFontError: the folder holds no font, or none is named and the extra has none.
    """
    shipped = [spec.origin for spec in map(find_spec, FONT_PACKAGES) if spec and spec.origin]
    folders = [str(Path(origin).parent) for origin in shipped]
    families = _families((str(font_dir),)) if font_dir else ()
    if font_dir and not families:
        raise NoFontError(
            Message.of(N_("The folder {folder} holds no font."), folder=str(font_dir)),
            Message.of(N_("Name one that holds .ttf, .otf or .ttc files.")),
        )
    if not font_dir and not folders:
        raise NoFontError(
            Message.of(N_("There is no Japanese font for PDF.")),
            Message.of(
                N_(
                    "Install ours with: pip install 'itakusaki[pdf]', or name a folder of fonts by --font-dir."
                )
            ),
        )
    own = (str(font_dir),) if font_dir else ()
    ordered = dict.fromkeys((*families, *_families(tuple(folders))))
    return FontBook(fonts=_fonts((*own, *folders)), families=tuple(ordered))


def _families(folders: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(_fonts(tuple(folders)).families())) if folders else ()


@cache
def _fonts(folders: tuple[str, ...]) -> typst.Fonts:
    try:
        import typst  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("pdf", "typst") from error
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)
    )
