"""The examination of one party: its delivered exports in, what the logs say out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from itakusaki.audit.rules import Rules
from itakusaki.audit.run_options import RunOptions
from itakusaki.exports.delivery import Delivery
from itakusaki.exports.read import read_delivery
from itakusaki.files.scratch import scratch_folder
from itakusaki.model.evidence import Submission
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.retest import Examination, TestResult
from itakusaki.retests.dialects import SPARK
from itakusaki.retests.engine import DuckEngine, Engine
from itakusaki.retests.masking import Mask
from itakusaki.retests.run import Material, run_tests
from itakusaki.retests.spark_engine import SparkEngine

_CHUNK: Final = 1024 * 1024


def examine(submission: Submission, rules: Rules, options: RunOptions) -> Examination:
    """Read a party's exports and carry out the tests on them.

    Args:
        submission: what a party delivered; files that are no exports are left alone.
        rules: tests and layouts in force.
        options: engine, way of showing names, and which tests.
    """
    processor, settings, data = submission.processor, submission.settings, rules.evidence
    with scratch_folder() as scratch:
        delivery = read_delivery(submission, data, data.layouts, scratch)
        if not delivery.reads:
            return _of(processor, delivery, ())
        with opened(options, settings, scratch) as engine:
            results = run_tests(
                engine,
                material(processor, delivery),
                rules.printer,
                settings,
                mask_for(delivery, submission, options),
                only=options.only,
            )
        return _of(processor, delivery, results)


def _of(processor: str, delivery: Delivery, results: tuple[TestResult, ...]) -> Examination:
    return Examination(
        processor=processor,
        reads=delivery.reads,
        results=results,
        issues=delivery.issues,
        unread=delivery.unread,
        companies=delivery.companies,
    )


def material(processor: str, delivery: Delivery) -> Material:
    """A delivery as the run takes it."""
    return Material(
        processor=processor,
        tables=delivery.tables,
        reads=delivery.reads,
        doubts=delivery.doubts,
        kinds=delivery.kinds,
        periods=delivery.periods,
    )


@contextmanager
def opened(options: RunOptions, settings: EvidenceSettings, scratch: Path) -> Iterator[Engine]:
    """The engine asked for, let go of at the end."""
    engine: Engine
    if options.engine == SPARK:
        engine = SparkEngine(options.master or "local[*]", scratch=scratch)
    else:
        engine = DuckEngine(scratch, memory=settings.memory, threads=settings.threads)
    try:
        yield engine
    finally:
        engine.close()


def mask_for(delivery: Delivery, submission: Submission, options: RunOptions) -> Mask:
    """The mask of a run; its key comes from the exports themselves.

    So the same files are masked alike each time, and nobody without them can try out names. The
    key is a BLAKE2b digest, not the SHA-256 that reports print.
    """
    if options.show:
        return Mask(key=None)
    digest = hashlib.blake2b(person=b"itakusaki-mask")
    places = {file.path: file.place for file in submission.files}
    for path in sorted({read.file.path for read in delivery.reads}):
        with (submission.root / places[path]).open("rb") as source:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
    return Mask(key=digest.digest(), objects=submission.settings.mask_objects)
