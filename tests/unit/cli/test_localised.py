"""Help and usage errors come in the language of the run, and the process stays as it was."""

import ast
import gc
import gettext
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from itakusaki.cli.app import COMMANDS, build_app
from itakusaki.cli.click_words import CLICK_WORDS, MISSING, click_said
from itakusaki.cli.days import Day, RoundName
from itakusaki.cli.main import main
from itakusaki.cli.whole_number import WholeNumber
from itakusaki.language import translator_for
from support.cli import itakusaki

JA, EN = translator_for("ja"), translator_for("en")


def _commands() -> Iterator[tuple[str, ...]]:
    app = build_app(EN)
    context = click.Context(app)
    for name in COMMANDS:
        yield (name,)
        command = app.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((name, inner) for inner in command.commands)


def _help(command: tuple[str, ...], lang: str) -> str:
    return itakusaki(*command, "--help", lang=lang).out


@pytest.mark.parametrize("command", [(), *_commands()], ids=" ".join)
def test_two_languages_are_spoken_side_by_side(command: tuple[str, ...]) -> None:
    first, english, again = (_help(command, lang) for lang in ("ja", "en", "ja"))
    assert first == again
    assert english.startswith("Usage: itakusaki")
    assert first.startswith("使い方： itakusaki")
    assert "この説明を表示して終了する" in first
    for words in ("Options", "Commands", "Show this", "[default", "[required", "--settings FILE"):
        assert words not in first


def test_each_command_says_in_both_languages_what_it_does() -> None:
    english, japanese = build_app(EN), build_app(JA)
    for name, *_ in _commands():
        one = english.get_command(click.Context(english), name)
        other = japanese.get_command(click.Context(japanese), name)
        assert one
        assert other
        assert other.help == JA.gettext(one.help or "") != one.help


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["auditt"], "エラー：コマンド 'auditt' はありません。"),
        (
            ["audit", "--fromat"],
            "エラー：オプション '--fromat' はありません。 '--format' のことでしょうか。",
        ),
        (["evidence", "pack", "."], "エラー：オプションがありません '--key'."),
        (
            ["audit", "--format", "pdf"],
            "エラー：'--format' の値が正しくありません：'pdf' は次のいずれでもありません：'html', 'md', 'xlsx', 'json'",
        ),
        (["audit", "a'b"], 'フォルダー "a\'b" がありません。'),
        (["evidence", "pack", ".", "--date", "x"], "「x」は日付として読み取れません。"),
        (["audit", "--jobs", ""], "「」は1以上の整数ではありません"),
        (["evidence", "check", "--jobs", "x"], "「x」は1以上の整数ではありません"),
        (["audit", "--jobs", "0"], "「0」は1以上の整数ではありません"),
        (
            ["breach", "provisions", "check", __file__, "--every", "13"],
            "「13」は1から12までの整数ではありません",
        ),
    ],
)
def test_a_wrong_command_line_is_explained_in_its_language(argv: list[str], says: str) -> None:
    said = itakusaki(*argv, lang="ja")
    assert said.code == 2
    assert said.err.startswith("使い方： itakusaki")
    assert says in said.err
    assert "で表示できます" in said.err
    assert not {"Error", "Invalid", "Try"} & set(said.err.replace(":", " ").split())
    english = itakusaki(*argv).err
    assert "Try 'itakusaki" in english
    assert "\nError: " in english


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("given", [r"C:\監査\ws", r"\\server\share\監査", "ws\\", r"C:\it's\ws"])
def test_a_path_is_shown_as_it_was_typed(given: str, lang: str) -> None:
    said = itakusaki("audit", given, lang=lang)
    assert said.code == 2
    assert f"{given}" in said.err
    assert given.replace("\\", "\\\\") not in said.err


def test_what_a_variable_says_is_refused_in_the_language_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ITAKUSAKI_AUDIT_QUIET", "perhaps")
    said = itakusaki("audit", lang="ja")
    assert said.code == 2
    assert "'perhaps' は真偽値ではありません" in said.err
    assert "not a valid" not in said.err


def _options(command: click.Command) -> Iterator[click.Parameter]:
    yield from command.params
    if isinstance(command, click.Group):
        for one in command.commands.values():
            yield from _options(one)


def test_every_type_of_an_option_is_refused_by_words_of_ours_or_those_we_say_anew() -> None:
    """Those of click's types that have sentences of their own are said anew, or stand behind ours."""
    app = build_app(EN)
    every = [*app.params]
    for name in COMMANDS:
        command = app.get_command(click.Context(app), name)
        assert command
        every += _options(command)
    said_anew = (click.Choice, click.Path, type(click.STRING), type(click.BOOL))
    others = {type(param.type) for param in every if not isinstance(param.type, said_anew)}
    assert others == {Day, RoundName, WholeNumber}


def test_other_sentences_stay_as_they_are() -> None:
    for text in ("itakusaki 1.2", "項目 {x} がありません。", "Error", ""):
        assert click_said(text, JA) == text


def test_what_is_said_anew_is_what_click_says() -> None:
    """A sentence that click words otherwise one day would come in English: then this list is mended."""
    assert click.__file__
    texts = {
        node.value
        for path in Path(click.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [text for text in (*CLICK_WORDS, *MISSING) if text not in texts] == []


def test_a_run_leaves_the_process_as_it_was() -> None:
    before = gettext.gettext, gettext.ngettext, gc.get_threshold(), gc.isenabled()
    with pytest.raises(SystemExit):
        main(["--lang", "ja", "checklist", "list", "--domain", "TEC"])
    assert (gettext.gettext, gettext.ngettext, gc.get_threshold(), gc.isenabled()) == before
