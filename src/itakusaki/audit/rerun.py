"""A run again: an audit that takes from earlier runs what came of the very same input.

What makes an assessment or a page is loaded only where one has to be made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itakusaki.audit.incremental import Assessed, KeptReports, kept_assessment
from itakusaki.audit.report_folder import Published
from itakusaki.audit.setup import Setup
from itakusaki.findings.sealing import Parted
from itakusaki.model.assessment import Assessment
from itakusaki.model.rounds import Remembered
from itakusaki.model.step import OnStep

if TYPE_CHECKING:
    from itakusaki.audit.documents import DocumentWish


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishWish:
    """How a round is to be published: formats, languages, what is remembered of it, documents wanted."""

    formats: Sequence[str]
    languages: Sequence[str]
    remembered: Remembered | None = None
    documents: DocumentWish | None = None


def assessed(setup: Setup, *, on_progress: OnStep, gated: bool = True) -> Assessed:
    """The assessment of a round, whole and parted; found again where it was made of the same before.

    Who looks at verdicts alone needs it not `gated`: what the gate finds decides none of them.
    """

    def made() -> tuple[Assessment, Parted]:
        from itakusaki.audit.assess import assess, part  # noqa: PLC0415 - half a second to import

        assessment = assess(setup, on_progress=on_progress, gated=gated)
        return assessment, part(setup, assessment)

    return kept_assessment(setup, made, gated=gated)


def published(setup: Setup, found: Assessed, wish: PublishWish) -> Published:
    """The reports of a round written; those of the very same that stand there unchanged are left.

    Documents are always written.

    Raises:
        FileInUseError: a report is open in another program; the old ones are as they were.
    """
    made_of = "" if wish.documents else found.key
    known = KeptReports(setup, made_of, tuple(wish.formats), tuple(wish.languages), wish.remembered)
    standing = known.standing()
    if standing is not None:
        return standing
    from itakusaki.audit.publish import publish  # noqa: PLC0415 - loads every format

    done = publish(
        setup,
        found.run,
        formats=wish.formats,
        languages=wish.languages,
        remembered=wish.remembered,
        documents=wish.documents,
    )
    known.keep(done)
    return done
