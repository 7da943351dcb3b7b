"""Issues: every code that reading exports can give, how much it weighs, what it says, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from itakusaki.model.issue import OWN_FAULT, DataIssue, IssueKind, IssueLevel
from itakusaki.model.message import N_, Value
from itakusaki.model.source import CellRef

_E, _W, _N = IssueLevel.ERROR, IssueLevel.WARNING, IssueLevel.NOTE

#: Files as a whole.
FILES: Final[Mapping[str, IssueKind]] = {
    "export_cut_off": IssueKind(
        _E,
        N_(
            "{export}: the file breaks off in line {line}; what stands before was read, the last whole row being of {last}."
        ),
        N_("Ask for the whole export, and compare its number of rows with what the system shows."),
    ),
    "export_list_cut_off": IssueKind(
        _E,
        N_("{export}: the file breaks off in line {line}; what stands before was read."),
        N_("Ask for the whole export, and compare its number of rows with what the system shows."),
    ),
    "export_damaged": IssueKind(
        _E,
        N_("The export is damaged and cannot be opened."),
        N_("Ask for the export again."),
    ),
    "export_not_unpacked": IssueKind(
        _E,
        N_("The export is packed (.gz) by its name or its first bytes, but cannot be unpacked."),
        N_("Ask for the export again, or for one that is not packed."),
    ),
    "export_not_text": IssueKind(
        _E,
        N_("By its name the export is a text, but what is in it is none; it was not read."),
        N_("Ask for the export again, as the system writes it, under its own ending."),
    ),
    "export_not_readable": IssueKind(
        _E,
        N_("The file could not be opened: it is locked, out of reach or a broken link."),
        N_("Close it in other programs and check the rights to it."),
    ),
    f"export_{OWN_FAULT}": IssueKind(
        _E,
        N_(
            "itakusaki made a mistake while it read the export ({place}); that says nothing of the file, which was not compared."
        ),
        N_(
            "Do not ask for the export again: send its maintainers the words in brackets, what itakusaki --version prints, and the headings of the file without its rows."
        ),
    ),
    "export_encrypted": IssueKind(
        _E,
        N_("The export is protected by a password and cannot be read."),
        N_("Ask for it without a password, or save it again without one."),
    ),
    "export_unpacked_too_large": IssueKind(
        _E,
        N_(
            "Unpacked, the export takes more than {limit} MB and many times its packed size; it was not read."
        ),
        N_("Make sure where the file comes from, and ask for it unpacked or in parts."),
    ),
    "export_sheet_too_large": IssueKind(
        _E,
        N_("The sheet reaches to cell {cell}; it was not read."),
        N_("Delete what stands far away from the tables and save again."),
    ),
    "export_book_too_large": IssueKind(
        _E,
        N_("It gives itself more cells than any export has; it was not read."),
        N_("Ask for the export again, one table in a file."),
    ),
    "export_texts_too_large": IssueKind(
        _E,
        N_("Its cells repeat long texts to more than {limit} MB together; the file was not read."),
        N_("Make sure where the file comes from, and ask for it as CSV."),
    ),
    "export_line_too_long": IssueKind(
        _E,
        N_("A line is longer than {limit} MB; the file was not read."),
        N_("Ask for the export as the system writes it, a record in a line."),
    ),
    "export_contents_too_large": IssueKind(
        _E,
        N_("What the file holds comes to more than {limit} MB; it was not read."),
        N_("Make sure where the file comes from, and ask for it as CSV."),
    ),
    "export_took_too_long": IssueKind(
        _E,
        N_(
            "Reading the file took more than {limit} seconds of this machine's processor; it was given up."
        ),
        N_(
            "Ask for the export in parts. If it is in order, allow more time in itakusaki.toml: seconds under [reading]."
        ),
    ),
    "export_took_too_much_memory": IssueKind(
        _E,
        N_("Reading the file took more than {limit} MB of this machine's memory; it was given up."),
        N_(
            "Ask for the export in parts. If it is in order, allow more in itakusaki.toml: memory under [evidence]."
        ),
    ),
    "export_form_unread": IssueKind(
        _N,
        N_("The file is not read as a log or list: it is {why}."),
        N_(
            "If there is a log or list in it, ask for it in a form that is read: CSV, .xlsx, JSON lines or Parquet."
        ),
    ),
    "export_nearly": IssueKind(
        _W,
        N_(
            "The headings are nearly those of the export “{export}”, but it lacks {missing}; found are {found}. The file was not compared."
        ),
        N_(
            "Ask for an export with all required columns ({required}), or describe the product's own headings in a file under checklists/evidence/layouts/."
        ),
    ),
    "export_guessed": IssueKind(
        _N,
        N_("Taken for “{export}” by the headings {known} alone; not read: {ignored}."),
        N_(
            "If it is something else, say which in itakusaki.toml, under [evidence.layouts]: “{name}” = the export or layout; if it is not, “{name}” = “{id}”."
        ),
    ),
    "export_heading_refused": IssueKind(
        _W,
        N_(
            "By their headings these columns hold values of another time; they were not read: {headings}."
        ),
        N_("Nothing, if there is a column of the present values; otherwise ask for one."),
    ),
    "export_ambiguous": IssueKind(
        _W,
        N_("The headings do not tell which export it is: {candidates}. The file was not compared."),
        N_(
            "Say which it is in itakusaki.toml, under [evidence.layouts]: “{name}” = one of {candidates}."
        ),
    ),
    "export_of_other_events": IssueKind(
        _W,
        N_("{layout}: none of the events that are compared stands in this file ({count} rows)."),
        N_("Ask whether these events are recorded at all, and for the log that holds them."),
    ),
    "export_rows_passed_over": IssueKind(
        _N,
        N_(
            "{layout}: {count} of {rows} rows are of kinds of events that nothing is compared with; the first is row {line}."
        ),
        N_("Nothing, unless a kind of event is missing in the results."),
    ),
    "export_layout_lacks": IssueKind(
        _W,
        N_("{layout}: the file lacks a column that the layout needs — {lacking}."),
        N_("Ask for an export with that column, or adapt the layout."),
    ),
    "export_encoding": IssueKind(
        _W,
        N_(
            "{count} characters could not be decoded as {encoding}; they stand as “\N{REPLACEMENT CHARACTER}”."
        ),
        N_("Ask for the export in UTF-8; names with such characters match nothing."),
    ),
    "export_lists_of_days": IssueKind(
        _N,
        N_(
            "{export}: lists of {earlier} and {later}. From the one to the other {joined} entries are new, {left} are gone, {changed} read differently. What happened before {later} is held against the list of {earlier}, also if it happened before that day; counts take the latest list."
        ),
        N_(
            "Nothing, if these are two states of one list; if they are parts of one, name their files by the same day."
        ),
    ),
    "export_list_backdated": IssueKind(
        _W,
        N_(
            "{export}: {count} entries that the list of {earlier} lacks say that they began on that day or before."
        ),
        N_("Ask which of the two is right, and whether the earlier list was whole."),
    ),
    "export_list_shrunk": IssueKind(
        _W,
        N_(
            "{export}: the list of {later} lacks more than half of the entries of that of {earlier} ({left}); they are not taken for leavers."
        ),
        N_("Ask whether the list of {later} is whole."),
    ),
    "export_list_day_unknown": IssueKind(
        _W,
        N_(
            "{export}: {file} and {other} look like one list on two days, and of which day {file} is cannot be told; both are taken as one list."
        ),
        N_(
            "Ask for the day, and let the file's name (such as 2026-09-30), a line above the heading (as of 2026-09-30) or a column “List date” say it."
        ),
    ),
    "export_short": IssueKind(
        _W,
        N_(
            "{export}: the rows run from {first} to {last}; the period to be covered is {period_from} to {period_to}."
        ),
        N_("Ask for the rest of the period, and why it was not provided."),
    ),
}

#: Rows and cells.
ROWS: Final[Mapping[str, IssueKind]] = {
    "export_rows_malformed": IssueKind(
        _W,
        N_(
            "{count} rows have more or fewer fields than the heading, or stray quotes; they were rejected. The first: lines {lines}."
        ),
        N_("Ask for the export as the system writes it, not edited by hand."),
    ),
    "export_rows_unreadable": IssueKind(
        _W,
        N_(
            "{export}: {count} rows were rejected because {column} is blank or cannot be read; the first is row {line}: “{example}”."
        ),
        N_(
            "Correct the value, or describe how it is written in a file under checklists/evidence/layouts/."
        ),
    ),
    "export_values_unreadable": IssueKind(
        _N,
        N_(
            "{export}: {count} values of {column} cannot be read and count as not given; the first stands in row {line}: “{example}”."
        ),
        N_(
            "Correct the value, or describe how it is written in a file under checklists/evidence/layouts/."
        ),
    ),
    "export_two_columns": IssueKind(
        _W,
        N_(
            "{export}: “{used}” and “{other}” both mean {column} and differ in {count} rows, the first being row {line}; “{used}” was read."
        ),
        N_(
            "Ask which of the two is meant, and describe the file under checklists/evidence/layouts/, or have the other left out."
        ),
    ),
    "export_column_beside": IssueKind(
        _N,
        N_(
            "{export}: “{other}” may mean {column} as well and differs in {count} rows, the first being row {line}; “{used}”, which bears that very name, was read."
        ),
        N_("Nothing, unless the other column is the one that is meant."),
    ),
    "export_remark_unread": IssueKind(
        _W,
        N_(
            "{export}: what “{remark}” in the heading of {column} says of its values is not known; they were read as if it did not stand there."
        ),
        N_(
            "Ask what it means, and describe the file under checklists/evidence/layouts/; zones and units are listed in layouts/standard.yaml there."
        ),
    ),
    "export_remark_passed": IssueKind(
        _N,
        N_("{export}: “{remark}” in the heading of {column} was not looked at."),
        N_("Nothing, unless it changes what the column means."),
    ),
    "export_rows_failed": IssueKind(
        _N,
        N_(
            "{export}: {count} rows say of themselves that they failed, and were left out; the first is row {line}."
        ),
        N_("Nothing, unless failed attempts are many."),
    ),
    "export_duplicates": IssueKind(
        _N,
        N_(
            "{export}: {count} of {rows} rows ({share}%) are records that were delivered before; each counts once. The first is row {line}."
        ),
        N_("Ask whether the export was joined from parts that overlap."),
    ),
    "export_many_duplicates": IssueKind(
        _W,
        N_(
            "{export}: {count} of {rows} rows ({share}%) are records that were delivered before; each counts once. The first is row {line}."
        ),
        N_("Ask how the export was made; its number of rows must not be used as it stands."),
    ),
    "export_record_differs": IssueKind(
        _W,
        N_(
            "{export}: {count} records bear the number of another record but differ from it; the first is row {line}."
        ),
        N_("Ask whether the numbering starts again, or which of the two is the original record."),
    ),
    "export_date_styles": IssueKind(
        _N,
        N_("{export}: {column} is written in several styles: {styles}."),
        N_(
            "Ask whether the export was joined from several systems, and whether their clocks agree."
        ),
    ),
    "export_date_order": IssueKind(
        _W,
        N_(
            "{export}: in {column} it cannot be told whether day or month comes first ({example}); {count} rows cannot be read."
        ),
        N_(
            "Ask which it is, and set dates: in a file under checklists/evidence/layouts/, or ask for year-month-day."
        ),
    ),
    "export_year_unknown": IssueKind(
        _W,
        N_(
            "{export}: {column} bears no year ({example}), and no period is set that would tell it; {count} rows cannot be read."
        ),
        N_("Set period_from and period_to under [evidence] in itakusaki.toml."),
    ),
    "export_zone_unknown": IssueKind(
        _N,
        N_("The file does not say which time zone its times are of; they were read as {zone}."),
        N_("Ask whether the system's clock is set to that zone."),
    ),
}

#: Every code that reading exports can give.
ISSUES: Final[Mapping[str, IssueKind]] = {**FILES, **ROWS}


def issue(code: str, at: CellRef, owner: str = "", /, **values: Value) -> DataIssue:
    """A data issue of a known code, its blanks filled."""
    return ISSUES[code].issue(code, at, owner, **values)
