"""A slice of `python -m bench all`: every bench on the smallest sizes, told as one object."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from bench.commands import MODULES, bench, command
from bench.door import say
from bench.every import LONG, QUICK, every
from bench.figures import Figure, held
from bench.round import make_round
from click.testing import CliRunner

pytestmark = pytest.mark.slow
TINY = (
    "reading --rows 60 --times 1",
    "evidence --rows 2000",
    "intake --workbooks 1 --times 1",
    "answers --workbooks 1 --times 1",
    "wall --workbooks 1 --times 1",
    "documents --rows 2 --times 1",
    "rounds --processors 2 --rounds 2 --controls 3",
    "incidents --contracts 4",
    "sample",
    "portfolio --processors 1",
)
#: Stands for an audit, of which other tests see to it that it is one.
NO_AUDIT = (
    "-c",
    "from os import makedirs as m; m('.cache', exist_ok=True); m('reports', exist_ok=True)",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    made = tmp_path_factory.mktemp("bench") / "round"
    make_round(made, 1, amiss=True)

    def round_made(folder: Path, _workbooks: int, **_amiss: bool) -> None:
        shutil.copytree(made, folder)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("round", *MODULES.values()):
            module = import_module(f"bench.{name}")
            patch.setattr(module, "apart", _here, raising=False)
            patch.setattr(module, "make_round", round_made, raising=False)
        for name in ("GATE", "AUDIT", "EVERY_CORE"):
            patch.setattr(f"bench.portfolio.{name}", NO_AUDIT)
        patch.setattr("bench.portfolio.change", lambda _workbook: None)
        gate = "itakusaki.validate.gx_runner"
        patch.setitem(sys.modules, gate, ModuleType(gate))
        patch.setattr("bench.intake._audit", lambda _folder: None)
        patch.setattr("bench.every.QUICK", TINY)
        done = CliRunner().invoke(bench, ["all", "--quick", "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def _here(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return work(*args, **kwargs)


def test_every_figure_is_told_with_its_floor_and_its_sizes(told: Mapping[str, Any]) -> None:
    figures = told["figures"]
    assert len(figures) > 40
    measured = {name: one for name, one in figures.items() if "not_measured" not in one}
    assert {name.split(":")[1] for name in figures if name not in measured} <= {" frictionless"}
    for one in measured.values():
        assert {"cpu_s", "wall_s", "sizes"} <= {*one}
        assert figures[one["floor"]]["ratio"] == 1
    assert {"date", "python", "cores", "packages"} <= {*told}


@pytest.mark.parametrize(
    "what", ["reading 60", "control tests on 2,000", "round of 1 ", "answers of 1 ", "reading 1 ",
     "1 documents", "store of 2", "incidents at 4", "audit of the sample", "audit of 1 "],
)  # fmt: skip
def test_every_command_has_figures(told: Mapping[str, Any], what: str) -> None:
    assert any(name.startswith(what) for name in told["figures"])


def test_rows_of_peers_are_held_against_ours(told: Mapping[str, Any]) -> None:
    checked = {name.split(": ", 1)[1] for name, one in told["figures"].items() if one.get("same")}
    assert {"pandas: these two tests"} <= checked
    assert any(name.startswith("ours: SHA-256") for name in checked)


@pytest.mark.parametrize("line", sorted({*QUICK, *LONG}))
def test_what_is_carried_out_is_a_command_with_its_options(line: str) -> None:
    name, *options = line.split()
    assert command(name).make_context(name, options).params is not None


def test_what_was_measured_before_a_failure_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def figures(line: str) -> Iterator[Figure]:
        yield Figure(of=line, name="bare", cpu=1.0, wall=1.0)
        raise SystemExit(3)

    monkeypatch.setattr("bench.every.figures_of", figures)
    monkeypatch.setattr("bench.every.apart", _here)
    monkeypatch.setattr("bench.every.QUICK", ("one", "two"))
    callback = every.callback
    assert callback
    told = [(one.of, one.name, one.failed) for one in callback(quick=True)]
    rest = "what was left of it"
    assert told == [
        (of, *one) for of in ("one", "two") for one in (("bare", ""), (rest, "SystemExit(3)"))
    ]


def test_what_is_not_the_same_or_failed_ends_amiss(capsys: pytest.CaptureFixture[str]) -> None:
    floor = Figure(name="bare", cpu=2.0, wall=2.5)
    other = Figure(name="ours", cpu=3.0, wall=3.5, found={"rows": 1000}, same=False)
    figures = [*held("a thing", floor, [other], rows=1000), Figure(of="b", name="all", failed="x")]
    with pytest.raises(Exception, match="amiss: a thing: ours; b: all"):
        say(figures, as_json=False)
    said = capsys.readouterr().out
    assert "bare (floor)" in said
    assert "1.50      3,000.00" in said
    assert "NOT THE SAME: 1,000 rows" in said
    assert "FAILED: x" in said
