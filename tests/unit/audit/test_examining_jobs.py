"""Engines that work beside one another share the memory that is allowed to one."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.audit.examinations import how_many
from itakusaki.audit.run_options import RunOptions
from itakusaki.model.allowance import bytes_of
from itakusaki.model.evidence import Submission
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.retests.dialects import SPARK


@pytest.mark.parametrize("memory", ["4GB", "1GB", "1.5 GB", "512MiB", "16GiB"])
@pytest.mark.parametrize("among", [1, 2, 5, 8, 64])
def test_what_each_may_take_is_a_size_and_no_more_than_its_share(memory: str, among: int) -> None:
    shared = EvidenceSettings(memory=memory).shared(among, 8)
    assert 0 < bytes_of(shared.memory) * among <= bytes_of(memory)
    assert shared.threads == (0 if among == 1 else max(1, 8 // among))
    assert EvidenceSettings(threads=3).shared(2, 8).threads == 3


def parties(count: int, memory: str) -> tuple[Submission, ...]:
    settings = EvidenceSettings(memory=memory)
    return tuple(
        Submission(processor=f"P{n}", files=(), root=Path(), settings=settings)
        for n in range(count)
    )


@pytest.mark.parametrize(
    ("most", "count", "memory", "jobs"),
    [
        (1, 14, "4GB", 1),
        (2, 14, "4GB", 2),
        (16, 14, "4GB", 7),
        (16, 100, "4GB", 7),
        (2, 3, "4GB", 1),
        (4, 14, "1GB", 1),
        (4, 14, "300MB", 1),
        (4, 0, "4GB", 1),
    ],
)
def test_as_many_work_as_there_is_work_and_memory_for(
    most: int, count: int, memory: str, jobs: int
) -> None:
    assert how_many(most, RunOptions(), parties(count, memory)) == jobs
    assert how_many(most, RunOptions(engine=SPARK), parties(count, memory)) == 1
