"""Mutations of a delivery: lists dropped, names changed, columns moved, periods cut, cells lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Final, TypeAlias

from mutations.tables import Row, Table, read_table

#: File name → content.
Files: TypeAlias = Mapping[str, bytes]
#: A damaged delivery, and what was done to it, or None where it did not fit.
Damaged: TypeAlias = tuple[dict[str, bytes], str] | None
Change: TypeAlias = Callable[[Random, Table], Table | None]

UNITS: Final = (
    "（KB）",
    "（千件）",
    "（万人）",
    "（UTC）",
    "（前回）",
    "（今回）",
    "（参考）",
    "（百万円）",
)
WORDS: Final = ("#N/A", "-", "不明", "?", "*****", "0", "x")


def any_column(random: Random, table: Table) -> int:
    """A column with something in it."""
    filled = [at for at, _ in enumerate(table.heading) if any(table.column(at))]
    return random.choice(filled)


def rename_column(random: Random, table: Table) -> Table:
    """The values of a column are written in another way, all alike."""
    at = any_column(random, table)
    ways: list[Callable[[str], str]] = [
        lambda cell: f"zz-{cell}",
        lambda cell: f"{cell}@example.jp",
        lambda cell: cell[1:],
        lambda cell: cell[::-1],
        lambda cell: f"{sum(map(ord, cell)):05d}",
    ]
    way = random.choice(ways)
    return table.with_column(at, [way(cell) if cell else cell for cell in table.column(at)])


def shift_column(random: Random, table: Table) -> Table:
    """The cells of a column stand a row too low or too high."""
    at = any_column(random, table)
    cells = table.column(at)
    moved = ["", *cells[:-1]] if random.random() < 0.5 else [*cells[1:], ""]
    return table.with_column(at, moved)


def shift_row_cells(random: Random, table: Table) -> Table:
    """From a column on, the cells of all rows stand one column too far right."""
    at = random.randrange(len(table.heading))
    return table.with_body([[*row[:at], "", *row[at:-1]] for row in table.body])


def unit_in_heading(random: Random, table: Table) -> Table:
    """A heading says a unit, a zone or a round that was not there."""
    at = any_column(random, table)
    return table.with_column(at, table.column(at), table.heading[at] + random.choice(UNITS))


def other_heading(random: Random, table: Table) -> Table:
    """A heading that nobody knows, or that of another column."""
    at = any_column(random, table)
    word = random.choice(["項目", "値", "備考２", "", random.choice(table.heading)])
    return table.with_column(at, table.column(at), word)


def swap_headings(random: Random, table: Table) -> Table:
    """Two headings change places."""
    one, other = random.sample(range(len(table.heading)), 2)
    first = list(table.heading)
    first[one], first[other] = first[other], first[one]
    return Table(name=table.name, rows=(first, *table.body), encoding=table.encoding)


def blank_cells(random: Random, table: Table) -> Table:
    """Some or all cells of a column are lost."""
    at, share = any_column(random, table), random.choice((0.05, 0.5, 1.0))
    cells = ["" if random.random() < share else cell for cell in table.column(at)]
    return table.with_column(at, cells)


def other_words(random: Random, table: Table) -> Table:
    """Some or all cells of a column read as nothing that is known."""
    at, share = any_column(random, table), random.choice((0.05, 0.5, 1.0))
    word = random.choice(WORDS)
    cells = [word if random.random() < share else cell for cell in table.column(at)]
    return table.with_column(at, cells)


def swap_cells(random: Random, table: Table) -> Table:
    """The cells of a column stand in another order."""
    at = any_column(random, table)
    cells = table.column(at)
    random.shuffle(cells)
    return table.with_column(at, cells)


def drop_column(random: Random, table: Table) -> Table:
    """A column is left out."""
    at = any_column(random, table)
    rows = tuple([*row[:at], *row[at + 1 :]] for row in table.rows)
    return Table(name=table.name, rows=rows, encoding=table.encoding)


def cut_period(random: Random, table: Table) -> Table:
    """A stretch of rows is missing: at the beginning, in the midst or at the end."""
    count = len(table.body)
    length = int(count * random.choice((0.1, 0.3, 0.7)))
    start = random.choice((0, (count - length) // 2, count - length))
    return table.with_body(table.body[:start] + table.body[start + length :])


def drop_rows(random: Random, table: Table) -> Table:
    """Rows are missing here and there."""
    share = random.choice((0.02, 0.2, 0.6))
    return table.with_body([row for row in table.body if random.random() >= share])


def heading_alone(_random: Random, table: Table) -> Table:
    """Nothing below the heading."""
    return table.with_body([])


def without_heading(_random: Random, table: Table) -> Table:
    """The heading is missing."""
    return Table(name=table.name, rows=table.rows[1:], encoding=table.encoding)


def double_rows(random: Random, table: Table) -> Table:
    """Rows are delivered twice, some in another spelling."""
    again = [list(row) for row in table.body if random.random() < 0.3]
    for row in again[::2]:
        at = random.randrange(len(row))
        row[at] = row[at].upper()
    return table.with_body([*table.body, *again])


def lines_between(random: Random, table: Table) -> Table:
    """Totals, repeated headings and blank lines stand between the rows."""
    body = table.body
    width = len(table.heading)
    extras: list[Row] = [
        ["合計", *[""] * (width - 1)],
        list(table.heading),
        [""] * width,
        ["（以下余白）", *[""] * (width - 1)],
    ]
    for extra in extras:
        body.insert(random.randrange(len(body) + 1), extra)
    return table.with_body(body)


def fewer_words(random: Random, table: Table) -> Table | None:
    """Rows with one of the few different words of a column are missing, or that word alone."""
    few = [
        at for at, _ in enumerate(table.heading) if 1 < len(set(filter(None, table.column(at)))) < 9
    ]
    if not few:
        return None
    at = random.choice(few)
    word = random.choice(sorted(set(filter(None, table.column(at)))))
    return table.with_column(at, ["" if cell == word else cell for cell in table.column(at)])


CHANGES: Final[tuple[Change, ...]] = (
    rename_column,
    shift_column,
    shift_row_cells,
    unit_in_heading,
    other_heading,
    swap_headings,
    blank_cells,
    other_words,
    swap_cells,
    drop_column,
    cut_period,
    drop_rows,
    heading_alone,
    without_heading,
    double_rows,
    lines_between,
    fewer_words,
)


def _tables(files: Files) -> Iterator[Table]:
    for name in sorted(files):
        table = read_table(name, files[name])
        if table is not None:
            yield table


def drop_file(random: Random, files: Files) -> Damaged:
    """A list or a whole log is not delivered."""
    name = random.choice([table.name for table in _tables(files)])
    return {other: body for other, body in files.items() if other != name}, f"drop {name}"


def cut_file(random: Random, files: Files) -> Damaged:
    """A file breaks off."""
    name = random.choice([table.name for table in _tables(files)])
    at = int(len(files[name]) * random.choice((0.3, 0.8, 0.99)))
    return {**files, name: files[name][:at]}, f"cut {name} at {at}"


def change_table(random: Random, files: Files) -> Damaged:
    """One table is changed."""
    table, change = random.choice(list(_tables(files))), random.choice(CHANGES)
    changed = change(random, table)
    if changed is None:
        return None
    return {**files, table.name: changed.content()}, f"{change.__name__} {table.name}"


def split_file(random: Random, files: Files) -> Damaged:
    """A table comes in two files."""
    table = random.choice(list(_tables(files)))
    at = len(table.body) // 2
    parts = (table.with_body(table.body[:at]), table.with_body(table.body[at:]))
    rest = {name: body for name, body in files.items() if name != table.name}
    named = {f"{n}_{table.name}": part.content() for n, part in enumerate(parts)}
    return {**rest, **named}, f"split {table.name}"


def older_list(random: Random, files: Files) -> Damaged:
    """A list comes in two states, with their days in the names; the older one lacks or has more."""
    table = random.choice(list(_tables(files)))
    fewer = table.with_body([row for row in table.body if random.random() < 0.8])
    old, new = (fewer, table) if random.random() < 0.5 else (table, fewer)
    days = ("20251215_", "20260601_") if random.random() < 0.7 else ("", "2_")
    rest = {name: body for name, body in files.items() if name != table.name}
    named = {f"{d}{table.name}": t.content() for d, t in zip(days, (old, new), strict=True)}
    return {**rest, **named}, f"older list {days[0]}{table.name}"


#: What is left out of a delivery first; then it is some files here and there.
LEFT_OUT: Final = ("logs", "lists", "all")


def left_out(seed: int, random: Random, kinds: Mapping[str, bool]) -> tuple[frozenset[str], str]:
    """Names of files that are not delivered, and what they are; `kinds` says of each whether it is a log."""
    names = sorted(kinds)
    if seed > len(LEFT_OUT):
        gone = frozenset(random.sample(names, random.randint(1, len(names) - 1)))
        return gone, f"without {', '.join(sorted(gone))}"
    way = LEFT_OUT[seed - 1]
    wanted = {"logs": {True}, "lists": {False}, "all": {True, False}}[way]
    return frozenset(name for name in names if kinds[name] in wanted), f"without {way}"


WHOLE: Final = (drop_file, cut_file, split_file, older_list)
#: One in so many damages a file as a whole.
_ONE_IN: Final = 5


def damaged(random: Random, files: Files) -> tuple[dict[str, bytes], str]:
    """The files with one damage, and what it is."""
    while True:
        make = random.choice(WHOLE) if random.randrange(_ONE_IN) == 0 else change_table
        found = make(random, files)
        if found is not None:
            return found
