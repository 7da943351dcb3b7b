"""Sessions: what one command line has found out about its language and its workspace so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from itakusaki.language import Translator, translator_for


@dataclass(slots=True)
class Session:
    """The object of click's context, shared by a command line's group, command and error boundary.

    `words` speaks the language chosen so far; `asked` is what --lang said, "" where it was left out.
    `folder` is how the workspace was named, "." where somebody stands in it.
    """

    translator: Translator = field(default_factory=lambda: translator_for("en"))
    asked: str = ""
    folder: str = "."
