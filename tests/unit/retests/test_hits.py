"""Hits are counted, measured and told; names are masked unless they are to be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import ibis
import pytest

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.parameters import parameters_for
from itakusaki.catalogue.retest import (
    ControlTest,
    FigureKind,
    FigureSpec,
    Grounds,
    HitColumn,
    Parameter,
)
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.message import Words
from itakusaki.model.retest import Hits, MeasuredFigure, fill_sentence
from itakusaki.retests.engine import DuckEngine
from itakusaki.retests.hits import Telling, told_hits
from itakusaki.retests.masking import Mask
from itakusaki.retests.printing import PrintedHits
from itakusaki.retests.queries import Queries
from itakusaki.retests.shared_tables import Asked

EMPTY = Words(ja="", en="")
ROWS = [
    {"at": datetime(2026, 1, 5, 9, 0), "account": "ito", "way": "write", "rows": 30},
    {"at": datetime(2026, 1, 5, 8, 0), "account": "abe", "way": "read", "rows": 12},
    {"at": datetime(2026, 2, 1, 8, 0), "account": "ito", "way": "write", "rows": None},
    {"at": None, "account": None, "way": "read", "rows": 1},
]
SCHEMA = ibis.schema({"at": "timestamp", "account": "string", "way": "string", "rows": "int64"})


def figure(name: str, kind: FigureKind, of: str = "") -> FigureSpec:
    return FigureSpec(name=name, kind=kind, of=of, title=Words(ja=name, en=name))


TEST = ControlTest(
    id="some-test",
    rule="X-19",
    title=EMPTY,
    needs=("sign_ins",),
    uses=(),
    needs_values=(),
    touches=(),
    concerns=(),
    proves=(),
    measures=False,
    parameters=(
        Parameter(name="limit", title=EMPTY, default=10),
        Parameter(name="patterns", title=EMPTY, default=()),
    ),
    columns=(
        HitColumn(name="at", title=Words(ja="日時", en="Time")),
        HitColumn(name="account", title=Words(ja="アカウント", en="Account"), mask="account"),
        HitColumn(name="way", title=EMPTY, words={"write": Words(ja="書込み", en="write")}),
        HitColumn(name="rows", title=EMPTY),
    ),
    figures=(
        figure("events", FigureKind.ROWS),
        figure("accounts", FigureKind.DISTINCT, "account"),
        figure("records", FigureKind.SUM, "rows"),
        figure("first", FigureKind.LEAST, "at"),
        figure("largest", FigureKind.MOST, "rows"),
        figure("names", FigureKind.LIST, "account"),
    ),
    grounds=Grounds(compared=EMPTY),
    found=EMPTY,
    clean=EMPTY,
    innocent=EMPTY,
    next=EMPTY,
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckEngine]:
    engine = DuckEngine(tmp_path, memory="200MB")
    yield engine
    engine.close()


def tell(
    engine: DuckEngine, *, key: bytes | None = b"k", sample: int = 9, rows: object = ROWS
) -> tuple[Hits, tuple[MeasuredFigure, ...]]:
    queries = Queries(
        test=TEST,
        make=lambda: PrintedHits(test=TEST, columns=SCHEMA, hits=Asked(query=""), dialect="duckdb"),
        limit=sample,
    )
    data = EvidenceData(exports={}, tests={})
    telling = Telling(engine=engine, queries=queries, test=TEST, mask=Mask(key=key), data=data)
    given = ", ".join(
        f"({_sql(r['at'])}, {_sql(r['account'])}, {_sql(r['way'])}, {_sql(r['rows'])})"
        for r in ROWS
    )
    names = 'cast(a as timestamp) as "at", b as account, c as way, cast(d as bigint) as "rows"'
    some = "" if rows else " where false"
    with engine.held(f"select {names} from (values {given}) t(a, b, c, d){some}"):  # noqa: S608 - our own values
        return told_hits(telling)


def _sql(value: object) -> str:
    return "null" if value is None else f"'{value}'"


def test_hits_are_counted_whole_and_shown_in_order_up_to_the_cap(engine: DuckEngine) -> None:
    hits, _ = tell(engine, key=None, sample=2)
    assert hits.total == 4
    assert [row[0] for row in hits.sample] == ["", "2026-01-05 08:00:00"]
    assert hits.days == ((date(2026, 1, 5), 2), (date(2026, 2, 1), 1))


def test_a_value_with_words_is_said_in_them(engine: DuckEngine) -> None:
    rows = tell(engine, key=None)[0].sample
    assert rows[2][2] == Words(ja="書込み", en="write")
    assert rows[1][2] == "read"


def test_names_are_masked_alike_within_a_run_and_otherwise_with_another_key(
    engine: DuckEngine,
) -> None:
    masked = [row[1] for row in tell(engine)[0].sample]
    assert masked[0] == ""
    assert masked[2] == masked[3] != masked[1]
    assert "ito" not in str(masked)
    other = [row[1] for row in tell(engine, key=b"other")[0].sample]
    assert other[2] != masked[2]


def test_figures_are_made_from_all_hits(engine: DuckEngine) -> None:
    found = {f.name: f.value for f in tell(engine, key=None, sample=1)[1]}
    assert found == {
        "events": 4,
        "accounts": 2,
        "records": 43,
        "first": date(2026, 1, 5),
        "largest": 30,
        "names": ("abe", "ito"),
    }


def test_figures_of_no_hits_are_nought_or_absent(engine: DuckEngine) -> None:
    hits, figures = tell(engine, rows=())
    found = {f.name: f.value for f in figures}
    assert (hits.total, hits.sample, hits.days) == (0, (), ())
    assert (found["events"], found["records"], found["first"], found["names"]) == (0, 0, None, ())


def test_sentences_are_filled_with_the_numbers() -> None:
    figures = (
        MeasuredFigure(name="names", label=EMPTY, value=("JP", "VN")),
        MeasuredFigure(name="records", label=EMPTY, value=12345),
    )
    words = Words(ja="{hits}件、{records}行（{names}）", en="{hits}: {records} ({names})")
    filled = fill_sentence(words, Hits(total=1200), figures)
    assert filled == Words(ja="1,200件、12,345行（JP、VN）", en="1,200: 12,345 (JP, VN)")


def test_a_tests_own_setting_goes_over_the_general_one_and_that_over_the_default() -> None:
    general = EvidenceSettings(parameters={"limit": 20})
    own = EvidenceSettings(parameters={"limit": 20}, tests={"some-test": {"limit": 30}})
    settings = (EvidenceSettings(), general, own)
    assert [parameters_for(TEST, one).whole("limit") for one in settings] == [10, 20, 30]
    with pytest.raises(TypeError, match="patterns"):
        parameters_for(TEST, general).whole("patterns")


@pytest.mark.parametrize(
    ("kind", "name", "shown"),
    [
        ("object", "C:\\Users\\tanaka\\山田太郎_面談.xlsx", r"O-[0-9a-f]{10}\.xlsx"),
        ("object", "顧客マスター", "顧客マスター"),
        ("object", "/home/tanaka/x", "O-[0-9a-f]{10}"),
        ("object", "tanaka@e.example", "O-[0-9a-f]{10}.example|O-[0-9a-f]{10}"),
        ("object", "", ""),
        ("ticket", "CHG-1042", "CHG-1042"),
        ("ticket", "20261101-03", "20261101-03"),
        ("ticket", "田中さん依頼", "N-[0-9a-f]{10}"),
        ("account", "tanaka.exe", "A-[0-9a-f]{10}"),
    ],
)
def test_what_may_show_a_person_is_masked_too(kind: str, name: str, shown: str) -> None:
    mask = Mask(key=b"k")
    assert re.fullmatch(shown, mask.shown(kind, name))
    if kind != "account":
        assert Mask(key=b"k", objects=False).shown(kind, name) == name
    assert Mask(key=None).shown(kind, name) == name
