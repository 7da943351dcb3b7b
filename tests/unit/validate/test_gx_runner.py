"""The runner checks what it is given and lets go of it."""

from __future__ import annotations

import gc

import pandas as pd
import pytest

from itakusaki.settings import data_folder
from itakusaki.validate.gx_runner import run
from itakusaki.validate.job import Job
from itakusaki.validate.suites import load_suites


def frames() -> list[pd.DataFrame]:
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, pd.DataFrame)]


@pytest.mark.parametrize("pages", [False, True])
def test_no_table_stays_in_memory(*, pages: bool) -> None:
    suites = {suite.table: suite for suite in load_suites(data_folder("checklists") / "suites")}
    expectations = {
        number: one
        for number, one in enumerate(suites["answers"].expectations)
        if set(one.columns) == {"id"}
    }
    before = len(frames())
    columns = {"id": ["ORG-01", None], "_row": [0, 1], "_at": ["a.xlsx [S!A1]", "a.xlsx [S!A2]"]}
    job = Job(table="answers", columns=columns, expectations=expectations)
    (outcome,) = run([job], pages=pages)
    assert expectations
    assert any(not one.held for one in outcome.outcomes)
    assert len(frames()) == before
