"""Work begun ahead: in order, no more of it at a time than was said, and given up with whoever asked."""

from __future__ import annotations

from contextlib import closing

import pytest

from itakusaki.files.ahead import begun_ahead


class Work:
    """Work on one number; `log` tells what became of which."""

    def __init__(self, number: int, log: list[str]) -> None:
        self._number, self._log = number, log
        log.append(f"begun {number}")

    def result(self) -> int:
        self._log.append(f"done {self._number}")
        if self._number < 0:
            raise ValueError(self._number)
        return self._number * 10

    def close(self) -> None:
        self._log.append(f"closed {self._number}")


def _under_way(log: list[str]) -> int:
    return sum(line.startswith("begun") - line.startswith("done") for line in log)


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_results_come_in_order_with_so_many_under_way(count: int) -> None:
    log: list[str] = []
    found, under_way = [], []
    with closing(begun_ahead(lambda number: Work(number, log), range(7), count)) as results:
        for result in results:
            found.append(result)
            under_way.append(_under_way(log))
    assert found == [number * 10 for number in range(7)]
    assert max(under_way) == (0 if count == 1 else min(count, 6))
    assert not any(line.startswith("closed") for line in log)


def test_who_stops_asking_gives_up_what_is_under_way() -> None:
    log: list[str] = []
    with closing(begun_ahead(lambda number: Work(number, log), range(9), 2)) as results:
        assert next(results) == 0
    assert log == ["begun 0", "begun 1", "done 0", "begun 2", "closed 1", "closed 2"]


def test_an_error_comes_in_its_turn() -> None:
    log: list[str] = []
    results = begun_ahead(lambda number: Work(number, log), (1, -1, 2), 3)
    assert next(results) == 10
    with pytest.raises(ValueError, match="-1"):
        next(results)
    assert log[-1] == "closed 2"


def test_of_nothing_nothing_comes() -> None:
    assert list(begun_ahead(lambda number: Work(number, []), (), 4)) == []
