"""Workers do the same work on one item after another, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from itakusaki.files.cores import cores
from itakusaki.files.workers import Worker, heaviest_first, in_order
from itakusaki.model.errors import ItakusakiError, NotAWorkspaceError, UnknownNameError
from support.worker_jobs import Ending, die, process_of, refuse, slowest_first, twice


def test_what_is_made_comes_in_the_order_of_the_items() -> None:
    items = list(range(6))
    assert list(in_order(slowest_first, items, 3)) == [item * 2 for item in items]


def test_the_order_of_what_is_made_is_not_that_of_the_work() -> None:
    items = [1, 2, 3, 900]
    assert list(in_order(twice, items, 2, weigh=lambda item: item)) == [2, 4, 6, 1800]


def test_what_would_keep_one_worker_at_the_end_is_begun_first() -> None:
    assert heaviest_first([5, 6, 7, 5, 90, 6, 200], 2) == [6, 4, 0, 1, 2, 3, 5]


@pytest.mark.parametrize("weights", [[], [0, 0, 0], [4, 5, 3] * 30])
def test_items_much_alike_are_taken_on_in_their_order(weights: list[int]) -> None:
    assert heaviest_first(weights, 2) == list(range(len(weights)))


def test_several_processes_work_and_none_of_them_is_this_one() -> None:
    seen = set(in_order(process_of, range(8), 2))
    assert len(seen) == 2
    assert os.getpid() not in seen
    assert set(in_order(process_of, range(3), 1)) == {os.getpid()}


def test_an_error_of_the_work_is_raised_as_it_was() -> None:
    with pytest.raises(UnknownNameError) as caught:
        list(in_order(refuse, ["P99", "P01"], 2))
    assert caught.value.says == UnknownNameError("P99", ("P01",)).says
    assert caught.value.hint == UnknownNameError("P99", ("P01",)).hint
    assert caught.value.exit_code == UnknownNameError.exit_code


def test_errors_cross_with_what_they_say() -> None:
    import pickle  # noqa: PLC0415 - for this alone

    error = NotAWorkspaceError("somewhere")
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert type(back) is NotAWorkspaceError
    assert isinstance(back, ItakusakiError)
    assert (back.says, back.hint, str(back)) == (error.says, error.hint, str(error))


def test_the_item_of_a_worker_that_died_is_worked_on_here(tmp_path: Path) -> None:
    work = die(tmp_path / "died")
    assert list(in_order(work, [1, 2, 3, 4], 2)) == [1, 2, 3, 4]
    assert (tmp_path / "died").exists()


def test_who_asks_for_no_more_waits_for_no_more() -> None:
    begun = time.monotonic()
    asked = in_order(time.sleep, [0, 600, 600, 600], 2)
    next(asked)
    asked.close()
    assert time.monotonic() - begun < 300


def test_a_worker_ends_with_the_process_that_started_it() -> None:
    script = (
        "from itakusaki.files.workers import Worker\n"
        "from support.worker_jobs import process_of\n"
        "print(Worker(process_of)(1), flush=True)\n"
        "import os; os._exit(1)\n"
    )
    place = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    run = subprocess.run(
        [sys.executable, "-c", script], env=place, capture_output=True, text=True, check=False
    )
    assert Ending(int(run.stdout)).comes()


def test_the_current_folder_lends_a_worker_no_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    worker: Worker[int, int] = Worker(twice)
    assert worker(21) == 42
    worker.close()
    assert not worker.lives


def test_there_is_a_core() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
