"""The Jinja environment: sandboxed, strict about names, a user's folder before the shipped one.

Templates get finished views and no code; whatever they print is escaped for the page it goes to.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from itakusaki.language import Translator
from itakusaki.model.errors import ItakusakiError
from itakusaki.model.message import N_, Message
from itakusaki.report.isolation import as_visible, isolate
from itakusaki.report.markdown_text import as_markdown_text
from itakusaki.settings import data_folder

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

Finalize = Callable[[object], object]
ENDING = ".j2"


class ReportTemplateError(ItakusakiError):
    """A template cannot be used: it is not Jinja, names what does not exist, or reaches too far."""

    exit_code = 2

    def __init__(self, template: str, line: int, reason: str) -> None:
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


def html_templates(folders: Sequence[Path], translator: Translator) -> Templates:
    """Templates whose output is escaped for HTML."""
    return Templates(folders, translator, finalize=as_visible)


def markdown_templates(folders: Sequence[Path], translator: Translator) -> Templates:
    """Templates whose output is escaped for Markdown."""
    return Templates(folders, translator, finalize=as_markdown_text)


def _environment(
    folders: Sequence[Path], translator: Translator, finalize: Finalize
) -> ImmutableSandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined  # noqa: PLC0415

    from itakusaki.report.sandbox import ReportSandbox  # noqa: PLC0415

    environment = ReportSandbox(
        translator,
        loader=FileSystemLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        # Markdown too: what finalize has escaped is marked as safe, so nothing is escaped twice.
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals = {"_": translator.gettext}
    environment.filters["isolate"] = partial(isolate, shown=finalize)
    return environment


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
