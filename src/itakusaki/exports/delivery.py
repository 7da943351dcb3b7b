"""Deliveries: all that one party delivered, as canonical Parquet files, and what was amiss with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from itakusaki.model.candidate import NamedCompany
from itakusaki.model.issue import DataIssue
from itakusaki.model.list_period import ListPeriod
from itakusaki.model.message import Message
from itakusaki.model.retest import ReadExport


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One party's exports as read.

    `tables` holds a Parquet file for every export of the catalogue, empty where nothing was
    delivered, and for `extractions`. `doubts` say, by export, why a clean result on it would be
    incomplete; `kinds` are the values of columns that the layouts of all files of an export know.
    `periods` are the stretches of time over which the same lists were in force, in order, where
    lists of different days were delivered; `tables` holds the latest. `unread` says by path why a text
    or table that is no export is none; `companies` are those named in any table. Times are wall clock of the settings' zone.
    """

    tables: Mapping[str, Path]
    reads: tuple[ReadExport, ...] = ()
    issues: tuple[DataIssue, ...] = ()
    doubts: Mapping[str, tuple[Message, ...]]
    periods: tuple[ListPeriod, ...] = ()
    kinds: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    unread: Mapping[str, Message] = field(default_factory=dict)
    companies: tuple[NamedCompany, ...] = ()
