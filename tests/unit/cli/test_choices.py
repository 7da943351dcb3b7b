"""Every choice that a user is shown comes from the one list that the program works by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from itakusaki.audit.outcome import FAIL_ON, LOGS_FAIL_ON
from itakusaki.cli.app import COMMANDS, build_app
from itakusaki.cli.finding import SHOWN
from itakusaki.findings.taking import Conflicts
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.model.errors import SettingsError
from itakusaki.model.incident import DRAFT_FORMATS
from itakusaki.model.party import Role
from itakusaki.model.report_format import DOCUMENT_FORMATS, FORMATS
from itakusaki.model.tracked import FindingState
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from itakusaki.report.formats import WRITERS
from itakusaki.retests.dialects import DIALECTS, ENGINES
from itakusaki.settings import load_workspace

DOCS = Path(__file__).parents[3] / "docs"
#: Command and option → the list its choices come from.
LISTS = {
    ("audit", "--format"): FORMATS,
    ("audit", "--documents"): DOCUMENT_FORMATS,
    ("document make", "--format"): DOCUMENT_FORMATS,
    ("audit", "--fail-on"): FAIL_ON,
    ("breach draft", "--format"): DRAFT_FORMATS,
    ("evidence check", "--engine"): ENGINES,
    ("evidence pack", "--engine"): ENGINES,
    ("evidence replay", "--engine"): ENGINES,
    ("evidence sql", "--dialect"): tuple(DIALECTS),
    ("evidence check", "--fail-on"): LOGS_FAIL_ON,
    ("finding list", "--state"): tuple(FindingState),
    ("finding set", "--state"): tuple(FindingState),
    ("finding set", "--evidence-state"): SHOWN,
    ("finding register", "--conflicts"): tuple(Conflicts),
    ("init", "--role"): tuple(Role),
    ("round close", "--documents"): DOCUMENT_FORMATS,
}


def _options() -> Iterator[tuple[str, click.Option]]:
    app = build_app(translator_for("en"))
    context = click.Context(app)
    for name in COMMANDS:
        command = app.get_command(context, name)
        assert command is not None
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        for sub, found in inner.items():
            for option in found.params:
                if isinstance(option, click.Option):
                    yield f"{name} {sub}".strip(), option


def test_every_choice_comes_from_its_list() -> None:
    seen = {}
    for command, option in _options():
        name = option.opts[0]
        if not isinstance(option.type, click.Choice) or name == "--lang":
            continue
        seen[command, name] = tuple(map(str, option.type.choices))
    shared = {key: choices for key, choices in seen.items() if key in LISTS}
    assert shared == {key: tuple(map(str, LISTS[key])) for key in LISTS}
    # A choice that is new has to be put beside its list here, or be a command's very own.
    assert set(seen) - set(LISTS) == {
        ("questionnaire make", "--kind"),
        ("questionnaire make", "--depth"),
    }


def test_every_language_can_be_chosen_everywhere() -> None:
    choices = {
        tuple(option.type.choices)
        for _, option in _options()
        if option.opts[0] == "--lang" and isinstance(option.type, click.Choice)
    }
    assert choices == {LANGUAGES, (*LANGUAGES, "both")}


def test_every_format_has_a_writer_and_stands_in_the_page_on_settings() -> None:
    assert tuple(WRITERS) == FORMATS
    assert tuple(DOCUMENT_WRITERS) == DOCUMENT_FORMATS
    line = next(
        line
        for line in (DOCS / "workspace.md").read_text(encoding="utf-8").splitlines()
        if "formats" in line
    )
    assert set(re.findall(r"`(\w+)`", line.split("|")[2])) == {*FORMATS, "audit"}


def test_a_format_that_nobody_writes_is_refused_in_a_sentence(tmp_path: Path) -> None:
    settings = 'client = "X"\nround = "2026Q4"\nas_of = 2026-12-31\nformats = ["pdf"]\n'
    (tmp_path / "itakusaki.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load_workspace(tmp_path)
    said = translator_for("en").say(refused.value.says)
    assert "pdf" in said
    assert all(name in said for name in FORMATS)
