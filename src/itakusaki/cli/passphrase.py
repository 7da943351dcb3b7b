"""Passphrases: from a file, from the environment, or asked for; never on the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from itakusaki.cli.echo import echo
from itakusaki.language import Translator
from itakusaki.model.message import N_

#: Where a passphrase may stand beside a file.
VARIABLE = "ITAKUSAKI_PASSPHRASE"


def new_passphrase(file: Path | None, translator: Translator) -> str:
    """The passphrase of a key to be made, asked for twice; "" where nobody is there to ask."""
    return _given(file) or _asked(translator, confirm=True)


def passphrase_for(file: Path | None, translator: Translator) -> str:
    """The passphrase of a key that asks for one."""
    return _given(file) or _asked(translator, confirm=False)


def _given(file: Path | None) -> str:
    if file is None:
        return os.environ.get(VARIABLE, "")
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return lines[0] if lines else ""


def _asked(translator: Translator, *, confirm: bool) -> str:
    if not sys.stdin or not sys.stdin.isatty():
        return ""
    while True:
        found = _typed(N_("Passphrase of the key"), translator)
        if not confirm or not found or found == _typed(N_("The same once more"), translator):
            return found
        echo(translator.gettext(N_("The two are not the same; type them again.")), err=True)


def _typed(asked: str, translator: Translator) -> str:
    said = translator.gettext(asked)
    found: str = click.prompt(said, hide_input=True, default="", show_default=False, err=True)
    return found
