"""What a person meets at a terminal: narrow screens, pipes, slips of the finger, where one stands."""

import ast
import io
import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import click
import pytest
from rich.console import Console, RenderableType

from itakusaki.cli.app import COMMANDS, build_app
from itakusaki.cli.evidence_tables import barred_line, outcome_lines, reading_lines
from itakusaki.cli.failures import say_failure
from itakusaki.cli.replay_table import replay_lines
from itakusaki.cli.summary_table import Summary, SummaryRow
from itakusaki.cli.terminal import Terminal, plain_markup
from itakusaki.language import translator_for
from itakusaki.language.labels import RATINGS
from itakusaki.model.alike import alike
from itakusaki.model.command_line import command_line
from itakusaki.model.message import Message, Words
from itakusaki.model.replay import Quarter, QuarterCount, Replay, ReplayedTest
from itakusaki.model.retest import Examination, ReadExport, TestOutcome, TestResult
from itakusaki.model.source import SourceFile
from itakusaki.retests.feasibility import NOT_DELIVERED
from itakusaki.settings.rounds import quarter_of, round_name, round_span
from support.cli import itakusaki

EN = translator_for("en")
GOOD = 'client = "Harbour"\nround = "2026Q4"\nas_of = 2026-12-31\nlanguage = "en"\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "点検 2026 $(x)"
    folder.mkdir()
    (folder / "itakusaki.toml").write_text(GOOD, encoding="utf-8")
    (folder / "questionnaires/2026Q4").mkdir(parents=True)
    return folder


# -- a narrow screen ------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "is_table"), [(40, False), (100, True)])
def test_what_the_logs_say_is_whole_on_a_narrow_screen(width: int, is_table: bool) -> None:  # noqa: FBT001
    result = TestResult(
        processor="P02",
        test="account-overlap",
        rule="X-19",
        title=Words(ja="同時使用", en="One account at two terminals"),
        outcome=TestOutcome.CONSISTENT,
        says=Words(ja="見当たりません", en="no account is seen at two terminals"),
        innocent=Words(ja="", en=""),
        next=Words(ja="", en=""),
    )
    file = io.StringIO()
    product = Console(file=file, width=width, force_terminal=False)
    for line in outcome_lines(Examination(processor="P02", results=(result,)), EN):
        product.print(line)
    told = " ".join(file.getvalue().replace("│", " ").split())
    assert ("┃" in file.getvalue()) is is_table
    assert "no account is seen at two" in told
    assert all(word in told for word in ("X-19", "terminals", "One account"))


SPAN = (datetime(2025, 10, 1, 1, 11), datetime(2026, 11, 30, 13, 30))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("width", "is_table"), [(30, False), (40, False), (80, True)])
def test_a_time_and_a_number_are_whole_on_a_narrow_screen(
    width: int,
    is_table: bool,  # noqa: FBT001
    language: str,
) -> None:
    read = ReadExport(
        file=SourceFile(path="evidence/2026Q4/P02/サインインログ.csv", sha256="", size=1),
        export="sign_ins",
        title=Words(ja="サインインのログ", en="Sign-in log"),
        layout=Words(ja="標準の見出し", en="Standard headings"),
        rows=1_238_557,
        kept=1_238_550,
        duplicates=7,
        put_aside=0,
        first_at=SPAN[0],
        last_at=SPAN[1],
    )
    drawn = _lines(
        reading_lines(Examination(processor="P02", reads=(read,)), translator_for(language)), width
    )
    assert ("┃" in drawn) is is_table
    assert all(f"{moment:%Y-%m-%d %H:%M}" in drawn for moment in SPAN)
    assert all(number in drawn for number in ("1,238,557", "1,238,550"))
    assert "…" not in drawn


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [30, 40, 80, 160])
def test_a_replay_and_a_clock_lose_nothing_on_a_narrow_screen(width: int, language: str) -> None:
    quarters = tuple(
        Quarter(first=date(year, month, 1), last=date(year, month + 2, 28))
        for year in (2024, 2025, 2026)
        for month in (1, 4, 7, 10)
    )
    counts = tuple(QuarterCount(hits=1000 + at) for at in range(len(quarters)))
    test = ReplayedTest(
        test="account-overlap",
        rule="X-19",
        title=Words(ja="同時使用", en="One account at two terminals"),
        counts=counts,
    )
    replay = Replay(processor="P02", quarters=quarters, tests=(test,))
    drawn = _lines(replay_lines(replay, translator_for(language)), width)
    assert all(one.name in drawn for one in quarters)
    assert all(f"1,0{at:02}" in drawn for at in range(len(quarters)))
    assert "…" not in drawn


def _lines(lines: Iterable[RenderableType], width: int) -> str:
    out = io.StringIO()
    screen = Terminal(file=out, width=width, force_terminal=True, color_system=None)
    for line in lines:
        screen.print(line, highlight=False)
    return out.getvalue()


def _drawn(width: int, language: str) -> str:
    words = translator_for(language)
    rows = tuple(
        SummaryRow(
            cells=(f"P{at:02}", "港南データサービス株式会社", words.say(rating), *"12345"),
            colour="red",
            tier=1,
        )
        for at, rating in enumerate(RATINGS.values())
    )
    headings = (
        "Code",
        "Processor",
        "Rating",
        "Declared",
        "Verified",
        "KO",
        "Contradictions",
        "Coverage",
    )
    out = io.StringIO()
    screen = Terminal(file=out, width=width, force_terminal=True, color_system=None)
    screen.print(Summary(title="t", caption="c", headings=headings, rows=rows))
    return out.getvalue()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [30, 40, 60, 80, 100, 160])
def test_a_rating_is_never_cut(width: int, language: str) -> None:
    drawn = _drawn(width, language)
    inside = "".join(drawn.replace("│", " ").split())
    for rating in RATINGS.values():
        said = translator_for(language).say(rating)
        words = said.split() if language == "en" else [said]
        assert all(word in inside for word in words)
    assert "…" not in drawn


def test_a_narrow_screen_leaves_figures_out_of_the_table_before_it_takes_to_lines() -> None:
    assert "Coverage" in _drawn(160, "ja").splitlines()[2]
    narrow = _drawn(80, "ja")
    assert ("Declared" in narrow, "Coverage" in narrow) == (True, False)
    assert "┃" not in _drawn(40, "ja")


# -- where one stands -----------------------------------------------------------------------------


@pytest.mark.parametrize("inside", [".", "questionnaires/2026Q4"])
@pytest.mark.parametrize(
    "argv",
    [
        ("contract", "make", "--dry-run"),
        ("questionnaire", "make", "--dry-run"),
        ("lint",),
        ("checklist", "show", "TEC-02"),
        ("explain", "D-ANS-06"),
    ],
    ids=" ".join,
)
def test_a_command_takes_the_workspace_one_stands_in(
    argv: tuple[str, ...], inside: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / inside)
    assert itakusaki(*argv).code == 0


def test_outside_every_workspace_the_folder_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = itakusaki("audit")
    assert (said.code, str(tmp_path) in said.err) == (2, True)
    said = itakusaki("questionnaire", "make", "nowhere")
    assert (said.code, "'nowhere' does not exist" in said.err) == (2, True)


def test_a_processor_can_be_named_without_the_folder(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    said = itakusaki("questionnaire", "make", "P01")
    assert (said.code, "There is no P01 here" in said.err) == (2, True)


def test_the_next_command_can_be_pasted(workspace: Path) -> None:
    said = itakusaki("contract", "make", workspace)
    assert f"questionnaire make '{workspace}' --all" in said.err
    assert command_line("audit", Path()) == command_line("audit", "../..") == "itakusaki audit"


# -- slips ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "meant"),
    [
        (("audt",), "'audit'"),
        (("evidence", "chek"), "'check'"),
        (("checklist", "show", "TEC-2"), "TEC-02?"),
        (("checklist", "show", "ｔｅｃ０２"), "TEC-02?"),
        (("explain", "D-ANS-6"), "D-ANS-06"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_was_meant_is_suggested(argv: tuple[str, ...], meant: str) -> None:
    said = itakusaki(*argv)
    assert (said.code, meant in said.err) == (2, True)
    assert len(said.err.splitlines()) < 6


def test_numbers_are_compared_as_numbers() -> None:
    ids = [f"TEC-{number:02}" for number in range(1, 30)]
    assert alike("tec 2", ids) == ("TEC-02",)
    assert alike("TEC-" + "0" * 5000 + "7", ids) == ("TEC-07",)
    assert alike("zebra", ids) == ()


def test_ctrl_c_is_130_and_nobody_to_answer_is_wrong_use() -> None:
    for cause, code in ((KeyboardInterrupt(), 130), (EOFError(), 2)):
        stop = click.Abort()
        stop.__context__ = cause
        assert say_failure(stop, EN, debug=False) == code


def test_a_place_that_cannot_be_written_is_4_and_said_in_the_language(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    said = itakusaki("init", tmp_path / "file/ws", "--client", "x", lang="ja")
    assert said.code in (2, 4)
    error = NotADirectoryError(20, "Not a directory", "reports")
    assert say_failure(error, EN, debug=False) == 4


# -- init -----------------------------------------------------------------------------------------


def test_init_asks_again_at_once_and_reads_eras(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["", "港 商事", "2026年第5四半期", "令和8年第4四半期", "令和8年13月1日", "R8.12.31"]
    answers = iter(lines)

    def answer(*_args: object, default: str | None = None, **_more: object) -> str:
        return next(answers) or str(default)

    monkeypatch.setattr(click, "prompt", answer)
    said = itakusaki("init", tmp_path / "ws", lang="ja")
    written = (tmp_path / "ws/itakusaki.toml").read_text(encoding="utf-8")
    assert said.code == 0
    assert said.err.count("エラー") == len(["2026年第5四半期", "令和8年13月1日"])
    assert 'round = "2026Q4"\nas_of = 2026-12-31' in written
    assert 'role = "client"' in written


@pytest.mark.parametrize(
    "name", ["2026Q4", "2027Q1", "2026H1", "2026H2", "2026-02", "2026-12", "2026"]
)
def test_a_calendar_round_is_called_by_its_days(name: str) -> None:
    span = round_span(name)
    assert span is not None
    assert round_name(span) == name
    assert round_name(quarter_of(span.last))[:4] == name[:4]


def test_a_workspace_that_is_there_is_refused_before_anything_is_asked(workspace: Path) -> None:
    assert itakusaki("init", workspace).code == 2


# -- dry runs, help, output -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "argv",
    [
        ("contract", "make"),
        ("questionnaire", "make"),
        ("checklist", "export", "controls.csv"),
        ("evidence", "keygen", "key.pem", "--no-passphrase"),
        ("init", "new", "--client", "x", "--round", "2026Q4", "--as-of", "令和8年12月31日"),
    ],
    ids=" ".join,
)
def test_a_dry_run_writes_nothing(
    argv: tuple[str, ...], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    before = sorted(workspace.rglob("*"))
    said = itakusaki(*argv, "--dry-run")
    assert (said.code, sorted(workspace.rglob("*"))) == (0, before)
    assert "would be new" in said.err
    assert "Next" not in said.err  # nothing was made to go on with


def _commands(
    command: click.Command, path: tuple[str, ...]
) -> list[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group):
        return [(path, command)]
    with click.Context(command) as ctx:
        inner = [(name, command.get_command(ctx, name)) for name in command.list_commands(ctx)]
    return [leaf for name, one in inner if one for leaf in _commands(one, (*path, name))]


LEAVES = _commands(build_app(EN), ())


def test_every_command_has_an_example_that_parses() -> None:
    assert {path[0] for path, _ in LEAVES} == set(COMMANDS)
    for path, command in LEAVES:
        examples = [line for line in (command.epilog or "").splitlines() if "itakusaki" in line]
        assert examples, path
        for line in examples:
            words = [word.strip('"') for word in line.split(" > ")[0].split()][1:]
            assert tuple(words[: len(path)]) == path or path == ("checklist", "lint")
            with click.Context(command, resilient_parsing=True) as ctx:
                command.parse_args(ctx, words[1 if path[-1] == "lint" else len(path) :])


def test_whatever_writes_has_a_dry_run() -> None:
    outs = {"force", "out", "hits", "data_docs"}
    for path, command in LEAVES:
        names = {param.name for param in command.params}
        if names & outs or path in {("audit",), ("init",)}:
            assert "dry_run" in names, path


def test_only_the_doors_print() -> None:
    """Data reach a terminal by `echo` and `Terminal` alone, where what steers it is made visible."""
    for path in (Path(__file__).parents[3] / "src/itakusaki/cli").glob("*.py"):
        if path.stem in {"echo", "terminal"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            assert called not in {"click.echo", "click.secho", "print", "Console"}, path


EVIL = "\x1b[2J\x1b]0;x\x07[bold red]noise[/] \u202egnp.exe\x9b31m\r"


def test_data_neither_steer_nor_mark_up_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "itakusaki.toml").write_text(
        f"client = {json.dumps(EVIL)}\nround = '2026Q4'\nas_of = 2026-12-31\n", encoding="utf-8"
    )
    for text in (EVIL, f"P{EVIL}"):
        out = io.StringIO()
        Terminal(file=out, force_terminal=True, color_system=None, width=200).print(
            plain_markup(text), highlight=False
        )
        shown = out.getvalue()
        assert not {"\x1b", "\x07", "\u202e", "\x9b", "\r"} & set(shown)
        assert "[bold red]noise[/]" in shown
    said = itakusaki("audit", tmp_path / EVIL.replace("/", ""))
    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(said.out + said.err)


def test_rich_itself_is_not_where_the_door_is() -> None:
    """The door is needed: a console of rich lets an escape sequence pass."""
    out = io.StringIO()
    Console(file=out, force_terminal=True, color_system=None).print("\x1b[2J")
    assert "\x1b" in out.getvalue()


# -- tests that cannot be made --------------------------------------------------------------------


def _barred(*titles: str) -> TestResult:
    words = Words(ja="-", en="-")
    lacking = tuple(Message.of(NOT_DELIVERED, export=Words(ja=t, en=t)) for t in titles)
    return TestResult(
        processor="P", test="t", rule="X-01", title=words, outcome=TestOutcome.CANNOT_COMPARE,
        says=words, innocent=words, next=words, lacking=lacking,
    )  # fmt: skip


def test_what_to_fetch_next_is_one_line() -> None:
    barred = [_barred("sign-ins"), _barred("staff"), _barred("sign-ins"), _barred("a", "b")]
    said = EN.say(barred_line(barred, EN))
    assert said.startswith("4 tests cannot be made. One more export would open: sign-ins 2")
    assert "staff 1" in said
    assert "The other 1" in said
    assert "each lacks more" in EN.say(barred_line([_barred("a", "b")], EN))
