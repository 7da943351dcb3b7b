"""The layouts loader: YAML files → layouts, the shipped one first and a user's own over it.

A layout of one's own names only what differs: scales of values, prompts, examples and forms it
leaves out are those of the layout `standard`, and so is whatever a column does not say. The layout
`standard` itself has the spellings that workbooks share with logs.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from itakusaki.catalogue.index import unknown
from itakusaki.catalogue.layout import STANDARD, Choice, Column, Form, Layout, Table
from itakusaki.catalogue.overlay import (
    WHOLE,
    FileKind,
    Overlay,
    in_order,
    laid_over,
    refusal,
)
from itakusaki.catalogue.spellings import Spellings, load_spellings, spellings
from itakusaki.catalogue.texts import texts, words, words_if_given
from itakusaki.catalogue.yaml_file import Mistake
from itakusaki.files.folding import key
from itakusaki.model.message import N_, Message

KIND: Final = FileKind(schema="layout.schema.json", lists={WHOLE: "layout"})


def load_layouts(*folders: Path) -> tuple[Layout, ...]:
    """Read every layout of the folders; a later folder goes over an earlier by layout name.

    The first folder holds the layout `standard`; its parent holds the schemas.

    Raises:
        CatalogueError: with every mistake found, by file and line.
    """
    overlay, mistakes = read_layouts(*folders)
    if mistakes:
        raise refusal(mistakes)
    found = overlay.entries(WHOLE)
    standard = found[STANDARD].data
    common = load_spellings(folders[0].parent)
    return tuple(_layout(entry.data, standard, common) for entry in found.values())


def read_layouts(*folders: Path, thorough: bool = False) -> tuple[Overlay, tuple[Mistake, ...]]:
    """Read the layouts, and say everything that is wrong with them."""
    overlay = laid_over(*folders, kind=KIND, thorough=thorough)
    if STANDARD not in overlay.entries(WHOLE) and not overlay.mistakes:
        says = Message.of(N_("the layout {name} is missing"), name=STANDARD)
        overlay.mistakes.append(Mistake(file=folders[0].name, line=1, says=says))
    return overlay, in_order(overlay.mistakes)


def layout_of(given: Mapping[str, Any], checklists: Path) -> Layout:
    """A layout that lies elsewhere than among the layouts, with the scales of the shipped `standard`.

    Raises:
        CatalogueError: the shipped layouts or spellings are no YAML.
    """
    overlay, mistakes = read_layouts(checklists / "layouts")
    if mistakes:
        raise refusal(mistakes)
    standard = overlay.entries(WHOLE)[STANDARD].data
    return _layout(given, standard, load_spellings(checklists))


def with_answers(layout: Layout, own: Mapping[str, tuple[str, ...]]) -> Layout:
    """The layout with further words for answers, by meaning; a word means what is said last."""
    if not own:
        return layout
    taken = {key(word) for words in own.values() for word in words}
    values = {
        **layout.values,
        "answer": _widened(layout.values["answer"], own, taken),
        "yes_no": _widened(
            layout.values["yes_no"], {m: own.get(m, ()) for m in ("yes", "no")}, taken
        ),
    }
    return replace(layout, values=values)


def _widened(
    scale: Spellings, own: Mapping[str, tuple[str, ...]], taken: Container[str]
) -> Spellings:
    """A scale less the words that mean something else now, and with those that are new."""
    meanings = dict.fromkeys((*scale, *own))
    return {
        meaning: (
            *(word for word in scale.get(meaning, ()) if key(word) not in taken),
            *own.get(meaning, ()),
        )
        for meaning in meanings
    }


def layout_mistakes(
    overlay: Overlay, controls: Container[str], facts: Container[str]
) -> Iterator[Mistake]:
    """Every control or fact that a layout's items are said to be and that is not in the checklists."""
    for entry in overlay.entries(WHOLE).values():
        if overlay.is_checked(own=entry.own):
            for item, name in entry.data.get("questions", {}).items():
                if name not in (facts if "." in name else controls):
                    kind = "fact" if "." in name else "control"
                    yield entry.mistake(("questions", item), unknown(kind, name))


def _layout(
    given: Mapping[str, Any], standard: Mapping[str, Any], common: Mapping[str, Spellings]
) -> Layout:
    own = given is standard
    scales = {**common, **standard["values"], **given.get("values", {})}
    tables = {name: _table(name, table, standard) for name, table in given["tables"].items()}
    forms = given.get("forms") or standard["forms"]
    return Layout(
        name=given["layout"],
        values={scale: spellings(meanings) for scale, meanings in scales.items()},
        prompts=_joined("prompts", given, None if own else standard),
        examples=_joined("examples", given, None if own else standard),
        tables=tables,
        forms={name: _form(name, form, standard) for name, form in forms.items()},
        questions={str(key): str(value) for key, value in given.get("questions", {}).items()},
        skip_sheets=_joined("skip_sheets", given, None if own else standard),
    )


def _joined(
    name: str, given: Mapping[str, Any], standard: Mapping[str, Any] | None
) -> tuple[str, ...]:
    inherited = texts(standard.get(name)) if standard else ()
    return tuple(dict.fromkeys((*inherited, *texts(given.get(name)))))


def _table(name: str, given: Mapping[str, Any], standard: Mapping[str, Any]) -> Table:
    base = standard["tables"].get(name, {})
    known = {column["name"]: column for column in base.get("columns", ())}
    return Table(
        name=name,
        sheet=words_if_given(given.get("sheet")),
        aliases=texts(given.get("aliases")),
        key=texts(given.get("key", base.get("key"))),
        columns=tuple(_column(column, known) for column in given["columns"]),
        enough=texts(given.get("enough", base.get("enough"))),
    )


def _form(name: str, given: Mapping[str, Any], standard: Mapping[str, Any]) -> Form:
    base = standard["forms"].get(name, {})
    known = {column["name"]: column for column in base.get("fields", ())}
    return Form(
        name=name,
        sheet=words(given.get("sheet") or base["sheet"]),
        aliases=texts(given.get("aliases", base.get("aliases"))),
        fields=tuple(_column(column, known) for column in given["fields"]),
    )


def _column(given: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Column:
    column = {**known.get(given["name"], {}), **given}
    heading = column.get("heading") or column.get("label") or {"ja": column["name"]}
    return Column(
        name=column["name"],
        type=column.get("type", "text"),
        heading=words(heading),
        aliases=texts(column.get("aliases")),
        required=bool(column.get("required", False)),
        width=float(column.get("width", 14)),
        flag=str(column.get("flag", "")),
        unit=words_if_given(column.get("unit")),
        note=words_if_given(column.get("note")),
        choices=tuple(_choice(choice) for choice in column.get("choices", ())),
        entry=bool(column.get("entry", False)),
        period=bool(column.get("period", False)),
        past=bool(column.get("past", False)),
        first=bool(column.get("first", False)),
        also=tuple(column.get("also", ())),
        unasked=bool(column.get("unasked", False)),
    )


def _choice(given: Mapping[str, Any]) -> Choice:
    return Choice(
        id=given["id"],
        words=words(given),
        grade=given.get("grade"),
        aliases=texts(given.get("aliases")),
    )
