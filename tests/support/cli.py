"""Runs the command line in this process and gives what it said."""

import contextlib
import io
from dataclasses import dataclass

from itakusaki.cli.app import run
from itakusaki.language import translator_for


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


def itakusaki(*argv: object, lang: str = "en") -> Said:
    """One command line; a console made inside it writes to what is captured here."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["--lang", lang, *map(str, argv)], translator_for(lang))
    return Said(int(code), out.getvalue(), err.getvalue())
