"""Export feeds: whether the exports, columns and values that a product's layout feeds exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from itakusaki.catalogue.export import ColumnType, Export
from itakusaki.catalogue.yaml_file import Mistake, Place, YamlFile
from itakusaki.model.message import N_, Message


def feed_mistakes(file: YamlFile, exports: Mapping[str, Export]) -> Iterator[Mistake]:
    """Everything that a layout feeds and no export has."""
    for key in ("feeds", "unread"):
        for number, feed in enumerate(file.data.get(key, ())):
            export = exports.get(feed["export"])
            if export is None:
                text = N_("unknown export {name}; add it to exports.yaml or correct the id")
                says = Message.of(text, name=feed["export"])
                yield file.mistake([key, number, "export"], says)
                continue
            for place, says in _within(feed, export):
                yield file.mistake([key, number, *place], says)


def _within(feed: Mapping[str, Any], export: Export) -> Iterator[tuple[Place, Message]]:
    columns = {column.name: column for column in export.columns}
    for key in ("columns", "constants", "values", "patterns"):
        for name, given in feed.get(key, {}).items():
            if name not in columns:
                text = N_("{name} is none of the columns: {known}")
                yield (key, name), Message.of(text, name=name, known=", ".join(columns))
            elif columns[name].type is ColumnType.CHOICE and key in ("values", "patterns"):
                for meaning in sorted(set(map(str, given)) - set(columns[name].values)):
                    text = N_("{given} is not one of: {rule}")
                    known = ", ".join(columns[name].values)
                    yield (key, name, meaning), Message.of(text, given=meaning, rule=known)
