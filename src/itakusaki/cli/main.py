"""The entry: chooses the language before anything is said, then hands over to the commands."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from itakusaki.language import pick_language, translator_for

_NO_JAPANESE: Final = (
    "The locale this shell runs in cannot show Japanese: set PYTHONUTF8=1 to see it."
)


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line given, and leave with its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    # Great Expectations would call home; an audit of contracts must not call out.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # NumPy begins a thread for each core, for sums of matrices that no audit asks of it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _speak_utf8()
    translator = translator_for(pick_language(_asked_language(given)))
    from itakusaki.cli.app import run

    with _rare_collections():
        code = run(given, translator)
    raise SystemExit(code)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let the collector look seldom while a command runs; a server would not want that.

    A run makes hundreds of thousands of small values that live until it ends; looking for dead
    ones among them every so often cost a fifth of reading and scoring.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


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
    if not _can_say(sys.stderr.encoding):
        # In English, the one language that such a shell can show.
        from itakusaki.cli.echo import echo

        echo(_NO_JAPANESE, err=True)


def _can_say(encoding: str | None) -> bool:
    """Whether Japanese can be written in an encoding."""
    try:
        "\N{HIRAGANA LETTER A}".encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
