"""The entry: chooses the language before anything is said, then hands over to the commands."""

from __future__ import annotations

import gc
import gettext
import os
import sys
from collections.abc import Sequence

from itakusaki.language import Speaker, pick_language, speaker


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line given, and leave with its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    # Great Expectations would call home; an audit of contracts must not call out.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # A run makes hundreds of thousands of small values that live until it ends; looking for dead
    # ones among them every so often cost a fifth of the scoring.
    gc.set_threshold(100_000, 50, 100)
    _speak_utf8()
    words = speaker(pick_language(_asked_language(given)))
    _teach_click(words)
    from itakusaki.cli.app import run

    raise SystemExit(run(given, words))


def _asked_language(argv: Sequence[str]) -> str | None:
    """The --lang of a command line that click has not read yet: help is in that language too."""
    for at, word in enumerate(argv):
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang" and at + 1 < len(argv):
            return argv[at + 1]
    return None


def _speak_utf8() -> None:
    """A Windows console of another code page must not end a run with an encoding error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _teach_click(words: Speaker) -> None:
    """Let click's own sentences come from our catalogue.

    NOTE: click takes these two functions from the standard library when it is imported, and has
    no other door; it must not have been imported before.
    """
    if words.code == "en":
        return

    def one(message: str) -> str:
        return words.gettext(message)

    def one_or_many(msgid1: str, msgid2: str, n: int) -> str:
        return words.gettext(msgid1 if n == 1 else msgid2)

    gettext.gettext = one
    gettext.ngettext = one_or_many
