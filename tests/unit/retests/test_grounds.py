"""Grounds: a log proves only what it can show, a list only those whom it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import grounds_table
from itakusaki.catalogue.export import ColumnType
from itakusaki.catalogue.retest import ControlTest, Lines, Stated
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.message import Message
from itakusaki.model.retest import TestOutcome
from itakusaki.retests.expressions import PASSED_OVER
from support.clean_rows import SETTINGS, clean_rows
from support.evidence_rows import MONDAY, Row, data, day, full, moment
from support.grounds_bench import OutcomeBench
from support.laws import examples
from support.planted_rows import PLANTED, planted_rows
from support.suspicious_rows import LISTS, logs

pytestmark = pytest.mark.slow  # control tests on an engine, by the hundred

CLEAN = clean_rows()
SUSPICIOUS = LISTS | logs()
NAMES = (ColumnType.ACCOUNT, ColumnType.PERSON, ColumnType.TERMINAL, ColumnType.SERIAL)
JUDGING = [test for test in data().tests.values() if not test.measures]
Tables = dict[str, list[Row]]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OutcomeBench]:
    made = OutcomeBench(tmp_path_factory.mktemp("outcomes"))
    yield made
    made.close()


def outcome(bench: OutcomeBench, rows: Mapping[str, list[Row]], test: str) -> TestOutcome:
    return bench.outcomes(rows, test, settings=SETTINGS)[test][0]


def without(rows: Mapping[str, list[Row]], lines: Lines) -> Tables:
    """The rows without those lines."""
    kept = [row for row in rows[lines.export] if not fits(row, lines)]
    return dict(rows) | {lines.export: kept}


def fits(row: Row, lines: Lines) -> bool:
    whole = full(lines.export, row)
    return all(
        whole[name] in values if values else whole[name] is not None
        for name, values in lines.columns.items()
    )


def renamed(rows: Mapping[str, list[Row]], name: str) -> Tables:
    """The rows with other names in a column ("export.column"), as a second spelling would be."""
    export, _, column = name.partition(".")
    changed = [
        row | {column: f"zz-{row[column]}"} if row.get(column) is not None else row
        for row in rows[export]
    ]
    return dict(rows) | {export: changed}


def without_values(names: Sequence[str]) -> Tables:
    """The clean rows without any value in the columns named."""
    rows: Tables = dict(CLEAN)
    for name in names:
        export, _, column = name.partition(".")
        rows[export] = [row | {column: None} for row in rows[export]]
    return rows


def blanked(test: ControlTest) -> Iterator[tuple[str, Tables]]:
    """Columns that are blank, throughout or in a single line."""
    if test.needs_values:
        yield "no value", without_values(test.needs_values)
    for stated in test.grounds.states:
        yield f"{stated.column} blank in a line", one_blank(stated)


def one_blank(stated: Stated) -> Tables:
    """The clean rows with one more line of the kind, which leaves a column blank."""
    export, _, column = stated.column.partition(".")
    kind = {name: values[0] for name, values in stated.where.items()}
    known = {one.name for one in data().exports[export].columns}
    names: Row = {"account": "nobody" if stated.not_among else "a1", "terminal": "t1"}
    blank = CLEAN[export][-1] | {n: v for n, v in names.items() if n in known} | kind
    return dict(CLEAN) | {export: [*CLEAN[export], blank | {column: None}]}


def asked_for(test: ControlTest) -> Iterator[tuple[str, Tables]]:
    """Lists that some lines make necessary: the lines are put in, the list is left out."""
    for rest in test.grounds.rests_on:
        if rest.where:
            line = {name: values[0] for name, values in rest.where.columns.items()}
            made: Row = line | {"at": moment(20, 9), "terminal": "t1", "account": "a1"}
            more = [*CLEAN[rest.where.export], made]
            without_list = {rest.where.export: more, rest.export: []}
            yield f"{rest.export} asked for", dict(CLEAN) | without_list


def taken_away(test: ControlTest) -> Iterator[tuple[str, Tables]]:
    """A clean delivery without one of the things that a test's clean sentence rests on."""
    for export in (*test.needs, *(rest.export for rest in test.grounds.rests_on if not rest.where)):
        yield f"no {export}", dict(CLEAN) | {export: []}
    for at, shown in enumerate(test.grounds.shows):
        if not shown.by_layout:
            yield f"kind {at}", without(CLEAN, shown.lines)
    for meeting in test.grounds.meets:
        for name in (meeting.names, meeting.listed):
            yield f"{name} renamed", renamed(CLEAN, name)
    yield from asked_for(test)
    yield from blanked(test)
    if not test.needs:
        yield "no log", dict(CLEAN) | {e: [] for e in test.uses if data().exports[e].is_log}


TAKEN = [(test.id, what, rows) for test in JUDGING for what, rows in taken_away(test)]


def test_every_test_that_can_be_clean_is_robbed_of_something() -> None:
    assert {test for test, _, _ in TAKEN} == {test.id for test in JUDGING}
    kinds = {(test.id, "no value") for test in JUDGING if test.needs_values}
    assert kinds <= {(test, what) for test, what, _ in TAKEN}


@pytest.mark.parametrize("test", JUDGING, ids=lambda test: str(test.id))
def test_a_doubt_on_anything_that_a_test_looks_at_makes_it_incomplete(
    bench: OutcomeBench, test: ControlTest
) -> None:
    for export in (*test.needs, *test.uses):
        doubts = {export: (Message("in doubt"),)}
        found = bench.outcomes(CLEAN, test.id, settings=SETTINGS, doubts=doubts)[test.id]
        assert found[0] is TestOutcome.INCOMPLETE, export


def test_without_what_only_the_settings_say_nothing_is_consistent(bench: OutcomeBench) -> None:
    found = bench.outcomes(CLEAN, *SETTINGS.tests, settings=EvidenceSettings())
    assert {test: one[0] for test, one in found.items()} == {
        "sign-in-after-contract": TestOutcome.CANNOT_COMPARE,
        "log-cleared": TestOutcome.INCOMPLETE,
    }


def test_figures_are_never_consistent_and_never_made_of_nothing(bench: OutcomeBench) -> None:
    measuring = [test for test in data().tests.values() if test.measures]
    names = [test.id for test in measuring]
    assert {one[0] for one in bench.outcomes(CLEAN, *names, settings=SETTINGS).values()} == {
        TestOutcome.MEASURED
    }
    for test in measuring:
        rows = dict(CLEAN) | {export: [] for export in (*test.needs, *test.uses)}
        assert outcome(bench, rows, test.id) is TestOutcome.CANNOT_COMPARE, test.id


def test_the_clean_rows_are_clean_for_every_test(bench: OutcomeBench) -> None:
    found = bench.outcomes(CLEAN, settings=SETTINGS)
    fine = (TestOutcome.CONSISTENT, TestOutcome.MEASURED)
    # What is counted as blocked is one; nobody's figures are none.
    assert {test: one for test, one in found.items() if one[0] not in fine} == {}


@pytest.mark.parametrize(("test", "what", "rows"), TAKEN, ids=[f"{t}: {w}" for t, w, _ in TAKEN])
def test_without_what_it_rests_on_nothing_is_consistent(
    bench: OutcomeBench, test: str, what: str, rows: Tables
) -> None:
    assert outcome(bench, rows, test) is not TestOutcome.CONSISTENT, what


@settings(
    max_examples=examples(24),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data_=st.data())
def test_whatever_else_goes_missing_it_stays_so(bench: OutcomeBench, data_: st.DataObject) -> None:
    test, _, rows = data_.draw(st.sampled_from(TAKEN))
    fewer = dict(rows)
    for export in data_.draw(st.sets(st.sampled_from(sorted(CLEAN)), max_size=4)):
        share, own = data_.draw(st.integers(1, 5)), len(CLEAN[export])
        # A line put in is what makes it incomplete: without it the delivery is a clean one.
        fewer[export] = [row for at, row in enumerate(rows[export]) if at % share or at >= own]
    assert outcome(bench, fewer, test) is not TestOutcome.CONSISTENT


def hidden(test: ControlTest) -> Iterator[tuple[str, Tables]]:
    """A delivery with hits in which one list or column was made unfit to show them."""
    for export in (*test.needs, *test.uses):
        known = data().exports[export]
        if not known.is_log:
            yield f"no {export}", dict(SUSPICIOUS) | {export: []}
        for column in known.columns:
            if column.type in NAMES:
                yield f"{export}.{column.name}", renamed(SUSPICIOUS, f"{export}.{column.name}")


HIDDEN = [(test.id, what, rows) for test in JUDGING for what, rows in hidden(test)]


@settings(
    max_examples=examples(36),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(hiding=st.sampled_from(HIDDEN))
def test_a_hit_does_not_become_clean_by_a_list_left_out_or_names_that_do_not_meet(
    bench: OutcomeBench, hiding: tuple[str, str, Tables]
) -> None:
    test, what, rows = hiding
    assert outcome(bench, rows, test) is not TestOutcome.CONSISTENT, what


FOUND = planted_rows()
#: Each cell that may be blank of the lines that tests find: the log, the line, the column.
CELLS = [
    (log, at, column.name)
    for log, lines in PLANTED.items()
    for at, line in enumerate(FOUND[log])
    if line["at"] in {one["at"] for one in lines}
    for column in data().exports[log].columns
    if not column.required and line.get(column.name) is not None
]


@pytest.fixture(scope="module")
def finding(bench: OutcomeBench) -> Mapping[str, Sequence[str]]:
    """The tests that find what was planted, by the log of which they read."""
    found = bench.outcomes(FOUND, settings=SETTINGS)
    hits = [data().tests[t] for t, (o, _) in found.items() if o is TestOutcome.CONTRADICTION]
    return {log: [t.id for t in hits if log in (*t.needs, *t.uses)] for log in PLANTED}


@pytest.mark.parametrize(("log", "at", "column"), CELLS)
def test_a_hit_does_not_become_clean_by_one_of_its_cells_left_blank(
    bench: OutcomeBench, finding: Mapping[str, Sequence[str]], log: str, at: int, column: str
) -> None:
    lines = [line | {column: None} if n == at else line for n, line in enumerate(FOUND[log])]
    found = bench.outcomes(dict(FOUND) | {log: lines}, *finding[log], settings=SETTINGS)
    assert [test for test, (one, _) in found.items() if one is TestOutcome.CONSISTENT] == []


def test_the_cells_left_blank_are_those_of_every_log_and_most_tests_find_them(
    finding: Mapping[str, Sequence[str]],
) -> None:
    assert {log for log, _, _ in CELLS} == set(PLANTED)
    assert len({test for tests in finding.values() for test in tests}) > 15


def test_a_device_log_that_cannot_show_a_write_shows_none(bench: OutcomeBench) -> None:
    device: list[Row] = [
        {"at": moment(n, 9), "terminal": "pc-1", "action": action, "device_class": "storage"}
        for n in range(60)
        for action in ("connect", "disconnect")
    ]
    rows: Tables = {
        "device_events": device,
        "terminals": [{"terminal": "pc-1", "media_policy": "blocked"}],
        "permits": [
            {"permit": "1", "kind": "media", "person": "x", "start_on": day(0), "end_on": day(9)}
        ],
    }
    tests = ("media-write-when-blocked", "media-write-without-permit")
    for test, (found, lacking) in bench.outcomes(rows, *tests).items():
        assert found is TestOutcome.INCOMPLETE, test
        assert any("one deliberate test write" in one for one in lacking)
    blocked = device[0] | {"action": "blocked", "at": moment(20, 9)}
    shown = rows | {"device_events": [*device, blocked]}
    for test, (found, _) in bench.outcomes(shown, *tests).items():
        assert found is TestOutcome.CONSISTENT, test


def test_a_keyboard_that_is_blocked_shows_nothing_of_media(bench: OutcomeBench) -> None:
    rows = deepcopy(CLEAN)
    for row in rows["device_events"]:
        row["device_class"] = "input"
    assert outcome(bench, rows, "media-write-when-blocked") is TestOutcome.INCOMPLETE


def test_accounts_without_a_list_of_people_have_no_known_owner(bench: OutcomeBench) -> None:
    rows: Tables = {
        "accounts": [{"account": "a", "owner": "[owner name]"}, {"account": "b", "owner": "e999"}]
    }
    found, lacking = bench.outcomes(rows, "account-without-owner")["account-without-owner"]
    assert found is TestOutcome.INCOMPLETE
    assert lacking == [
        "People with access: not provided, or without a line, though the result rests on it"
    ]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, TestOutcome.INCOMPLETE),
        ({"action": frozenset({"created", "right_added"})}, TestOutcome.INCOMPLETE),
        ({"action": frozenset({"created", "log_cleared"})}, TestOutcome.CONSISTENT),
    ],
    ids=["nobody's headings", "a product without such an event", "a product with it"],
)
def test_a_clearing_is_missed_only_by_a_log_that_would_hold_it(
    bench: OutcomeBench, known: Mapping[str, frozenset[str]], expected: TestOutcome
) -> None:
    found = bench.outcomes(CLEAN, "log-cleared", kinds={"changes": known})
    assert found["log-cleared"][0] is expected


def test_names_that_never_meet_prove_that_nobody_signed_in(bench: OutcomeBench) -> None:
    test = "sign-in-after-leaving"
    found, lacking = bench.outcomes(renamed(CLEAN, "sign_ins.account"), test)[test]
    assert found is TestOutcome.INCOMPLETE
    assert any("0 of" in one and "both ways of writing" in one for one in lacking)


def test_that_leavers_are_not_in_the_log_is_no_doubt(bench: OutcomeBench) -> None:
    test = "sign-in-after-leaving"
    leavers = range(20)
    gone: Tables = {
        "accounts": [{"account": f"b{n}", "owner": f"q{n}"} for n in leavers],
        "people": [{"person": f"q{n}", "employment": "own", "end_on": day(5)} for n in leavers],
    }
    rows = dict(CLEAN) | {name: CLEAN[name] + more for name, more in gone.items()}
    assert outcome(bench, rows, test) is TestOutcome.CONSISTENT


def test_a_list_of_administrators_need_not_name_everybody_in_the_log(bench: OutcomeBench) -> None:
    crowd: list[Row] = [
        {"at": MONDAY, "account": f"u{n}", "terminal": "t1", "system": "s2"} for n in range(200)
    ]
    rows = dict(CLEAN) | {"sign_ins": CLEAN["sign_ins"] + crowd}
    assert outcome(bench, rows, "privileged-without-ticket") is TestOutcome.CONSISTENT


@settings(
    max_examples=examples(8),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data_=st.data())
def test_however_many_lines_are_taken_out_the_numbers_do_not_read_as_whole(
    bench: OutcomeBench, data_: st.DataObject
) -> None:
    lines: list[Row] = [
        {"at": moment(0, 0, n), "account": "a1", "terminal": "t1", "system": "s3", "record": n}
        for n in range(40)
    ]
    inner = st.sets(st.integers(1, 38), min_size=1, max_size=38)
    gone = data_.draw(inner, label="lines taken out")
    kept = [row for row in lines if row["record"] not in gone]
    rows = dict(CLEAN) | {"sign_ins": CLEAN["sign_ins"] + kept}
    test = "log-sequence-break"
    assert outcome(bench, dict(CLEAN) | {"sign_ins": CLEAN["sign_ins"] + lines}, test) is (
        TestOutcome.CONSISTENT
    )
    assert outcome(bench, rows, test) is not TestOutcome.CONSISTENT


def test_a_source_whose_numbers_break_all_over_is_said_with_what_to_ask_for(
    bench: OutcomeBench,
) -> None:
    odd: list[Row] = [
        {"at": moment(0, 0, n), "account": "a1", "system": system, "record": 2 * n}
        for n in range(20)
        for system in ("s3", "s4")
    ]
    rows = dict(CLEAN) | {"sign_ins": CLEAN["sign_ins"] + odd}
    found, lacking = bench.outcomes(rows, "log-sequence-break")["log-sequence-break"]
    assert found is TestOutcome.INCOMPLETE
    assert any("judged: 2 (sources whose numbers" in one for one in lacking)


def test_a_log_thinned_out_does_not_read_as_one_without_silence(bench: OutcomeBench) -> None:
    thin: list[Row] = [
        {"at": moment(7 * week + on, 9), "account": "a1", "system": "s3"}
        for week in range(6)
        for on in (0, 3)
    ]
    rows = dict(CLEAN) | {"sign_ins": CLEAN["sign_ins"] + thin}
    assert outcome(bench, rows, "log-silence") is not TestOutcome.CONSISTENT


def test_a_review_that_says_no_number_is_none_without_anomalies(bench: OutcomeBench) -> None:
    blank = [CLEAN["log_reviews"][0] | {"anomalies": None, "reviewed_on": day(8)}]
    rows = dict(CLEAN) | {"log_reviews": CLEAN["log_reviews"] + blank}
    assert outcome(bench, rows, "review-missed") is TestOutcome.INCOMPLETE


def test_a_permit_list_is_asked_for_only_where_something_was_written(bench: OutcomeBench) -> None:
    rows = dict(CLEAN) | {"permits": []}
    assert outcome(bench, rows, "review-missed") is TestOutcome.CONSISTENT
    write = {"at": moment(20, 12), "terminal": "t1", "device_class": "phone", "action": "write"}
    rows |= {"device_events": [*CLEAN["device_events"], write]}
    assert outcome(bench, rows, "review-missed") is TestOutcome.INCOMPLETE


def test_nothing_measured_is_no_figure(bench: OutcomeBench) -> None:
    lines = Lines(export="device_events", columns={"action": ("blocked",)})
    rows = without(CLEAN, lines)
    assert outcome(bench, CLEAN, "blocked-attempts") is TestOutcome.MEASURED
    assert outcome(bench, rows, "blocked-attempts") is TestOutcome.INCOMPLETE


def test_every_test_says_what_it_compares() -> None:
    words: Any = [test.grounds.compared for test in data().tests.values()]
    assert all(one.ja and one.en for one in words)


def test_what_is_passed_over_is_worked_out_for_every_test_that_says_so() -> None:
    assert PASSED_OVER.keys() == {t.id for t in data().tests.values() if t.grounds.passed_over}


def test_the_table_in_the_documents_is_current() -> None:
    written = grounds_table.PAGE.read_text(encoding="utf-8")
    assert written == grounds_table.page(), "run make docs"
