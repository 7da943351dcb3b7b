"""A round read with several readers, or from what was kept, is the round read one file after another."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from itakusaki.files import wall
from itakusaki.files.cache import ResultCache
from itakusaki.files.kept_books import KeptBooks
from itakusaki.intake.round import Intake
from itakusaki.model.step import Step
from support.workspaces import AOBA, MIDORI, YES, Workspace, a_workspace, reply, workbook

#: Files with which something is amiss, which are read again each time.
AMISS: Final = {"c.xlsx", "f.xlsx", "h.xls", "z.xlsx"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Files of every fate: answered, twice, damaged, of no kind, no table, cut short."""
    made = a_workspace(tmp_path / "w", AOBA, MIDORI).reply(reply(YES), "a.xlsx")
    made.reply(reply(("TEC-01", "設問", "×")), "b.xlsx").reply(b"PK\3\4 broken", "c.xlsx")
    made.reply("名前,値\r\na,1\r\n".encode(), "d.csv").reply(b"x", "e.ods").reply(b"", "f.xlsx")
    made.reply(workbook({"x": [("nothing", "here")]}), "g.xlsx").reply(reply(YES), "h.xls")
    return made.contract(b"PK\3\4", "z.xlsx").review(reply(YES))


def told(intake: Intake) -> tuple[object, ...]:
    rows = [
        (
            table.name,
            [(row.processor, row.record.at, dict(row.record.fields)) for row in table.rows],
        )
        for table in intake.tables
    ]
    return intake.dossier, intake.progress, rows


@pytest.mark.parametrize("jobs", [2, 5])
def test_several_readers_read_the_same_and_tell_the_same_steps(
    workspace: Workspace, jobs: int
) -> None:
    steps: dict[int, list[Step]] = {1: [], jobs: []}
    alone = workspace.read(steps[1].append)
    assert len({issue.code for issue in alone.dossier.issues}) > 5
    assert alone.dossier.questionnaires
    assert told(workspace.read(steps[jobs].append, jobs=jobs)) == told(alone)
    assert steps[jobs] == steps[1]
    assert len(steps[1]) == 11


@pytest.mark.parametrize("jobs", [1, 3])
def test_what_was_kept_is_read_the_same(
    workspace: Workspace, jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptBooks(cache=ResultCache(folder=tmp_path / "kept"), stamp="1")
    alone = told(workspace.read())
    assert told(workspace.read(kept=kept, jobs=jobs)) == alone
    asked, begin = set[str](), wall.Reader.begin

    def beginning(reader: wall.Reader, job: str, given: tuple[str, ...], *more: Any) -> None:
        asked.add(Path(given[0]).name)
        begin(reader, job, given, *more)

    monkeypatch.setattr(wall.Reader, "begin", beginning)
    assert told(workspace.read(kept=kept, jobs=jobs)) == alone
    assert asked == AMISS  # nothing else was read again


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_who_stops_in_the_midst_leaves_no_reader_at_work(
    workspace: Workspace, error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[wall.Asking] = []
    over: list[wall.Asking] = []
    begin, answer, close = wall.Asking.__init__, wall.Asking.result, wall.Asking.close

    def beginning(asked: wall.Asking, *given: object, **more: object) -> None:
        begun.append(asked)
        begin(asked, *given, **more)  # type: ignore[arg-type]

    def answering(asked: wall.Asking) -> object:
        over.append(asked)
        return answer(asked)

    def closing(asked: wall.Asking) -> None:
        over.append(asked)
        close(asked)

    for name, done in (("__init__", beginning), ("result", answering), ("close", closing)):
        monkeypatch.setattr(wall.Asking, name, done)

    def stop(step: Step) -> None:
        if step.item.endswith("b.xlsx"):
            raise error

    with pytest.raises(error):
        workspace.read(stop, jobs=3)
    assert len(begun) > 3
    assert {*map(id, begun)} == {*map(id, over)}
