"""The frame of a page: what stands in its head and foot, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass, field

from itakusaki.model.message import N_, Message
from itakusaki.model.party import Role
from itakusaki.report.view.brand import BrandView
from itakusaki.report.view.context import ViewContext


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLanguage:
    """The same page in another language."""

    code: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Head and foot; `suffix` goes before the ending of every page's name, `up` to the root.

    `is_own` tells that a processor inspects itself: then nobody is asked but itself. `journal` tells the
    journal's head at the closing of the round, "" while it is open.
    """

    lang: str
    title: str
    client: str
    round: str
    as_of: str
    checklist_version: str
    policy_version: str
    tool_version: str
    suffix: str
    up: str
    others: tuple[OtherLanguage, ...]
    is_own: bool = False
    journal: str = ""
    brand: BrandView = field(default_factory=BrandView)


def frame(context: ViewContext, title: str, *, folder: str, page: str) -> Frame:
    """The frame of a page that lies in a folder under the report's root."""
    run = context.assessment
    return Frame(
        lang=context.translator.code,
        title=title,
        client=run.client,
        round=run.round,
        as_of=context.translator.day(run.as_of),
        checklist_version=_version(context),
        policy_version=run.policy_version,
        tool_version=run.tool_version,
        suffix=context.suffix,
        up="../" * folder.count("/"),
        others=tuple(OtherLanguage(code=c, link=f"{page}.{c}") for c in context.others),
        is_own=run.role is Role.PROCESSOR,
        journal=closing_words(context),
        brand=context.brand,
    )


def closing_words(context: ViewContext) -> str:
    """The journal's head at the closing of the round, in words; "" while it is open."""
    head = context.closed
    if head is None:
        return ""
    text = N_("Round closed; head of the journal: entry {number}, SHA-256 {digest}")
    return context.say(Message.of(text, number=head.number, digest=head.digest))


def _version(context: ViewContext) -> str:
    """The checklist's version, and how much of it was asked where that is not all."""
    version, known = context.assessment.checklist_version, context.checklist
    if not known.not_asked:
        return version
    asked, total = len(known.controls), len(known.controls) + len(known.not_asked)
    says = Message.of(
        N_("{version}, {asked} of {total} controls"), version=version, asked=asked, total=total
    )
    return context.say(says)
