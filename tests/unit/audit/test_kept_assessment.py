"""A kept assessment lies in entries of a few parties; it is found whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from itakusaki.audit import kept_assessment
from itakusaki.audit.kept_assessment import PARTIES, found_assessment, keep_assessment
from itakusaki.files.cache import ResultCache
from itakusaki.findings.sealing import Parted
from itakusaki.model.assessment import Assessment
from support.assessments import every_rating


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ResultCache:
    monkeypatch.setattr(kept_assessment, "TOGETHER", 2)
    return ResultCache(folder=tmp_path / "cache")


def with_sealed(run: Assessment) -> Parted:
    """As if something of the first party were told in a sealed report."""
    first, *others = run.results
    open_first = replace(first, comparisons=(), sealed=True)
    return Parted(
        ordinary=replace(run, results=(open_first, *others)),
        sealed=replace(run, supervision=None, results=(first,)),
        suspicions=(),
    )


def entries(cache: ResultCache) -> list[Path]:
    assert cache.folder is not None
    return sorted(cache.folder.glob(f"{PARTIES}-*"))


def test_what_is_found_is_what_was_kept(cache: ResultCache) -> None:
    run = every_rating()
    parts = with_sealed(run)
    assert len(run.results) > 2
    keep_assessment(cache, "key", run, parts)
    assert found_assessment(cache, "key") == (run, parts)
    assert len(entries(cache)) == -(-len(run.results) // 2)


def test_a_standing_that_is_not_the_parties_own_is_kept_as_it_is(cache: ResultCache) -> None:
    run = every_rating()
    assert run.supervision is not None
    fewer = replace(
        run, supervision=replace(run.supervision, controls=run.supervision.controls[1:])
    )
    keep_assessment(cache, "key", fewer, with_sealed(fewer))
    assert found_assessment(cache, "key") == (fewer, with_sealed(fewer))


def test_a_run_of_which_an_entry_is_gone_or_damaged_is_not_found(cache: ResultCache) -> None:
    run = every_rating()
    keep_assessment(cache, "key", run, with_sealed(run))
    entry = entries(cache)[-1]
    content = entry.read_bytes()
    entry.write_bytes(content[:-1])
    assert found_assessment(cache, "key") is None
    entry.write_bytes(content)
    assert found_assessment(cache, "key") is not None
    entry.unlink()
    assert found_assessment(cache, "key") is None
    assert found_assessment(cache, "other") is None
