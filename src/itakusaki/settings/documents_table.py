"""The table [documents] of itakusaki.toml: what letters and reports bear, for all and by party."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any, Final, NoReturn

from itakusaki.model.document_settings import DocumentSettings, DocumentSettingsByParty
from itakusaki.model.message import N_, Message

#: Every setting that [documents] and [documents.<party>] know.
KNOWN: Final = tuple(one.name for one in fields(DocumentSettings))
_DAYS: Final = frozenset({"issued_on", "reply_by", "correct_by", "audit_on", "return_by"})
_YES_NO: Final = frozenset({"talk_on_cost"})

#: Ends the reading of a file with a sentence.
Refuse = Callable[[Message], NoReturn]


def read_document_settings(given: Mapping[str, Any], refuse: Refuse) -> DocumentSettingsByParty:
    """The settings of documents; `refuse` is told of what cannot be used."""
    own = {name: value for name, value in given.items() if not isinstance(value, dict)}
    tables = {name: value for name, value in given.items() if isinstance(value, dict)}
    common = _settings("documents", own, DocumentSettings(), refuse)
    return DocumentSettingsByParty(
        common=common,
        parties={
            code: _settings(f"documents.{code}", table, common, refuse)
            for code, table in tables.items()
        },
    )


def _settings(
    name: str, given: Mapping[str, Any], under: DocumentSettings, refuse: Refuse
) -> DocumentSettings:
    """What a table says over what is said for all."""
    for inner in given:
        if inner not in KNOWN:
            text = N_("there is no setting {name}; known are {known}")
            refuse(Message.of(text, name=f"{name}.{inner}", known=", ".join(KNOWN)))
    found = {inner: _value(f"{name}.{inner}", inner, given[inner], refuse) for inner in given}
    return replace(under, **found)


def _value(name: str, kind: str, value: object, refuse: Refuse) -> Any:  # noqa: ANN401 - as the field
    if kind in _DAYS:
        if not isinstance(value, date) or isinstance(value, datetime):
            text = N_("{name} must be a date such as 2026-12-31, without quotes")
            refuse(Message.of(text, name=name))
        return value
    if kind in _YES_NO:
        if not isinstance(value, bool):
            refuse(Message.of(N_("{name} must be true or false"), name=name))
        return value
    if not isinstance(value, str) or not value.strip():
        refuse(Message.of(N_("{name} is missing or is not text"), name=name))
    return value.strip()
