"""Checking: jobs → outcomes, here or in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence

from itakusaki.validate.job import Job
from itakusaki.validate.outcome import TableOutcome


class Checking:
    """The check of jobs with Great Expectations.

    A process of its own begins to load the library as soon as it is given this work: that takes
    seconds, in which the run reads what is to be checked.
    """

    def __call__(self, jobs: Sequence[Job]) -> tuple[TableOutcome, ...]:
        """What comes of each job."""
        from itakusaki.validate import gx_runner  # noqa: PLC0415 - seconds to import

        return gx_runner.run(jobs)

    def __reduce__(self) -> tuple[object, ...]:
        """Taken up in another process it loads the library there."""
        return _loaded, ()


def _loaded() -> Checking:
    from itakusaki.validate import gx_runner  # noqa: F401, PLC0415 - seconds to import

    return Checking()
