"""Issues: every code that reading can give, how much it weighs, what it says, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from itakusaki.model.issue import (
    EVIDENCE_MISSING,
    NOT_DUE,
    OWN_FAULT,
    DataIssue,
    IssueKind,
    IssueLevel,
)
from itakusaki.model.message import N_, Value
from itakusaki.model.source import CellRef

_E, _W, _N = IssueLevel.ERROR, IssueLevel.WARNING, IssueLevel.NOTE

#: Files that cannot be read, or only in part.
FILES: Final[Mapping[str, IssueKind]] = {
    "encrypted": IssueKind(
        _E,
        N_("The file is protected by a password and cannot be read."),
        N_(
            "Ask for it without a password. If Excel opens it without asking for one, its structure is protected: take that off (Review > Protect Workbook) and save it again."
        ),
    ),
    "damaged": IssueKind(
        _E,
        N_("The file is damaged or cut off and cannot be opened."),
        N_("Ask for the file again."),
    ),
    OWN_FAULT: IssueKind(
        _E,
        N_(
            "itakusaki made a mistake while it read the file ({place}); that says nothing of the file, of which nothing was taken."
        ),
        N_(
            "Do not ask for the file again: send its maintainers the words in brackets, what itakusaki --version prints, and an empty copy of the form."
        ),
    ),
    "not_excel": IssueKind(
        _E,
        N_("What is in the file is no Excel workbook (its name ends in {suffix})."),
        N_("Ask for the workbook itself, saved as .xlsx."),
    ),
    "zip_bomb": IssueKind(
        _E,
        N_("Unpacked, the file would take more than {limit} MB; it was not opened."),
        N_("Ask for a copy without pictures and unused sheets, and make sure where it comes from."),
    ),
    "too_large": IssueKind(
        _E,
        N_("The file is larger than {limit} MB; it was not opened."),
        N_("Ask for a copy without pictures, or split it."),
    ),
    "not_readable": IssueKind(
        _E,
        N_("The file could not be opened: it is locked, out of reach or a broken link."),
        N_("Close it in other programs and check the rights to it."),
    ),
    "texts_too_large": IssueKind(
        _E,
        N_("Its cells repeat long texts to more than {limit} MB together; the file was not read."),
        N_(
            "Ask for the questionnaire in a workbook of its own, and make sure where it comes from."
        ),
    ),
    "contents_too_large": IssueKind(
        _E,
        N_("What the file holds comes to more than {limit} MB; it was not read."),
        N_("Ask for the questionnaire in a workbook of its own, without the other sheets."),
    ),
    "took_too_long": IssueKind(
        _E,
        N_(
            "Reading the file took more than {limit} seconds of this machine's processor; it was given up."
        ),
        N_(
            "Ask for a smaller file. If it is in order, allow more time in itakusaki.toml: seconds under [reading]."
        ),
    ),
    "took_too_much_memory": IssueKind(
        _E,
        N_("Reading the file took more than {limit} MB of this machine's memory; it was given up."),
        N_(
            "Ask for a smaller file. If it is in order, allow more in itakusaki.toml: memory under [reading]."
        ),
    ),
    "not_plain": IssueKind(
        _E,
        N_(
            "This is no plain file of this folder: a pipe, a device or a link that leads out of it; it was not opened."
        ),
        N_("Put the file itself there."),
    ),
    "encoding_unknown": IssueKind(
        _E,
        N_("The text of the file is neither UTF-8 nor Shift_JIS (cp932)."),
        N_("Save it again as CSV UTF-8."),
    ),
    "western_text": IssueKind(
        _W,
        N_(
            "The text of the file is neither UTF-8 nor Shift_JIS (cp932); it was read as Western European text (cp1252)."
        ),
        N_("See whether names with accents are right, and save it again as CSV UTF-8."),
    ),
    "cut_off": IssueKind(
        _E,
        N_("The file ends in the middle of a row; what stands before was read."),
        N_("Ask for the whole file."),
    ),
    "sheet_too_large": IssueKind(
        _E,
        N_("The sheet reaches to cell {cell}; it was not read."),
        N_("Delete what stands far away from the tables and save again."),
    ),
    "book_too_large": IssueKind(
        _E,
        N_(
            "From this sheet on, the workbook was not read: its sheets span more than {limit} cells together."
        ),
        N_("Ask for the questionnaire in a workbook of its own, without the other sheets."),
    ),
    "wrong_suffix": IssueKind(
        _N,
        N_("The file is called {suffix} but is of the kind {kind}; it was read as such."),
        N_("Rename it, so that Excel opens it without a warning."),
    ),
    "other_file": IssueKind(
        _N,
        N_(
            "The file is neither an Excel workbook (.xlsx, .xlsm, .xls) nor a CSV; it was left out."
        ),
        N_("Move it to the evidence folder, or ask for the answers as a workbook."),
    ),
    "other_workbook": IssueKind(
        _W,
        N_("A workbook saved as {suffix} cannot be read; it was left out."),
        N_("Save it as .xlsx and put it back."),
    ),
    "no_table": IssueKind(
        _E,
        N_("No known table was found. Sheets looked at: {sheets}; {near}."),
        N_("Restore the headings, or describe the workbook in a file under checklists/layouts/."),
    ),
    "sheets_passed_over": IssueKind(
        _N,
        N_("On other sheets of this workbook nothing was read ({count}): {sheets}"),
        N_(
            "Nothing, where they hold no answers; else restore their headings, or describe them in a file under checklists/layouts/."
        ),
    ),
    "columns_missing": IssueKind(
        _E,
        N_("The table {table} lacks the column {missing}; found are {found}. It was not read."),
        N_(
            "Restore the heading, or name the column's own heading in a file under checklists/layouts/."
        ),
    ),
    "ids_without_headings": IssueKind(
        _E,
        N_(
            "Item ids stand on this sheet ({count}), but no heading row was found; it was not read."
        ),
        N_("Restore the heading row above the questions."),
    ),
    "wrong_folder": IssueKind(
        _W,
        N_("The workbook holds {tables}, which are not read from this folder."),
        N_("Move it to {folder}."),
    ),
}

#: Rows and cells.
CELLS: Final[Mapping[str, IssueKind]] = {
    "answer_outside_scale": IssueKind(
        _E,
        N_("{id}: {reason}; it counts as unanswered."),
        N_(
            "Ask for one of the answers of the scale. Or, if what it means is certain, write a line into itakusaki.toml, in a table [spellings]: MEANING = [{word}], with yes, partial, no, not_applicable or unknown in place of MEANING (a * at the end of the word stands for whatever follows)."
        ),
        N_(
            "An answer is none of the scale (yes, partly, no, not applicable, unknown) in any known spelling; it counts as unanswered."
        ),
    ),
    "answer_in_comment": IssueKind(
        _W,
        N_(
            "{id}: the cell is blank, but a comment is attached to it: “{comment}”; it was not read."
        ),
        N_("Ask for the answer in the cell itself."),
    ),
    "points_differ": IssueKind(
        _W,
        N_(
            "{id}: the answer {given} says more than the points ticked beneath it ({follows}), and no reason stands beside it; it counts as {follows}."
        ),
        N_("Ask for the reason, or for the points to be ticked anew."),
    ),
    "answer_by_colour": IssueKind(
        _N,
        N_("Blank answers are marked by a colour ({count}): {cells}; a colour is no answer."),
        N_("Ask what the colour means, and for the answer in words."),
    ),
    "struck_out": IssueKind(
        _W,
        N_("Text is struck out in {count} cells ({cells}); it was not read, only what is left."),
        N_("Ask what holds, and for a workbook without struck-out text."),
    ),
    "unchanged_anew": IssueKind(
        _W,
        N_(
            "{id} says that nothing changed, but has to be answered anew in each round; it is blank."
        ),
        N_("Ask for the answer, or the number or day, of this round."),
    ),
    "unchanged_and_answered": IssueKind(
        _N,
        N_("{id} says that nothing changed, and is answered as well; the answer counts."),
        N_("Ask, where the two differ."),
    ),
    "unchanged_without_last": IssueKind(
        _W,
        N_("{id} says that nothing changed, but the form knows no last answer; it is blank."),
        N_("Ask for the answer itself."),
    ),
    "answer_without_id": IssueKind(
        _W,
        N_("The answer “{answer}” stands in a row without an id; it was not counted."),
        N_("Restore the id from the blank questionnaire."),
    ),
    "column_twice": IssueKind(
        _E,
        N_(
            "Columns {first} and {others} both mean {column}; where they differ ({count} rows), neither was read."
        ),
        N_(
            "Delete the column that does not hold, or mark it in its heading, e.g. “(previous)”, and hand the workbook in again."
        ),
    ),
    "column_twice_read": IssueKind(
        _N,
        N_(
            "Columns {first} and {others} both mean {column}; {first} was read (rows that differ: {count})."
        ),
        N_("Make sure that {first} is the column that holds."),
    ),
    "merged_answer": IssueKind(
        _N,
        N_(
            "The answer “{answer}” stands in a merged cell that covers this row as well, down to {last}; it counts for every question it covers."
        ),
        N_("Ask, where one answer for all of them is in doubt."),
    ),
    "ditto_unclear": IssueKind(
        _W,
        N_("“{mark}” means “as above”, but nothing stands above; the cell counts as blank."),
        N_("Write the value itself into the cell."),
    ),
    "none_is_zero": IssueKind(
        _N,
        N_("{column}: “{value}” was read as 0."),
        N_("Ask, where something else than none is meant."),
    ),
    "choice_unknown": IssueKind(
        _W,
        N_("{column}: {reason}."),
        N_("Pick one of the entries of the list."),
        N_("A cell that takes an entry of a list holds something else; it counts as not given."),
    ),
    "duplicate_id": IssueKind(
        _W,
        N_("{id} stands here for a second time; the first, in {first}, counts."),
        N_("Delete one of the two rows."),
    ),
    "error_value": IssueKind(
        _E,
        N_("{id}: the cell shows the error {error}; it counts as unanswered."),
        N_("Replace the formula by the value."),
    ),
    "fact_not_applicable": IssueKind(
        _N,
        N_("{id}: given as not applicable (“{value}”); no value to compare."),
        N_("Ask for 0 if nothing was meant, or for a reason."),
    ),
    "formula_without_value": IssueKind(
        _E,
        N_("{id}: the cell holds a formula without a stored value; it counts as unanswered."),
        N_("Open the workbook in Excel, save it, and hand it in again."),
    ),
    "grade_outside": IssueKind(
        _W,
        N_("{id}: the evidence grade “{grade}” is not a whole number from 0 to 4."),
        N_("Enter a grade from 0 to 4, or leave it blank."),
    ),
    "hidden_answer": IssueKind(
        _W,
        N_("{id}: the answer stands in a hidden or filtered row; it was read all the same."),
        N_("Show the row and ask whether the answer is meant."),
    ),
    "hidden_sheet": IssueKind(
        _W,
        N_("The sheet is hidden but holds answers ({count}); they were read all the same."),
        N_("Show the sheet and ask whether the answers are meant."),
    ),
    "hidden_column": IssueKind(
        _W,
        N_("The column of the answers is hidden; it was read all the same."),
        N_("Show the column and ask whether the answers are meant."),
    ),
    "items_removed": IssueKind(
        _W,
        N_("Rows of the questionnaire as it was sent are gone ({count}): {ids}"),
        N_("Ask for the workbook with all its rows."),
    ),
    "controls_missing": IssueKind(
        _N,
        N_("Controls that this party has to answer are not in the workbook ({count}): {ids}"),
        N_("Send a questionnaire with these controls."),
    ),
    "period_in_days": IssueKind(
        _N,
        N_(
            "{column}: “{value}” is a period of days. It is compared as ending on day {day}, the day of knowledge being day 1; unless the clause counts that day, it is not counted (Civil Code, Art. 140; to be verified)."
        ),
        N_(
            "See how the clause counts the first day, and write it down, e.g. “5 days (first day counted)”."
        ),
    ),
    "shifted_row": IssueKind(
        _W,
        N_("{id}: the question beside it is not the one that was sent; the row may have slipped."),
        N_("Compare the row with the blank questionnaire."),
    ),
    "unknown_id": IssueKind(
        _W,
        N_("{id} is not an item of the checklist; the row was not counted."),
        N_("Correct the id, or map it under questions: in a file under checklists/layouts/."),
    ),
    "not_asked": IssueKind(
        _N,
        N_(
            "Controls that this workspace does not ask ({count}): {ids}; their rows were not counted."
        ),
        N_("Nothing; to ask them, name them under controls in itakusaki.toml."),
    ),
    "unmapped_items": IssueKind(
        _N,
        N_("Items of this layout answer no control of ours ({count}): {ids}"),
        N_("Map them under questions: in the layout {layout}, where one answers a control."),
    ),
    "value_unreadable": IssueKind(
        _W,
        N_("{column}: {reason}."),
        N_("Correct the cell; until then it counts as not given."),
        N_(
            "A cell holds something that is not of the kind asked for: a number, a date, a list, or yes or no."
        ),
    ),
    "formula_cell": IssueKind(
        _W,
        N_("{column}: the cell holds a formula without a stored value, or an error."),
        N_("Open the workbook in Excel, save it, and hand it in again."),
    ),
    "key_missing": IssueKind(
        _W,
        N_("{column} is blank; the row is known as “{used}” for now."),
        N_("Fill in the cell."),
    ),
    "row_without_key": IssueKind(
        _W, N_("{column} is blank; the row was not read."), N_("Fill in the cell.")
    ),
}

#: Questionnaires as a whole.
QUESTIONNAIRES: Final[Mapping[str, IssueKind]] = {
    "identity_unknown": IssueKind(
        _E,
        N_("Whose answers these are cannot be told: neither ids nor a company name were found."),
        N_(
            "Fill in the cover: corporate number, or the company's name as in the ledger. A form without a cover, such as a CSV of one sheet: put it into {folder}, or name it under [questionnaires] in itakusaki.toml: “{file}” = “{code}”."
        ),
    ),
    "identity_ambiguous": IssueKind(
        _E,
        N_("“{name}” could be any of {candidates}."),
        N_("Fill in the corporate number on the cover."),
    ),
    "identity_conflict": IssueKind(
        _W,
        N_("The workbook was made for {processor}, but its cover says “{other}”."),
        N_("Ask whose answers these are."),
    ),
    "other_company": IssueKind(
        _E,
        N_(
            "The workbook would be taken for {processor}'s, but its cover bears the corporate number {number}, which is that of {other}; it was not counted."
        ),
        N_(
            "Ask whose answers these are; where it is the same company, correct the number in the ledger or on the cover."
        ),
    ),
    "matched_by_name": IssueKind(
        _N,
        N_("Taken for {processor}'s by the name “{name}” alone: {why}."),
        N_("Make sure that it is the same company, and fill in its corporate number."),
    ),
    "other_kind_of_company": IssueKind(
        _E,
        N_(
            "“{name}” is not {processor} “{other}”: the kind of company, or where it stands in the name, is another. Its answers are not scored."
        ),
        N_(
            "Ask which company it is; correct the name on the cover or in the ledger, or fill in the corporate number on both."
        ),
    ),
    "assigned": IssueKind(
        _N,
        N_("Taken for {processor}'s because of {by}; the form itself {says}."),
        N_("Nothing, if the form was put there or named there on purpose."),
    ),
    "assigned_elsewhere": IssueKind(
        _W,
        N_("By {by} the form would be {processor}'s, but by itself it is of {own}; that counts."),
        N_("Ask whose answers these are, and move the form or correct the pattern."),
    ),
    "assigned_twice": IssueKind(
        _E,
        N_("Folder and patterns give the form to several parties: {processors}; none counts."),
        N_("Leave one of them, or make the pattern narrower."),
    ),
    "assigned_to_nobody": IssueKind(
        _E,
        N_("The pattern {pattern} gives its forms to {processor}, which is not in the ledger."),
        N_("Name a processor code of the ledger, or “client”, under [questionnaires]."),
    ),
    "returned_blank": IssueKind(
        _E,
        N_("The form came back blank: not one question is answered. It counts as not returned."),
        N_("Ask for the filled-in form; this one may have been sent by mistake."),
    ),
    "blank_copy": IssueKind(
        _N,
        N_("This form is blank; the answers in {counted} count."),
        N_("Remove the blank form."),
    ),
    "nothing_read": IssueKind(
        _E,
        N_(
            "Something stands in the answers ({count} cells), but none of it could be read; the form counts as not returned."
        ),
        N_("See below what stands in the cells, and ask for answers on the scale."),
    ),
    "not_in_ledger": IssueKind(
        _E,
        N_("“{name}” is not in the ledger; its answers are not scored."),
        N_("Add the entrustment to the ledger, or correct the cover."),
    ),
    "no_questionnaire": IssueKind(
        _E,
        N_(
            "{name} ({processor}) stands in the ledger, but no questionnaire that could be read came back{due}."
        ),
        N_("Send a reminder, or ask why."),
    ),
    NOT_DUE: IssueKind(
        _N,
        N_("{name} ({processor}) is not due in the round {round}; nothing is expected from it."),
        N_("To ask it all the same, make a questionnaire for it by its code."),
    ),
    "reply_awaited": IssueKind(
        _N,
        N_("The questionnaire of {name} ({processor}) has not come back yet; it is due on {due}."),
        N_("Send a reminder before that day."),
    ),
    "no_client_check": IssueKind(
        _W,
        N_(
            "The client's own answers are missing: no client questionnaire came in. What the client has to do itself about {processors} is unanswered."
        ),
        N_("{made} Fill it in, and put it into {folder}."),
    ),
    "no_round_folder": IssueKind(
        _E,
        N_("The folder {folder} of this round is missing or empty; rounds beside it: {others}."),
        N_("Put the returned questionnaires there, or name the round that is meant."),
    ),
    "two_questionnaires": IssueKind(
        _W,
        N_(
            "Two questionnaires for {processor}: {counted} ({counted_day}) counts, {left} ({left_day}) does not."
        ),
        N_("Remove the one that does not hold."),
    ),
    "same_day": IssueKind(
        _W,
        N_(
            "Two questionnaires for {processor} bear the same as-of date ({day}): {counted} counts, being the last by file name; {left} does not."
        ),
        N_("Remove the one that does not hold."),
    ),
    "same_copy": IssueKind(
        _N,
        N_("{left} is the same file as {counted}, which counts."),
        N_("Nothing needs to be done."),
    ),
    "depth_not_shown": IssueKind(
        _W,
        N_(
            "The cover calls this the questionnaire “{depth}”, but the hidden sheet that our forms carry is gone; it is judged as a full one."
        ),
        N_("Ask for the workbook as it was sent; until then what it does not ask is unanswered."),
    ),
    "no_as_of": IssueKind(
        _N,
        N_("The as-of date is not given on the cover."),
        N_("Ask for the day the answers hold for."),
    ),
    "wrong_round": IssueKind(
        _E,
        N_("The questionnaire is one of the round {found}, not {wanted}; it was not counted."),
        N_("Ask for the questionnaire of this round, or move the form to the folder of its own."),
    ),
    "round_unclear": IssueKind(
        _W,
        N_(
            "The cover gives the round as “{found}”, which need not be {wanted}; it was read all the same."
        ),
        N_("Ask whether the answers hold for this round."),
    ),
    "as_of_outside_round": IssueKind(
        _W,
        N_(
            "The round {round} is judged as of {day}, which is not among its days ({first} to {last})."
        ),
        N_(
            "Correct as_of or round in itakusaki.toml; where the round's name follows another calendar, leave both."
        ),
    ),
    "due_before_round": IssueKind(
        _W,
        N_("{processor}: the reply is due on {day}, before the round {round} begins ({first})."),
        N_("Enter the day by which the answers of this round are due."),
    ),
    "corrections_returned": IssueKind(
        _W,
        N_("This is a list of cells to correct that was sent out; it is no questionnaire."),
        N_("Read what stands in its yellow column, and ask for the corrected form itself."),
    ),
    "findings_returned": IssueKind(
        _W,
        N_("This is a sheet of findings that was sent out; it is no questionnaire."),
        N_("Take it in with: itakusaki finding sheet import FILE"),
    ),
    "sheets_joined": IssueKind(
        _N,
        N_("CSV files that share no question were read together as one form ({count}): {files}"),
        N_("Nothing, if each is a sheet of the same form; else remove those that do not belong."),
    ),
    "other_version": IssueKind(
        _N,
        N_("The questionnaire was made from checklist {found}; in force is {wanted}."),
        N_("Nothing, where the same controls are asked; else send a new one."),
    ),
    "side_assumed": IssueKind(
        _N,
        N_("The cover does not say who answers; taken as the {side}'s by the ledger."),
        N_("Fill in the kind of questionnaire on the cover."),
    ),
}

#: Ledger, clauses, approvals, reviews and evidence.
REGISTERS: Final[Mapping[str, IssueKind]] = {
    "no_ledger": IssueKind(
        _E,
        N_("No ledger was found in {folder}."),
        N_("Put the ledger there, or make one with: itakusaki contract make"),
    ),
    "empty_ledger": IssueKind(
        _E,
        N_("The ledger holds not one row."),
        N_("Enter every processor with its contract, a row each."),
    ),
    "duplicate_row": IssueKind(
        _W,
        N_(
            "The contract {contract} with {processor} is entered twice with the same entries; one counts."
        ),
        N_("Delete one of the two rows."),
    ),
    "duplicate_contract": IssueKind(
        _W,
        N_(
            "The contract number {contract} with {processor} stands also in {first}; both rows count."
        ),
        N_("Give each contract its own number, or join the rows."),
    ),
    "tier_assumed": IssueKind(
        _W,
        N_("The tier “{value}” cannot be used; tier {tier} was assumed."),
        N_("Enter 1 for a processor, 2 for a sub-processor, and so on."),
    ),
    "date_in_future": IssueKind(
        _W,
        N_("{column}: {day} lies after the as-of date {as_of}, though it tells of what has been."),
        N_("Look for a slip in the year; enter the day only once it has come."),
    ),
    "column_assumed": IssueKind(
        _W,
        N_("The ledger has no column {column}; assumed: {assumed}."),
        N_("Add the column, or name the column's own heading in a file under checklists/layouts/."),
    ),
    "code_no_folder": IssueKind(
        _W,
        N_(
            "The code {processor} holds characters that no folder can be called by; evidence cannot be laid under it."
        ),
        N_(
            "Use letters, digits and hyphens in the code, or call the folder by the company's name."
        ),
    ),
    "processor_differs": IssueKind(
        _W,
        N_("{processor} is called “{name}” here and “{other}” in {first}."),
        N_("Give each company its own code, or make the names agree."),
    ),
    "unknown_parent": IssueKind(
        _W,
        N_("The company above, {parent}, is not in the ledger."),
        N_("Add its row, or correct the code."),
    ),
    "no_parent": IssueKind(
        _W,
        N_("{processor} is at tier {tier}, but who entrusts it is not given."),
        N_("Enter the code of the company that entrusts it."),
    ),
    "chain_cycle": IssueKind(
        _W,
        N_("The chain turns back on itself: {path}"),
        N_("Correct the code of the company above in one of these rows."),
    ),
    "clause_without_contract": IssueKind(
        _W,
        N_("The contract {contract} is not in the ledger; its clauses were not counted."),
        N_("Add the contract to the ledger, or correct the number."),
    ),
    "unknown_processor": IssueKind(
        _W,
        N_("{processor} is not in the ledger; the row was not counted."),
        N_("Correct the processor code."),
    ),
    "approval_incomplete": IssueKind(
        _W,
        N_("The approval lacks {missing}; it does not hold."),
        N_("Fill in who approved, when, why, and for an exception until when."),
    ),
    "review_incomplete": IssueKind(
        _W,
        N_("The review lacks {missing}; it was not counted."),
        N_("Fill in reviewer, day and reason."),
    ),
    "decision_without_mark": IssueKind(
        _W,
        N_(
            "The difference on {control} of {processor} is recorded as confirmed without an answer of △ or ×; it was not counted."
        ),
        N_("Enter △ or × as the auditor's answer, or choose that the explanation was accepted."),
    ),
    "duplicate_review": IssueKind(
        _W,
        N_("{control} of {processor} is reviewed twice; the later day counts, not this row."),
        N_("Delete the row that does not hold."),
    ),
    "evidence_unknown_folder": IssueKind(
        _W,
        N_(
            "The evidence folder {folder} bears no processor code of the ledger; its files ({count}) were not counted."
        ),
        N_("Name the folder by the processor code."),
    ),
    "evidence_loose_file": IssueKind(
        _N,
        N_("The file lies beside the processors' evidence folders; it was not counted."),
        N_("Move it into the folder of the processor it came from."),
    ),
    "evidence_unnamed": IssueKind(
        _N,
        N_("Files were delivered that no answer and no evidence list names ({count}): {names}"),
        N_("Write their names beside the answers they back, or into the evidence list."),
    ),
    EVIDENCE_MISSING: IssueKind(
        _N,
        N_("{file} is named as evidence for {controls}, and was not provided."),
        N_("Ask for the file, or for the name of the one that is meant."),
    ),
    "hash_differs": IssueKind(
        _W,
        N_("The file {name} that was delivered is not the one listed: its SHA-256 differs."),
        N_("Ask which of the two is meant."),
    ),
    "days_reversed": IssueKind(
        _W,
        N_("{second} ({second_day}) lies before {first} ({first_day})."),
        N_("Correct the day that is wrong; both were taken as they stand."),
    ),
    "day_ahead": IssueKind(
        _W,
        N_("The day {day} lies after the day of judging, {judged}."),
        N_("Correct the day that is wrong; both were taken as they stand."),
    ),
    "named_twice": IssueKind(
        _W,
        N_("“{name}” names two rows; the first stands at {first}."),
        N_("Give each row a name or number of its own."),
    ),
}

#: Codes of cells in which something stands that could not be read.
UNREAD: Final = frozenset(
    {
        "answer_in_comment",
        "answer_outside_scale",
        "choice_unknown",
        "ditto_unclear",
        "error_value",
        "formula_cell",
        "formula_without_value",
        "grade_outside",
        "unchanged_anew",
        "unchanged_without_last",
        "value_unreadable",
    }
)
#: Codes which say that somebody was at the answers, though no text of theirs is left to be read.
TOUCHED: Final = frozenset(
    {
        "answer_by_colour",
        "answer_in_comment",
        "column_twice",
        "error_value",
        "formula_cell",
        "formula_without_value",
        "not_asked",
        "struck_out",
    }
)

#: Every code that reading can give.
ISSUES: Final[Mapping[str, IssueKind]] = {**FILES, **CELLS, **QUESTIONNAIRES, **REGISTERS}


def issue(code: str, at: CellRef, owner: str = "", /, **values: Value) -> DataIssue:
    """A data issue of a known code, its blanks filled."""
    return ISSUES[code].issue(code, at, owner, **values)


@dataclass(slots=True)
class Notes:
    """Issues gathered while one workbook is read; `processor` is whose workbook it is."""

    processor: str = ""
    issues: list[DataIssue] = field(default_factory=list)

    def add(self, code: str, at: CellRef, /, **values: Value) -> None:
        """Note an issue of a known code."""
        self.issues.append(issue(code, at, self.processor, **values))

    def owned(self, processor: str) -> tuple[DataIssue, ...]:
        """All issues, those that belong to nobody yet put down to a processor."""
        return tuple(i if i.processor else replace(i, processor=processor) for i in self.issues)


def listed(items: tuple[str, ...], shown: int = 20) -> str:
    """Items in one line, a long list cut with an ellipsis."""
    text = ", ".join(items[:shown])
    return f"{text} …" if len(items) > shown else text
