"""Kept assessments: a run and its parts in the cache, some parties to an entry, so that none is large."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from itakusaki.files.cache import ResultCache, digest_of
from itakusaki.findings.sealing import Parted
from itakusaki.model.assessment import Assessment, ControlResult, ProcessorResult
from itakusaki.model.packed import NotPackedError, packed, unpacked

ASSESSMENT: Final = "assessment"
PARTIES: Final = "parties"
#: Parties of an entry: what is equal among them is kept once, and packing holds no more in memory.
TOGETHER: Final = 50


def keep_assessment(cache: ResultCache, key: str, assessment: Assessment, run: Parted) -> None:
    """Keep a run, whole and parted, under a key."""
    if cache.folder is None:
        return
    # A party of whom nothing is sealed is the same in both, and is kept once.
    pairs = [
        (whole, None if told is whole else told)
        for whole, told in zip(assessment.results, run.ordinary.results, strict=True)
    ]
    starts = range(0, len(pairs), TOGETHER)
    for number, start in enumerate(starts):
        group = tuple(pairs[start : start + TOGETHER])
        cache.keep(PARTIES, _key_of(key, number), packed(group))
    head = (_without(assessment), _without(run.ordinary), run.sealed, run.suspicions, len(starts))
    cache.keep(ASSESSMENT, key, packed(head))


def found_assessment(cache: ResultCache, key: str) -> tuple[Assessment, Parted] | None:
    """A run that was kept, whole and parted; None where it was not, or any part of it is gone."""
    with suppress(NotPackedError, TypeError, ValueError):
        whole, ordinary, sealed, suspicions, groups = _content(cache, ASSESSMENT, key)
        pairs: list[tuple[ProcessorResult, ProcessorResult | None]] = []
        for number in range(groups):
            pairs += _content(cache, PARTIES, _key_of(key, number))
        told = tuple(one or result for result, one in pairs)
        parts = (_with(whole, tuple(result for result, _ in pairs)), _with(ordinary, told))
        if all(isinstance(one, Assessment) for one in (*parts, sealed)):
            return parts[0], Parted(ordinary=parts[1], sealed=sealed, suspicions=suspicions)
    return None


def _content(cache: ResultCache, kind: str, key: str) -> Any:  # noqa: ANN401 - whatever was packed
    content = cache.found(kind, key)
    if content is None:
        raise NotPackedError(kind)
    return unpacked(content)


def _key_of(key: str, number: int) -> str:
    return digest_of(key, number)


def _without(run: Assessment) -> tuple[Assessment, bool]:
    """A run without its parties, and whether the client's standing over all is made of theirs."""
    over_all = run.supervision
    is_theirs = over_all is not None and over_all.controls == tuple(_clients(run.results))
    if over_all is not None and is_theirs:
        over_all = replace(over_all, controls=())
    return replace(run, results=(), supervision=over_all), is_theirs


def _with(kept: tuple[Assessment, bool], results: tuple[ProcessorResult, ...]) -> Assessment:
    run, is_theirs = kept
    over_all = run.supervision
    if over_all is not None and is_theirs:
        over_all = replace(over_all, controls=tuple(_clients(results)))
    return replace(run, results=results, supervision=over_all)


def _clients(results: Sequence[ProcessorResult]) -> Iterable[ControlResult]:
    return (control for one in results if one.supervision for control in one.supervision.controls)
