"""Builders for blank workbooks: the shipped checklist, parties, and the workbooks made of them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from functools import cache

from openpyxl import Workbook, load_workbook

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.credits import NO_CREDITS, Credits
from itakusaki.catalogue.layout import STANDARD, Layout
from itakusaki.catalogue.layouts import load_layouts
from itakusaki.catalogue.loader import load_catalogue
from itakusaki.forms import contract_book, questionnaire_book
from itakusaki.forms.selection import Extent
from itakusaki.language import translator_for
from itakusaki.model.depth import Depth
from itakusaki.model.party import Duty, Entrustment, Processor
from itakusaki.model.record import Field, Record, Scalar
from itakusaki.model.source import CellRef
from itakusaki.settings import data_folder

DUE = date(2026, 12, 25)
ALL_FLAGS = ("abroad", "cloud", "dispatch", "mynumber", "prov", "public")
AT = CellRef(file="contracts/ledger.xlsx", sheet="L", cell="A4")


@cache
def checklist(asked: tuple[str, ...] = ()) -> Checklist:
    return load_catalogue(data_folder("checklists"), asked=asked).checklist


@cache
def layout() -> Layout:
    return next(
        each
        for each in load_layouts(data_folder("checklists") / "layouts")
        if each.name == STANDARD
    )


def an_entrustment(
    contract: str = "K-001",
    *,
    processor: str = "P001",
    name: str = "青葉データサービス株式会社",
    tier: int = 1,
    flags: Iterable[str] = (),
    **values: Scalar,
) -> Entrustment:
    fields = {key: Field(value=value, raw=str(value), at=AT) for key, value in values.items()}
    return Entrustment(
        contract=contract,
        processor=processor,
        name=name,
        corporate_number="1234567890123",
        tier=tier,
        parent="" if tier == 1 else "P000",
        flags=frozenset(flags),
        record=Record(table="ledger", at=AT, fields=fields),
    )


def a_processor(entrustment: Entrustment | None = None, *, flags: Iterable[str] = ()) -> Processor:
    given = entrustment or an_entrustment(flags=flags)
    return Processor(
        id=given.processor,
        name=given.name,
        corporate_number=given.corporate_number,
        tier=given.tier,
        parents=(given.parent,) if given.parent else (),
        flags=given.flags,
        entrustments=(given,),
    )


def questionnaire(
    kind: Duty = Duty.PROCESSOR,
    *,
    processor: Processor | None = None,
    lang: str = "ja",
    client: str = "",
    credits_: Credits = NO_CREDITS,
    controls: tuple[str, ...] = (),
) -> bytes:
    return questionnaire_book(
        checklist=checklist(controls),
        layout=layout(),
        kind=kind,
        processor=processor,
        client=client
        or {"ja": "ひかり通信販売株式会社", "en": "Hikari Mail Order Co., Ltd."}[lang],
        round_="2026Q4",
        due=DUE,
        translator=translator_for(lang),
        credits_=credits_,
    )


def form_of(depth: Depth, lang: str, processor: Processor) -> bytes:
    """A processor's questionnaire of a depth."""
    return questionnaire_book(
        checklist=checklist(()),
        layout=layout(),
        kind=Duty.PROCESSOR,
        processor=processor,
        client="ひかり通信販売株式会社",
        round_="2026Q4",
        due=DUE,
        translator=translator_for(lang),
        extent=Extent(depth=depth),
    )


def contracts(*entrustments: Entrustment, lang: str = "ja") -> bytes:
    return contract_book(
        checklist=checklist(),
        layout=layout(),
        entrustments=entrustments,
        translator=translator_for(lang),
    )


def opened(book: bytes) -> Workbook:
    return load_workbook(io.BytesIO(book))
