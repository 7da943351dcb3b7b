"""The shipped layouts, each with a small file as its product writes it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from itakusaki.catalogue.evidence_data import load_evidence_data
from itakusaki.model.errors import CatalogueError
from itakusaki.model.evidence_settings import EvidenceSettings
from support.deliveries import FOLDER, example, read_files, shipped

SCHEMAS = FOLDER.parent / "schemas"


def _at(hour: int, minute: int, second: int = 0, day: int = 5) -> datetime:
    return datetime(2026, 1, day, hour, minute, second)


def test_the_canonical_exports_are_as_their_schema_says() -> None:
    schema = json.loads((SCHEMAS / "exports.schema.json").read_bytes())
    content = yaml.safe_load((FOLDER / "exports.yaml").read_bytes())
    assert [e.message for e in Draft202012Validator(schema).iter_errors(content)] == []


def test_layouts_feed_only_columns_and_meanings_that_exports_have() -> None:
    data, layouts = shipped()
    for layout in layouts:
        for feed in layout.feeds:
            columns = {column.name: column for column in data.exports[feed.export].columns}
            assert {*feed.columns, *feed.constants} <= set(columns), layout.name
            for name, meanings in {**feed.values, **feed.patterns}.items():
                assert set(meanings) <= set(columns[name].values), (layout.name, name)


def test_a_layout_of_ones_own_with_mistakes_is_refused_by_line(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "ours.yaml").write_text(
        "layout: ours\ntitle: {ja: 自社, en: Ours}\nidentify: [[a]]\ncolumns:\n"
        "  at: {headings: [a], match: '('}\nfeeds:\n  - export: sign_ins\n    columns: {at: when}\n",
        encoding="utf-8",
    )
    with pytest.raises(CatalogueError) as raised:
        load_evidence_data(FOLDER, tmp_path)
    says = [dict(message.values) for message in raised.value.mistakes]
    assert [one["line"] for one in says] == [5, 7]


def test_a_layout_of_ones_own_goes_over_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "ours.yaml").write_text(
        "layout: cert-ldap\ntitle: {ja: 自社, en: Ours}\nidentify: [[a]]\n", encoding="utf-8"
    )
    found = {
        layout.name: layout.title.en for layout in load_evidence_data(FOLDER, tmp_path).layouts
    }
    assert found["cert-ldap"] == "Ours"
    assert len(found) == len(load_evidence_data(FOLDER).layouts)


OURS = """layout: ours
title: {ja: 自社, en: Ours}
identify: [[実行日], [実行者]]
columns:
  at: {headings: [実行日], clock: [実行時刻, 実行時]}
  user: [実行者]
feeds:
  - export: sign_ins
    columns: {at: at, account: user}
"""


@pytest.mark.parametrize(
    ("heading", "row", "at"),
    [
        ("実行日,実行時刻,実行者", "2026/01/05,9:03:22,a", _at(9, 3, 22)),
        ("実行時,実行者,実行日", "09:03,a,2026-01-05 00:00:00", _at(9, 3)),
        ("実行日,実行時刻（UTC）,実行者", "2026/01/05,0:03:22,a", _at(9, 3, 22)),
    ],
)
def test_a_layout_of_ones_own_joins_the_day_and_the_time_of_two_columns(
    tmp_path: Path, heading: str, row: str, at: datetime
) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "ours.yaml").write_text(OURS, encoding="utf-8")
    found = read_files({"log.csv": f"{heading}\n{row}\n".encode()}, own=tmp_path)
    assert found.rows("sign_ins", "at", "account") == [(at, "a")]
    assert found.only.ignored_columns == ()


GATE = """layout: gate
title: {ja: 門, en: Gate}
identify: [[接続日時], [追加認証]]
columns: {at: 接続日時, user: 利用者, factor: 追加認証}
feeds:
  - export: sign_ins
    columns: {at: at, account: user, second_factor: factor}
    constants: {kind: remote, second_factor: 'no'}
    values:
      second_factor: {'yes': [ワンタイム], 'no': [省略]}
    patterns:
      second_factor: {'yes': '^FIDO'}
"""


def test_a_layout_says_what_means_yes_and_no_in_its_product(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "gate.yaml").write_text(GATE, encoding="utf-8")
    words = ["ワンタイム", "省略", "FIDO2", "はい", "", "不明"]
    rows = "".join(f"2026/01/05 9:0{n}:00,a,{word}\n" for n, word in enumerate(words))
    found = read_files({"log.csv": f"接続日時,利用者,追加認証\n{rows}".encode()}, own=tmp_path)
    told = [value for _, value in found.rows("sign_ins", "at", "second_factor")]
    assert told == [True, False, True, True, False, None]
    assert found.said("export_values_unreadable")["example"] == "不明"


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ("kind: remote", "kind: distant", 8),
        ("kind: remote", "kind: true", 8),
        ("second_factor: 'no'}", "second_factor: perhaps}", 8),
        ("'no': [省略]", "no: [省略]", 10),
        ("second_factor: {'yes': '^F", "account: {'yes': '^F", 12),
    ],
)
def test_a_meaning_that_a_column_does_not_have_is_refused_by_line(
    tmp_path: Path, right: str, wrong: str, line: int
) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "gate.yaml").write_text(GATE.replace(right, wrong), encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        load_evidence_data(FOLDER, tmp_path)
    assert [dict(message.values)["line"] for message in raised.value.mistakes] == [line]


def test_a_log_that_lacks_the_time_of_day_that_a_layout_joins_is_said_to(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "ours.yaml").write_text(OURS, encoding="utf-8")
    found = read_files({"log.csv": "実行日,実行者\n2026/01/05,a\n".encode()}, own=tmp_path)
    assert "export_layout_lacks" in found.codes
    assert found.rows("sign_ins") == []


def test_windows_security_events_feed_five_exports() -> None:
    found = example("windows_events.csv")

    assert found.rows("sign_ins", "at", "account", "terminal", "action", "kind", "record") == [
        (_at(9, 3, 22), "mnt-adm", "mt-02", "in", "remote", 1001),
        (_at(10, 0), "mnt-adm", "srv-01", "out", "remote", 1004),
        (_at(10, 5), "y.aoki", "op-11", "failed", "interactive", 1005),
    ]
    assert found.rows("changes", "at", "action", "actor", "account", "right") == [
        (_at(11, 0), "created", "mnt-adm", "tmp-01", None),
        (_at(11, 1), "right_added", "mnt-adm", "tmp-01", "Administrators"),
        (_at(11, 30), "right_removed", "mnt-adm", "tmp-01", "Administrators"),
        (_at(11, 31), "deleted", "mnt-adm", "tmp-01", None),
        (_at(11, 32), "log_cleared", "mnt-adm", None, None),
    ]
    assert found.rows("device_events", "action", "device_class", "serial") == [
        ("connect", "printer", "cn000001"),
        ("connect", "storage", "aa11223344"),
    ]
    assert found.rows("downloads", "account", "object") == [("mnt-adm", r"D:\data\customers.csv")]
    assert sorted(read.export for read in found.reads) == [
        "changes", "device_events", "downloads", "sign_ins",
    ]  # fmt: skip
    assert all(read.zone_stated for read in found.reads)
    passed = found.said("export_rows_passed_over")
    assert (passed["count"], passed["line"]) == (1, 15)


def test_an_event_viewer_export_in_japanese_is_read_from_its_texts() -> None:
    found = example("windows_event_viewer_ja.csv")

    assert found.rows("sign_ins", "at", "account", "terminal", "action", "kind", "address") == [
        (_at(9, 3, 22), "t.mori", "op-07", "in", "interactive", "192.0.2.31"),
        (_at(18, 0), "t.mori", None, "out", "interactive", None),
    ]


def test_the_json_in_a_cell_of_a_microsoft_365_log_is_read() -> None:
    found = example("m365_audit.csv")

    assert found.rows("downloads", "at", "account", "object", "bytes", "system") == [
        (_at(9, 3, 22), "t.mori@example.com", "名簿.xlsx", 20480, "SharePoint")
    ]
    assert found.rows("sign_ins", "at", "action", "address") == [(_at(8, 55), "in", "192.0.2.9")]
    assert found.rows("changes", "action", "account", "right") == [
        ("right_added", "tmp@example.com", "Company Administrator")
    ]
    downloads = next(read for read in found.reads if read.export == "downloads")
    assert (downloads.rows, downloads.duplicates, downloads.kept) == (2, 1, 1)


def test_microsoft_365_records_as_json_lines_are_read_alike() -> None:
    found = example("m365_audit.jsonl")

    assert found.rows("downloads", "at", "object", "bytes") == [(_at(9, 3, 22), "名簿.xlsx", 20480)]
    assert found.rows("sign_ins", "action", "address") == [("failed", "192.0.2.10")]


def test_ssh_lines_take_their_year_from_the_period() -> None:
    found = example("auth.log")

    assert found.rows("sign_ins", "at", "account", "terminal", "action", "kind") == [
        (datetime(2025, 12, 5, 9, 3, 22), "k.ono", "192.0.2.44", "in", "remote"),
        (datetime(2025, 12, 5, 10, 0), "k.ono", None, "out", "remote"),
        (_at(1, 12, 13, day=6), "oracle", "203.0.113.5", "failed", "remote"),
        (_at(1, 12, 15, day=6), "mnt-adm", "192.0.2.7", "in", "remote"),
    ]


def test_ssh_lines_without_a_period_are_put_aside_and_said_to_lack_a_year() -> None:
    found = example("auth.log", EvidenceSettings())

    assert found.only.kept == 0
    assert found.only.put_aside == found.only.rows == 4
    assert found.said("export_year_unknown")["count"] == 4


def test_a_printer_in_a_device_log_is_never_usb_memory() -> None:
    found = example("asset_manager.csv")

    assert found.rows("device_events", "at", "account", "action", "device_class", "bytes") == [
        (_at(21, 10, 5), "mnt-adm", "connect", "storage", None),
        (_at(21, 12, 40), "mnt-adm", "write", "storage", 5242880),
        (_at(21, 13), "t.mori", "connect", "printer", None),
        (_at(21, 13, 30), "t.mori", "connect", "printer", None),
        (_at(21, 14), "t.mori", "blocked", "storage", None),
        (_at(21, 15), "t.mori", "connect", None, None),
    ]
    assert found.rows("sign_ins", "account", "action") == [("t.mori", "out")]
    assert found.said("export_values_unreadable")["example"] == "特殊"
    assert found.reads[0].ignored_columns == ("部署",)
    assert found.reads[0].encoding == "cp932"


def test_cert_files_are_told_apart_by_what_they_hold() -> None:
    names = ("device.csv", "logon.csv", "ldap_2026-01.csv")
    found = read_files({name: FOLDER.parents[1] / "tests/data/evidence" / name for name in names})

    assert found.rows("device_events", "at", "account", "action") == [
        (_at(9, 3, 22), "uaa0001", "connect"),
        (_at(10, 0, day=13), "uaa0001", "disconnect"),
    ]
    assert found.rows("sign_ins", "action") == [("in",), ("out",)]
    assert found.rows("people", "person", "employment", "role") == [("uaa0001", "own", "Salesman")]
