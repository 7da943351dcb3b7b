"""The lines of `intake check`: a block for each company, like issues told once with their cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from itakusaki.audit.intake_check import CompanyCheck, IssueGroup, level_counts
from itakusaki.cli.console import ISSUE_COLOURS
from itakusaki.cli.terminal import plain_markup
from itakusaki.language import Translator
from itakusaki.language.labels import WEIGHTS
from itakusaki.model.issue import EVIDENCE_MISSING, NOT_DUE, IssueLevel
from itakusaki.model.message import N_, Message
from itakusaki.model.source import CellRef

#: Companies that have the same note before it is told once for all.
MANY: Final = 3
#: Notes that hold a company's own words: its name, the day its reply is due, the files it named.
OF_ITS_OWN: Final = frozenset(
    {
        "reply_awaited",
        "matched_by_name",
        "assigned",
        EVIDENCE_MISSING,
        "evidence_unnamed",
        "digests_in_part",
    }
)
#: Cells of like issues that are named before "and n more".
NAMED: Final = 10


def check_lines(
    checks: Sequence[CompanyCheck], translator: Translator, today: date
) -> Iterator[str]:
    """Every company in turn; notes that many companies have are told once, at the end."""
    common = _common(checks)
    for check in checks:
        yield from _company_lines(check, common, translator, today)
    if common:
        yield _bold(translator.say(Message(N_("Common to many companies"))))
    for code, companies in common.items():
        first = next(g for check in checks for g in check.groups if g.code == code)
        yield _group_head(first, translator)
        yield f"      {plain_markup(', '.join(companies))}"
        yield _mend(first, translator)


def _common(checks: Iterable[CompanyCheck]) -> Mapping[str, Sequence[str]]:
    """The codes of notes that so many companies have, with the companies."""
    found: dict[str, list[str]] = {}
    for check in checks:
        for group in check.groups:
            if group.level is IssueLevel.NOTE and group.code not in OF_ITS_OWN:
                found.setdefault(group.code, []).append(
                    check.processor.id if check.processor else "-"
                )
    return {code: ids for code, ids in found.items() if len(ids) >= MANY}


def _company_lines(
    check: CompanyCheck, common: Collection[str], translator: Translator, today: date
) -> Iterator[str]:
    """One company: how far it is answered, then what is amiss, the gravest first."""
    groups = [group for group in check.groups if group.code not in common]
    if check.processor is None and not groups:
        return
    yield _bold(translator.say(_headline(check, today, translator)))
    for group in groups:
        yield _group_head(group, translator)
        for place in places(issue.at for issue in group.issues):
            said = translator.say(place) if isinstance(place, Message) else place
            yield f"      {plain_markup(said)}"
        yield _mend(group, translator)


def _bold(text: str) -> str:
    return f"[bold]{plain_markup(text)}[/]"


def _mend(group: IssueGroup, translator: Translator) -> str:
    return f"      [dim]→ {plain_markup(translator.say(group.first.mend))}[/]"


def total_line(checks: Sequence[CompanyCheck], translator: Translator, files: int) -> str:
    """Files and companies, and how many issues of each level there are."""
    counts = level_counts(group for check in checks for group in check.groups)
    companies = [check for check in checks if check.processor]
    text = N_(
        "{files} files read; {answered} of {companies} companies answered; action needed {errors}, warnings {warnings}, notes {notes}."
    )
    said = Message.of(
        text,
        files=files,
        answered=sum(check.counted is not None for check in companies),
        companies=len(companies),
        errors=counts[IssueLevel.ERROR],
        warnings=counts[IssueLevel.WARNING],
        notes=counts[IssueLevel.NOTE],
    )
    return translator.say(said)


def _headline(check: CompanyCheck, today: date, translator: Translator) -> Message:
    if check.processor is None:
        return Message(N_("Not of one company"))
    named = {"code": check.processor.id, "name": check.processor.name}
    counted = check.counted
    if counted is None and any(group.code == NOT_DUE for group in check.groups):
        return Message.of(N_("{code} {name}: not due this round"), **named)
    if counted is None:
        due = _due(check.due_on, today, translator)
        return Message.of(N_("{code} {name}: no answers{due}"), due=due, **named)
    text = N_(
        "{code} {name}: answered {answered} of {asked}, unread {unread}, to correct {correct}"
    )
    return Message.of(
        text,
        answered=counted.answered,
        asked=counted.asked,
        unread=check.unread,
        correct=check.to_correct,
        **named,
    )


def _due(due: date | None, today: date, translator: Translator) -> Message:
    if due is None:
        return Message("")
    left = (due - today).days
    text = (
        N_(" (due {day}, {count} days left)")
        if left >= 0
        else N_(" (due {day}, {count} days past)")
    )
    return Message.of(text, day=translator.day(due), count=abs(left))


def _group_head(group: IssueGroup, translator: Translator) -> str:
    first, say = group.first, translator.say
    level = f"[{ISSUE_COLOURS[group.level]}]{say(WEIGHTS[group.level])}[/]"
    more = len(group.issues) - 1
    said = plain_markup(say(first.says))
    if more:
        said += plain_markup(say(Message.of(N_(" and {count} like it"), count=more)))
    return f"  {level} {said} [dim]({group.code})[/]"


def places(cells: Iterable[CellRef]) -> Iterator[str | Message]:
    """Where like issues stand: one line a sheet, its cells in order; a long list is cut with a count."""
    by_sheet: dict[tuple[str, str], dict[str, None]] = {}
    for at in cells:
        by_sheet.setdefault((at.file, at.sheet), {})[at.cell] = None
    left = NAMED
    for (file, sheet), found in by_sheet.items():
        shown = [cell for cell in found if cell][: max(left, 0)]
        left -= max(len(shown), 1)
        if left < 0:
            break
        yield str(CellRef(file=file, sheet=sheet, cell=", ".join(shown)))
    rest = sum(len(found) for found in by_sheet.values()) - NAMED
    if rest > 0:
        yield Message.of(N_("… and {count} more cells"), count=rest)
