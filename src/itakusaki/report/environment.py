"""The Jinja environment: sandboxed, strict about names, a user's folder before the shipped one.

Templates get finished views and no code; whatever they print is escaped for the page it goes to.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.wall import behind_wall
from itakusaki.language import Translator, translator_for
from itakusaki.model.allowance import USUAL, Allowance
from itakusaki.model.errors import ItakusakiError
from itakusaki.model.message import N_, Message
from itakusaki.report.isolation import as_visible, in_css, isolate
from itakusaki.report.markdown_text import as_markdown_text
from itakusaki.settings import data_folder

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

Finalize = Callable[[object], object]
ENDING = ".j2"
#: A blank in a sentence; `str.format` would let a template reach into what fills it.
_BLANK: Final = re.compile(r"\{([a-z_]+)\}")
_FILL: Final = "itakusaki.report.environment:fill"
_LIMITS: Final = frozenset({"took_too_long", "took_too_much_memory", "contents_too_large"})
_TOO_MUCH: Final = N_(
    "filling it takes more time or memory than [reading] in itakusaki.toml allows"
)
_FAILED: Final = N_("it could not be filled")


class ReportTemplateError(ItakusakiError):
    """A template cannot be used: it is not Jinja, names what does not exist, or reaches too far."""

    exit_code = 2

    def __init__(self, template: str, line: int, reason: str | Message) -> None:
        super().__init__(
            Message.of(
                N_("The template {template} cannot be used (line {line}): {reason}"),
                template=template,
                line=line,
                reason=reason,
            ),
            Message.of(
                N_(
                    "Correct it in your templates folder, or take it away: the shipped one is used then."
                )
            ),
        )
        self.told = (template, line, reason)


def refused_template(template: str, refused: RefusedFileError) -> ReportTemplateError:
    """What the wall tells of a template that could not be filled behind it."""
    reason = _TOO_MUCH if refused.code in _LIMITS else _FAILED
    return ReportTemplateError(template, 0, Message(reason))


class Pages(Protocol):
    """Fills templates of one kind of page, in one language."""

    def render(self, name: str, **values: object) -> str:
        """Fill a template.

        Raises:
            ReportTemplateError: with the template, the line and the reason.
        """


class Templates:
    """Templates of one kind of page (html or md), in one language."""

    def __init__(
        self, folders: Sequence[Path], translator: Translator, *, finalize: Finalize
    ) -> None:
        self._own = tuple(folders)
        self._environment = _environment((*folders, data_folder("templates")), translator, finalize)

    def render(self, name: str, **values: object) -> str:
        """Fill a template.

        Raises:
            ReportTemplateError: with the template, the line and the reason.
        """
        from jinja2 import TemplateError  # noqa: PLC0415 - only reports need Jinja

        try:
            return self._environment.get_template(name).render(**values)
        except (TemplateError, TypeError, ValueError, OverflowError) as error:
            raise _explained(name, error) from error
        except Exception as error:
            # Whatever a user's template brings about is for its author to mend, not our fault.
            if self._in_own_template(error):
                raise _explained(name, error) from error
            raise

    def _in_own_template(self, error: Exception) -> bool:
        frames = traceback.extract_tb(error.__traceback__)
        return any(
            frame.filename.endswith(ENDING) and Path(frame.filename).is_relative_to(folder)
            for frame in frames
            for folder in self._own
        )


class OwnTemplates:
    """Templates of somebody's own, filled behind the wall: they may loop for ever, or ask for anything."""

    def __init__(
        self, folders: Sequence[Path], translator: Translator, kind: str, allowance: Allowance
    ) -> None:
        self._how = (tuple(map(str, folders)), translator.code, kind)
        self._allowance = allowance

    def render(self, name: str, **values: object) -> str:
        """Fill a template.

        Raises:
            ReportTemplateError: with the template, the line and the reason.
        """
        try:
            is_filled, told = behind_wall(
                _FILL, *self._how, name, values, allowance=self._allowance
            )
        except RefusedFileError as refused:
            raise refused_template(name, refused) from refused
        if not is_filled:
            raise ReportTemplateError(*told)
        return str(told)


def fill(
    folders: tuple[str, ...], language: str, kind: str, name: str, values: Mapping[str, object]
) -> tuple[bool, Any]:
    """Whether a template could be filled, and the text or what is wrong with it; runs in the reader."""
    try:
        return True, _templates(folders, language, kind).render(name, **values)
    except ReportTemplateError as error:
        template, line, reason = error.told
        return False, (template, line, str(reason))


@cache
def _templates(folders: tuple[str, ...], language: str, kind: str) -> Templates:
    finalize = as_markdown_text if kind == "md" else as_visible
    return Templates(tuple(map(Path, folders)), translator_for(language), finalize=finalize)


def pages(
    kind: str, folders: Sequence[Path], translator: Translator, allowance: Allowance = USUAL
) -> Pages:
    """Templates whose output is escaped for HTML (kind html) or Markdown (md).

    Args:
        kind: of page.
        folders: of templates, in the order in which they are looked through; the shipped come last.
        translator: the language.
        allowance: what filling a template of one's own may take; ours need no wall.
    """
    own = [folder for folder in folders if folder != data_folder("templates")]
    if any(path.name.endswith(ENDING) for folder in own for path in folder.rglob("*")):
        return OwnTemplates(folders, translator, kind, allowance)
    # Ours alone are compiled once in a process: two hundred documents need not do it each.
    return _templates((), translator.code, kind)


def _environment(
    folders: Sequence[Path], translator: Translator, finalize: Finalize
) -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined  # noqa: PLC0415

    from itakusaki.report.sandbox import InsideLoader, ReportSandbox  # noqa: PLC0415

    environment = ReportSandbox(
        translator,
        loader=InsideLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        # Markdown too: what finalize has escaped is marked as safe, so nothing is escaped twice.
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals = {"_": partial(_said, translator)}
    environment.filters["isolate"] = partial(isolate, shown=finalize)
    environment.filters["in_css"] = in_css
    return environment


def _said(translator: Translator, text: str, /, **values: object) -> str:
    """A sentence of a template in this language, its blanks filled; what fills them is only text."""
    said = translator.gettext(text)
    return _BLANK.sub(lambda found: str(values[found[1]]), said) if values else said


def _explained(name: str, error: Exception) -> ReportTemplateError:
    """Point at the line of the template in which the error arose."""
    inside = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith(ENDING)
    ]
    template, line = (inside[-1].filename, inside[-1].lineno) if inside else (name, None)
    if getattr(error, "lineno", None):
        template, line = getattr(error, "name", None) or name, getattr(error, "lineno", None)
    return ReportTemplateError(Path(template).name, line or 0, str(error) or type(error).__name__)
