"""The documents tell the truth: commands, settings, exit codes and paths they name exist."""

import inspect
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from itakusaki.cli.app import build_app
from itakusaki.cli.exits import Exit
from itakusaki.language import translator_for
from itakusaki.settings.workspace import KNOWN
from itakusaki.wiring import shipped_rules

ROOT = Path(__file__).parents[2]
DECISIONS = sorted(ROOT.glob("docs/adr/*.md"))
PAGES = (
    "README.md",
    "README.ja.md",
    "CONTRIBUTING.md",
    *(
        str(path.relative_to(ROOT))
        for path in (
            *sorted(ROOT.glob("docs/*.md")),
            *sorted(ROOT.glob("docs/contributing/*.md")),
            *DECISIONS,
        )
    ),
)
#: The table that is made of the tests' data stands in the English page alone.
GROUNDS = re.compile(r"<!-- grounds -->.*<!-- /grounds -->", re.DOTALL)
COMMAND = re.compile(r"`(itakusaki [^`]+)`")


def _commands() -> list[tuple[str, str]]:
    return [
        (page, found)
        for page in PAGES
        for found in COMMAND.findall((ROOT / page).read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("page", "line"), _commands())
def test_a_command_that_is_named_exists(page: str, line: str) -> None:
    """Each word is looked up as a command as far as groups go; options must be known."""
    command: click.Command = build_app(translator_for("en"))
    words = shlex.split(line.replace("|", " "))[1:]
    context = click.Context(command)
    while words and isinstance(command, click.Group):
        found = command.get_command(context, words.pop(0))
        assert found is not None, (page, line)
        command = found
    options = {name for param in command.params for name in param.opts}
    assert {word for word in words if word.startswith("--")} <= options, (page, line)


def _leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    """Every command by its words, with the function behind it."""
    if not isinstance(command, click.Group):
        yield " ".join(path), command.callback
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield from _leaves(inner, (*path, name))


@pytest.mark.parametrize("page", ["README.md", "README.ja.md"])
def test_every_command_that_may_end_with_1_stands_beside_that_code(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    table = re.split(r"^## (?:Exit codes|終了コード)$", text, flags=re.MULTILINE)[1]
    row = next(line for line in table.splitlines() if line.startswith("| 1 |"))
    commands = dict(_leaves(build_app(translator_for("en"))))
    del commands["checklist lint"]  # another name of lint
    sources = {name: inspect.getsource(inspect.unwrap(made)) for name, made in commands.items()}  # type: ignore[arg-type]
    may = {name for name, source in sources.items() if "Exit.GAPS" in source}
    assert {"lint", "finding list", "round status"} <= may
    named = {name for name in commands if f"`{name}`" in row}
    assert named == {name for name in may if "fail_on" not in sources[name]}


@pytest.mark.parametrize("page", ["README.md", "README.ja.md"])
def test_every_command_and_exit_code_is_named(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    app = build_app(translator_for("en"))
    for name in app.list_commands(click.Context(app)):
        assert f"itakusaki {name}" in text
    for code in Exit:
        assert f"| {int(code)} |" in text


def test_the_number_of_controls_is_that_of_the_catalogue() -> None:
    count = len(shipped_rules().checklist.controls)
    english = (ROOT / "README.md").read_text(encoding="utf-8")
    japanese = (ROOT / "README.ja.md").read_text(encoding="utf-8")
    assert re.findall(r"([0-9]+) controls", english) == [str(count)]
    assert re.findall(r"([0-9]+)の管理策", japanese) == [str(count)]


@pytest.mark.parametrize("page", ["README.md", "README.ja.md"])
def test_ci_runs_the_commands_of_the_readme(page: str) -> None:
    """The two commands stand in CI word for word, but for pip's silence."""
    text = (ROOT / page).read_text(encoding="utf-8")
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8").replace("install -q ", "install ")
    given = [line for line in text.splitlines() if line.startswith("python3 -m venv")]
    assert len(given) == 2
    for line in given:
        assert line in ci


def test_the_page_on_evidence_says_the_same_in_both_languages() -> None:
    """The same commands, options, settings and codes, in the same order of chapters."""
    english, japanese = (
        GROUNDS.sub("", (ROOT / "docs" / name).read_text(encoding="utf-8"))
        for name in ("evidence.md", "evidence.ja.md")
    )
    for pattern in (r"itakusaki evidence [a-z]+[^`\n]*", r"--[a-z-]+", r"`[a-z_]+`", r"^```\w+"):
        found = [re.findall(pattern, text, re.MULTILINE) for text in (english, japanese)]
        assert found[0]
        assert sorted(set(found[0])) == sorted(set(found[1]))
    assert english.count("\n## ") == japanese.count("\n## ")
    assert english.count("\n| ") == japanese.count("\n| ")


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs/workspace.md").read_text(encoding="utf-8")
    for name in KNOWN:
        assert f"| `{name}` |" in text


@pytest.mark.parametrize("page", PAGES)
def test_a_path_that_is_linked_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_numbered_and_in_three_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(path.name[:4])}. ")
    parts = re.findall(r"^\*\*(Context|Decision|Consequences)\.\*\*", text, re.MULTILINE)
    assert parts == ["Context", "Decision", "Consequences"]
    assert not re.search(r"^## ", text, re.MULTILINE)


def test_no_two_decisions_have_one_number() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(numbers) > 10
    assert len(set(numbers)) == len(numbers)
