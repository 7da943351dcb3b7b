"""Errors that end a run: each takes facts and makes its own sentence and hint."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import Final

from itakusaki.model.alike import alike
from itakusaki.model.command_line import command_line
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import N_, Message, Value


class ItakusakiError(Exception):
    """Base of all errors a user may see; `says` and `hint` are messages, `exit_code` goes to the shell."""

    exit_code = 3

    def __init__(self, says: Message, hint: Message) -> None:
        super().__init__(says.text)
        self.says = says
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """An error is the same in another process; its facts are in what it says."""
        return _as_it_was, (type(self), self.args, self.__dict__)


def _as_it_was(
    kind: type[ItakusakiError], args: tuple[object, ...], told: dict[str, object]
) -> ItakusakiError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(told)
    return error


#: The workspace in the words of a command, for whoever does not know by which folder it was named.
HERE: Final = "."


class CommandHintError(ItakusakiError):
    """An error whose hint is a command on the workspace, raised where its folder is not known.

    `words` are the command's, HERE among them where the folder stands.
    """

    def __init__(self, says: Message, text: str, *words: str, **values: Value) -> None:
        self._told = (text, words, values)
        super().__init__(says, self.hint_in(HERE))

    def hint_in(self, folder: str) -> Message:
        """The hint for somebody who named the workspace by this folder."""
        text, words, values = self._told
        named = (folder if word == HERE else word for word in words)
        return Message.of(text, command=command_line(*named), **values)


class NotAWorkspaceError(ItakusakiError):
    """The folder given holds no itakusaki.toml."""

    exit_code = 2

    def __init__(self, folder: str) -> None:
        super().__init__(
            Message.of(
                N_("{folder} is not a workspace: it has no itakusaki.toml."),
                folder=os.path.abspath(folder),  # noqa: PTH100 - the model opens no path
            ),
            Message.of(
                N_("Name the folder that holds itakusaki.toml, or make one with: {command}"),
                command=command_line("init", "my-audit" if folder == "." else folder),
            ),
        )


class SettingsError(ItakusakiError):
    """itakusaki.toml cannot be used."""

    exit_code = 2

    def __init__(self, file: str, reason: Message) -> None:
        super().__init__(
            Message.of(N_("{file} cannot be used: {reason}"), file=file, reason=reason),
            Message.of(N_("Correct the named line; docs/workspace.md lists every setting.")),
        )


class NothingToAuditError(ItakusakiError):
    """No ledger and no questionnaire could be read."""

    def __init__(self, folder: str, issues: tuple[DataIssue, ...]) -> None:
        super().__init__(
            Message.of(
                N_(
                    "Nothing could be audited in {folder}: no ledger and no questionnaire could be read ({issues} data issues)."
                ),
                folder=folder,
                issues=len(issues),
            ),
            Message.of(
                N_(
                    "Put the ledger into contracts/ and the returned workbooks into questionnaires/<round>/."
                )
            ),
        )
        self.issues = issues


class UnreadableFileError(ItakusakiError):
    """A workbook named on the command line could not be read; its issues say why."""

    def __init__(self, file: str, issues: tuple[DataIssue, ...]) -> None:
        super().__init__(
            Message.of(N_("{file} could not be read as the workbook of an inquiry."), file=file),
            Message.of(N_("Write a blank one with: itakusaki breach inquiry make FILE")),
        )
        self.issues = issues


class CatalogueError(ItakusakiError):
    """The rule files do not hold together; every mistake found is listed."""

    exit_code = 2

    def __init__(self, mistakes: tuple[Message, ...]) -> None:
        super().__init__(
            Message.of(N_("The rules have {count} mistakes."), count=len(mistakes)),
            Message.of(N_("Run: itakusaki lint FOLDER")),
        )
        self.mistakes = mistakes


class FactSheetError(ItakusakiError):
    """The fact sheet of an incident cannot be used; every mistake found is listed with its place."""

    def __init__(self, file: str, mistakes: tuple[Message, ...]) -> None:
        super().__init__(
            Message.of(
                N_("{file} cannot be used as it is: {count} mistakes."),
                file=file,
                count=len(mistakes),
            ),
            Message.of(
                N_("Correct them, or start from a blank sheet: {command}"),
                command="itakusaki breach facts make",
            ),
        )
        self.mistakes = mistakes


class UnknownControlsError(ItakusakiError):
    """itakusaki.toml asks for controls that the checklist does not have."""

    exit_code = 2

    def __init__(self, entries: tuple[str, ...]) -> None:
        super().__init__(
            Message.of(
                N_("controls in itakusaki.toml names no control of the checklist: {entries}"),
                entries=", ".join(entries),
            ),
            Message.of(
                N_(
                    "Name ids such as TEC-01 or spans such as TEC-01..TEC-17; to see them: {command}"
                ),
                command="itakusaki checklist list",
            ),
        )


class UnknownNameError(ItakusakiError):
    """A processor, control or round that does not exist was named on the command line."""

    exit_code = 2

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            Message.of(N_("There is no {name} here."), name=name),
            _meant(alike(name, known), known),
        )


#: Names that are listed before only their number is told.
_LISTED = 20


def _meant(near: tuple[str, ...], known: tuple[str, ...]) -> Message:
    """The names alike, and the known ones where they are few or none is alike."""
    if not near:
        return _some_of(known)
    names = ", ".join(near)
    if len(known) > _LISTED:
        return Message.of(N_("Did you mean {names}?"), names=names)
    return Message.of(N_("Did you mean {names}? {known}"), names=names, known=_some_of(known))


def _some_of(known: tuple[str, ...]) -> Message:
    names = ", ".join(known[:_LISTED])
    if len(known) <= _LISTED:
        return Message.of(N_("Known: {known}"), known=names or "-")
    return Message.of(N_("Known: {known} … ({count} in all)"), known=names, count=len(known))


class UnknownCodeError(ItakusakiError):
    """A code was to be explained that no issue bears."""

    exit_code = 2

    def __init__(self, name: str, alike: tuple[str, ...]) -> None:
        super().__init__(
            Message.of(N_("No issue bears the code {name}."), name=name),
            Message.of(
                N_(
                    "Alike: {alike}. The code stands in brackets behind each issue. For the trace of a verdict name a control as well: {command}"
                ),
                alike=", ".join(alike) or "-",
                command="itakusaki explain P02 TEC-02 FOLDER",
            ),
        )


class FileExistsAlreadyError(ItakusakiError):
    """A file would be written over that a person may have filled in, or that nothing replaces."""

    exit_code = 2

    def __init__(self, file: str, way_out: Message | None = None) -> None:
        super().__init__(
            Message.of(N_("{file} exists already and may hold entries."), file=file),
            way_out
            or Message.of(
                N_(
                    "Move it away, name another place with --out, or write over it with --force, which keeps a copy."
                )
            ),
        )


class FileInUseError(ItakusakiError):
    """A file is open in another program, so that it cannot be written over."""

    exit_code = 4

    def __init__(self, file: str, owner: str = "") -> None:
        told = N_("Close it there and run the command again. Nothing was written over.")
        left = N_(
            "Close it there and run the command again. Nothing was written over. If nobody has it open, {owner} beside it was left behind: take that away."
        )
        super().__init__(
            Message.of(N_("{file} is open in another program, such as Excel."), file=file),
            Message.of(left, owner=owner) if owner else Message.of(told),
        )


class FolderBusyError(ItakusakiError):
    """Another run works in the workspace."""

    exit_code = 4

    def __init__(self, folder: str, *, command: str, process: str, host: str, since: str) -> None:
        super().__init__(
            Message.of(
                N_(
                    "{folder} is in use: {command} runs there (process {process} on {host}, since {since})."
                ),
                folder=folder,
                command=command,
                process=process,
                host=host,
                since=since,
            ),
            Message.of(N_("Wait until it has ended, then run the command again.")),
        )


class EmptyLedgerError(ItakusakiError):
    """Questionnaires were asked for all processors, but the ledger names none."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            Message.of(N_("The ledger of {folder} names no processor."), folder=folder),
            Message.of(
                N_("Fill in the ledger; itakusaki intake check lists what could not be read of it.")
            ),
        )


class UnreadableLedgerError(ItakusakiError):
    """A file that was to be taken over as a ledger has no headings of one."""

    exit_code = 2

    def __init__(self, file: str, issues: Sequence[DataIssue] = ()) -> None:
        super().__init__(
            Message.of(N_("No sheet of {file} has headings of a ledger."), file=file),
            issues[0].says
            if issues
            else Message.of(
                N_(
                    "A row of headings is looked for in the first 30 rows of each sheet; at least the company's name and one other column have to be there."
                )
            ),
        )


class WrongRoundError(ItakusakiError):
    """A round was named that is not of the form of one."""

    exit_code = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            Message.of(N_("{name} is not the name of a round."), name=name),
            Message.of(N_("Name it like 2026Q4: a year, then letters, digits, - or _.")),
        )


class UndatedRoundError(ItakusakiError):
    """Nothing says as of which day a round is judged that is not the settings' own."""

    exit_code = 2

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            Message.of(N_("As of which day the round {name} is judged is not known."), name=name),
            Message.of(
                N_(
                    "Rounds that there are: {known}. If {name} is meant, write into itakusaki.toml under {table}: {line}"
                ),
                known=", ".join(known) or "-",
                name=name,
                table=f"[rounds.{name}]",
                line="as_of = 2026-12-31",
            ),
        )


class NoRoundError(ItakusakiError):
    """A round was to be read of which nothing came in: there is no folder of it."""

    exit_code = 2

    def __init__(self, name: str, known: tuple[str, ...], folder: str) -> None:
        super().__init__(
            Message.of(
                N_("There is no round {name} here: no folder {folder}."), name=name, folder=folder
            ),
            Message.of(
                N_(
                    "Rounds that there are: {known}. Name one of them, or make the folder once something has come back."
                ),
                known=", ".join(known) or "-",
            ),
        )


class WorkspaceExistsError(ItakusakiError):
    """A workspace would be made where there is one."""

    exit_code = 2

    def __init__(self, file: str) -> None:
        super().__init__(
            Message.of(N_("There is a workspace already: {file}."), file=file),
            Message.of(N_("Name another folder, or edit that file.")),
        )


class EngineAbsentError(ItakusakiError):
    """The engine asked for is not installed, or does not start."""

    exit_code = 2

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(
            Message.of(
                N_("The engine {engine} does not start: {reason}"), engine=engine, reason=reason
            ),
            Message.of(
                N_(
                    "Install it with: pip install 'itakusaki[spark]' (it needs Java 17 or newer), or leave --engine out to use DuckDB."
                )
            ),
        )


class SigningKeyError(ItakusakiError):
    """A file is not a key that an evidence pack can be signed with."""

    exit_code = 2

    def __init__(self, file: str, reason: Message) -> None:
        super().__init__(
            Message.of(N_("{file} cannot be used: {reason}"), file=file, reason=reason),
            Message.of(N_("Make a key with: itakusaki evidence keygen FILE")),
        )


class HandoverError(ItakusakiError):
    """Nothing can be handed over: why, and what to do."""

    exit_code = 2

    def __init__(self, says: Message, hint: Message) -> None:
        super().__init__(says, hint)


class NoExportsError(ItakusakiError):
    """Nothing that was delivered could be read as an export."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            Message.of(
                N_("No file in {folder} could be read as an exported log or list."), folder=folder
            ),
            Message.of(
                N_("docs/evidence.md lists the exports, their headings and the products known.")
            ),
        )


class TruthFileError(ItakusakiError):
    """A file is not the truth of made-up logs."""

    exit_code = 2

    def __init__(self, file: str) -> None:
        super().__init__(
            Message.of(N_("{file} is not a truth file."), file=file),
            Message.of(N_("Name the truth.json that samplemaker.make_operation wrote.")),
        )


class UndatedPackError(ItakusakiError):
    """A pack says which day it is of, but no line read has a time."""

    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            Message(N_("The exports hold no time, so the pack's day is not known.")),
            Message(N_("Name it with --date YYYY-MM-DD.")),
        )


class SeveralPartiesError(ItakusakiError):
    """A command that works on one party's exports found those of several."""

    exit_code = 2

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__(
            Message(N_("Several parties delivered exports; this command works on one.")),
            Message.of(N_("Name one with --processor: {known}"), known=", ".join(known)),
        )


class NoRoomError(ItakusakiError):
    """The disk has no room for what is made on the way."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            Message.of(N_("There is no room left on the disk for {folder}."), folder=folder),
            Message(N_("Make room there, or name another temporary folder with TMPDIR.")),
        )


class TooLittleMemoryError(ItakusakiError):
    """The engine may not take the memory that logs and their tests need."""

    def __init__(self, memory: str) -> None:
        text = N_("{memory} of memory is too little to work on the logs that were delivered.")
        super().__init__(
            Message.of(text, memory=memory),
            Message(
                N_(
                    "Allow more: memory under [evidence] in itakusaki.toml, or --memory; and fewer parties at a time with --jobs 1."
                )
            ),
        )


class StoreError(ItakusakiError):
    """The store cannot be reached, read or written; nothing of it was changed."""

    exit_code = 4

    def __init__(self, name: str, reason: Value) -> None:
        super().__init__(
            Message.of(N_("The store {name} cannot be used: {reason}"), name=name, reason=reason),
            Message(N_("Nothing in it was changed. Once it can be used, run the command again.")),
        )


class StoreNewerError(ItakusakiError):
    """A later version of itakusaki wrote the store."""

    exit_code = 2

    def __init__(self, name: str, version: str) -> None:
        super().__init__(
            Message.of(
                N_("The store {name} was written by a later version of itakusaki ({version})."),
                name=name,
                version=version,
            ),
            Message(N_("Use that version, or a later one.")),
        )


class StoreDriverAbsentError(ItakusakiError):
    """What speaks to PostgreSQL is not installed."""

    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            Message(N_("What speaks to PostgreSQL is not installed.")),
            Message(
                N_(
                    "Install it with: pip install 'itakusaki[postgresql]', or leave database out of itakusaki.toml to keep the store in a file."
                )
            ),
        )


class NoStoreError(ItakusakiError):
    """A command needs the store, and there is none."""

    exit_code = 2

    def __init__(self, round_: str, folder: str) -> None:
        super().__init__(
            Message(N_("There is no store here yet.")),
            Message.of(
                N_("Make one by opening a round: {command}"),
                command=command_line("round", "open", round_, folder),
            ),
        )


class BrokenJournalError(CommandHintError):
    """The journal's end is not where it was left, so nothing is appended to it."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Message.of(N_("The journal is not as it was left, at entry {number}."), number=number),
            N_("Nothing was appended. To see what is wrong: {command}"),
            *("journal", "verify", HERE),
        )


class RoundExistsError(CommandHintError):
    """A round would be opened that was opened before."""

    exit_code = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            Message.of(N_("The round {name} was opened before."), name=name),
            N_("To see how it stands: {command}"),
            *("round", "status", HERE, "--round", name),
        )


class RoundClosedError(ItakusakiError):
    """A round is closed."""

    exit_code = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            Message.of(N_("The round {name} is closed."), name=name),
            Message(N_("What is audited of it from now on is kept as a correction.")),
        )


class RoundNotOpenError(CommandHintError):
    """A round was named of which the store knows too little."""

    exit_code = 2

    def __init__(self, name: str, *, opened: bool) -> None:
        told = N_("Nothing of the round {name} was audited yet.")
        absent = N_("The round {name} was not opened.")
        text = N_("First run {command}") if opened else N_("Open it with: {command}")
        words = ("audit", HERE, "--round", name) if opened else ("round", "open", name, HERE)
        super().__init__(Message.of(told if opened else absent, name=name), text, *words)


class NoSuchFindingError(CommandHintError):
    """A finding is named that the store does not know."""

    exit_code = 2

    def __init__(self, id_: str, known: tuple[str, ...]) -> None:
        near = alike(id_, known)
        says = Message.of(N_("There is no finding {name}."), name=id_)
        if near:
            super().__init__(says, N_("Did you mean {names}?"), names=near[0])
        else:
            text = N_("To see all of them: {command}")
            super().__init__(says, text, "finding", "list", HERE)


class FindingChangeError(ItakusakiError):
    """A finding cannot be changed as it was asked; every reason is named."""

    exit_code = 2

    def __init__(self, id_: str, reasons: tuple[Message, ...]) -> None:
        super().__init__(
            Message.of(N_("{name} stays as it is: nothing was changed."), name=id_),
            Message(N_("How findings are changed is told in docs/rounds.md.")),
        )
        self.mistakes = reasons


class NoFindingSheetError(CommandHintError):
    """A file named on the command line is no sheet of findings; its issues and mistakes say why."""

    def __init__(
        self, file: str, issues: tuple[DataIssue, ...], mistakes: tuple[Message, ...] = ()
    ) -> None:
        super().__init__(
            Message.of(N_("{file} could not be read as a sheet of findings."), file=file),
            N_("Only a sheet that was written by {command} can be taken in."),
            *("finding", "sheet", "export", HERE),
        )
        self.issues = issues
        self.mistakes = mistakes


class NoGapRegisterError(ItakusakiError):
    """A file named on the command line is no gap register; its issues and mistakes say why."""

    def __init__(
        self, file: str, issues: tuple[DataIssue, ...], mistakes: tuple[Message, ...] = ()
    ) -> None:
        only = N_("Only the workbook gap-register that an audit wrote can be taken in.")
        headings = N_("Give the columns their headings back, and take it in again.")
        super().__init__(
            Message.of(N_("{file} could not be read as a gap register."), file=file),
            Message(headings if mistakes else only),
        )
        self.issues = issues
        self.mistakes = mistakes


class OtherClientError(ItakusakiError):
    """A workbook that came back was written for another client."""

    exit_code = 2

    def __init__(self, file: str, theirs: str, ours: str) -> None:
        super().__init__(
            Message.of(
                N_("{file} was written for {theirs}, and this is the workspace of {ours}."),
                file=file,
                theirs=theirs,
                ours=ours,
            ),
            Message(
                N_("Nothing was taken in. Take it in in the workspace from which it was written.")
            ),
        )


class OtherRoundError(CommandHintError):
    """A workbook that came back was written in another round; `words` name the command that takes it in."""

    exit_code = 2

    def __init__(self, file: str, theirs: str, ours: str, words: tuple[str, ...]) -> None:
        super().__init__(
            Message.of(
                N_("{file} was written in round {theirs}, and the round worked on is {ours}."),
                file=file,
                theirs=theirs,
                ours=ours,
            ),
            N_("Nothing was taken in. If it is meant, take it in as of that round: {command}"),
            *("finding", *words, file, HERE, "--round", theirs),
        )


class NoOriginError(CommandHintError):
    """A workbook that came back does not say whose it is; `words` name the command that takes it in."""

    exit_code = 2

    def __init__(self, file: str, ours: str, words: tuple[str, ...]) -> None:
        super().__init__(
            Message.of(
                N_(
                    "{file} does not say for which client and round it was written: its hidden sheet is missing or empty."
                ),
                file=file,
            ),
            N_(
                "Nothing was taken in. Take in the workbook as it was written; if you are sure that this one is of round {round} of this workspace, say so: {command}"
            ),
            *("finding", *words, file, HERE, "--round", ours),
            round=ours,
        )


class RegisterStoppedError(ItakusakiError):
    """Entries of a gap register cannot be taken as they stand; each is named."""

    exit_code = 2

    def __init__(self, reasons: tuple[Message, ...]) -> None:
        super().__init__(
            Message.of(
                N_(
                    "{count} {count:entry|entries} cannot be taken as they stand; nothing was taken in."
                ),
                count=len(reasons),
            ),
            Message(
                N_(
                    "Correct them in the register, or run it again with --conflicts skip (leave them out) or take (take what was changed on both sides, leave out the rest)."
                )
            ),
        )
        self.mistakes = reasons


class SheetConflictError(ItakusakiError):
    """Cells of a sheet were changed here as well since it was sent; each is named."""

    exit_code = 2

    def __init__(self, cells: tuple[Message, ...]) -> None:
        super().__init__(
            Message.of(
                N_(
                    "{count} {count:cell was|cells were} changed on both sides; nothing was taken in."
                ),
                count=len(cells),
            ),
            Message(N_("Run it again with --conflicts skip (keep ours) or take (take theirs).")),
        )
        self.mistakes = cells


class NoFindingsError(CommandHintError):
    """A sheet is to be written, and there is no finding for it."""

    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            Message(N_("There is no finding to write on a sheet.")),
            N_("To see all of them: {command}"),
            *("finding", "list", HERE),
        )


class NoPeriodError(ItakusakiError):
    """Reports are wanted by stretches of a period, and the cover names none."""

    exit_code = 2

    def __init__(self, file: str) -> None:
        super().__init__(
            Message.of(
                N_("{file}: the cover names no first or no last day of the period."), file=file
            ),
            Message(N_("Enter both on the cover, and run the command again.")),
        )


class NotKeptError(CommandHintError):
    """Rounds are to be compared of which one was never kept."""

    exit_code = 2

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            Message.of(N_("No assessment of the round {name} is kept."), name=name),
            N_("Kept are: {known}. An earlier round is taken in with: {command}"),
            *("round", "import", name, HERE),
            known=", ".join(known) or "-",
        )


class NothingKeptError(ItakusakiError):
    """A round would be erased of which nothing is kept; `known` are those of which something is."""

    exit_code = 2

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            Message.of(N_("Nothing of the round {name} is kept."), name=name),
            Message.of(N_("Kept are: {known}."), known=", ".join(known) or "-"),
        )


class TooEarlyError(ItakusakiError):
    """A round would be erased before its time of keeping has passed."""

    exit_code = 2

    def __init__(self, name: str, until: date) -> None:
        super().__init__(
            Message.of(
                N_("The round {name} is kept until {day}."), name=name, day=until.isoformat()
            ),
            Message(N_("How long rounds are kept is keep_months in checklists/rounds.yaml.")),
        )


class ReportUnreadableError(ItakusakiError):
    """A file is no assessment.json that can be taken in."""

    exit_code = 2

    def __init__(self, file: str, reason: Message) -> None:
        super().__init__(
            Message.of(N_("{file} cannot be taken in: {reason}"), file=file, reason=reason),
            Message(N_("Name the assessment.json that an audit of that round wrote.")),
        )
