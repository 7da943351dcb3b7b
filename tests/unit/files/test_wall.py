"""The wall: whatever becomes of a reader, the run learns it as a refusal and goes on."""

from __future__ import annotations

import os
import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from itakusaki.files import wall
from itakusaki.files.process_usage import usage_of
from itakusaki.files.refusal import RefusedFileError, is_disk_full
from itakusaki.files.wall import Asking, behind_wall
from itakusaki.model.allowance import MEGABYTE, USUAL, Allowance

LITTLE = Allowance(memory=300 * MEGABYTE, seconds=1, output=MEGABYTE)


def asked(job: str, *given: Any, allowance: Allowance = USUAL) -> Any:
    return behind_wall(f"support.wall_jobs:{job}", *given, allowance=allowance)


def refused(job: str, allowance: Allowance = LITTLE) -> str:
    with pytest.raises(RefusedFileError) as error:
        asked(job, allowance=allowance)
    return error.value.code


@pytest.mark.parametrize(
    ("job", "code"),
    [
        ("abort", "damaged"),
        ("leave", "damaged"),
        ("fail", "damaged"),
        ("deepen", "damaged"),
        ("no_plain_value", "damaged"),
        ("refuse", "sheet_too_large"),
        ("much", "contents_too_large"),
        ("ask_for_all", "took_too_much_memory"),
        ("eat", "took_too_much_memory"),
        ("spin", "took_too_long"),
    ],
)
def test_what_a_file_does_to_its_reader_is_a_refusal_and_the_next_is_read(
    job: str, code: str
) -> None:
    assert refused(job) == code
    assert asked("echo", "the next") == "the next"


def test_a_refusal_tells_how_much_was_allowed() -> None:
    for job, limit in (("much", LITTLE.output), ("spin", LITTLE.seconds), ("eat", LITTLE.memory)):
        with pytest.raises(RefusedFileError) as error:
            asked(job, allowance=LITTLE)
        assert error.value.limit == limit


def test_a_reader_that_waits_for_what_never_comes_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wall, "_STALLED", 0.2)
    assert refused("wait", USUAL) == "took_too_long"


def test_a_file_out_of_reach_is_no_damaged_one() -> None:
    with pytest.raises(FileNotFoundError):
        asked("open_nothing")


def test_days_sets_and_texts_cross_and_printing_is_not_in_the_way() -> None:
    assert asked("days") == (date(2026, 12, 31), frozenset({1, 2}), {"a": [1.5]})
    assert asked("chatter") == ""
    assert asked("echo", "\ud800 委託先\0") == "\ud800 委託先\0"


def test_a_reader_is_another_process_and_answers_again_and_again() -> None:
    first = asked("who")
    assert first != os.getpid()
    assert {asked("who") for _ in range(5)} == {first}


def test_what_the_run_itself_holds_is_not_put_down_to_its_readers() -> None:
    """This process has held far more than a quarter of so little."""
    held = bytes(b"\1" * (64 * MEGABYTE))
    given = Allowance(memory=160 * MEGABYTE)
    found = {asked("who", allowance=given) for _ in range(4)}
    assert len(held) == 64 * MEGABYTE
    assert len(found) <= 2, "a fresh one, after one that had grown in another test"


def test_a_reader_that_died_while_idle_is_replaced() -> None:
    os.kill(asked("who"), 9)
    assert asked("echo", 1) == 1


def test_who_ask_at_once_get_readers_of_their_own_and_no_more_than_there_are_cores() -> None:
    most = os.cpu_count() or 1
    with ThreadPoolExecutor(most + 2) as askers:
        found = list(askers.map(lambda _: asked("who_slowly"), range(most + 2)))
    assert 1 <= len(set(found)) <= most


def test_only_plain_values_are_taken_from_a_reader() -> None:
    evil = pickle.dumps(os.system)
    with pytest.raises(pickle.UnpicklingError):
        wall.plain_value(evil)


def test_what_a_process_uses_is_told() -> None:
    usage = usage_of(os.getpid())
    assert usage is not None
    assert usage.memory > 10 * MEGABYTE
    assert usage_of(2**22 + 1) is None


def test_a_full_disk_is_no_file_s_fault() -> None:
    with pytest.raises(OSError, match="No space left") as error:
        asked("fill_the_disk")
    assert is_disk_full(error.value)
    assert not is_disk_full(FileNotFoundError(2, "No such file"))


def ahead(job: str, *given: Any, allowance: Allowance = USUAL) -> Asking:
    return Asking(f"support.wall_jobs:{job}", *given, allowance=allowance)


def test_several_are_at_work_while_the_run_goes_on() -> None:
    begun = [ahead("echo", number) for number in range(4)]
    assert asked("echo", "between") == "between"
    assert [one.result() for one in begun] == [0, 1, 2, 3]


def test_a_reader_whose_answer_nobody_takes_yet_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a pipe holds: it can send no more until it is asked."""
    monkeypatch.setattr(wall, "_STALLED", 0.2)
    begun = ahead("echo", "x" * MEGABYTE)
    time.sleep(0.6)
    assert begun.result() == "x" * MEGABYTE


def test_what_is_given_up_ends_its_reader_and_no_other() -> None:
    kept, given_up = ahead("who_slowly"), ahead("wait")
    given_up.close()
    given_up.close()
    assert kept.result() != os.getpid()
    assert asked("echo", 1) == 1


def test_what_brings_a_reader_down_ahead_is_refused_in_its_turn() -> None:
    first = asked("who")
    begun = [ahead("abort"), ahead("echo", 2), ahead("refuse")]
    with pytest.raises(RefusedFileError) as error:
        begun[0].result()
    assert error.value.code == "damaged"
    assert begun[1].result() == 2
    with pytest.raises(RefusedFileError) as error:
        begun[2].result()
    assert error.value.code == "sheet_too_large"
    assert asked("who") != first


def test_where_no_reader_can_be_had_its_turn_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_process(_module: str) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    wall.end_readers()
    monkeypatch.setattr(wall, "begun", no_process)
    before = wall.machine_outcomes()
    begun = ahead("echo", 1)
    with pytest.raises(BlockingIOError):
        begun.result()
    begun.close()
    assert wall.machine_outcomes() == before + 1
