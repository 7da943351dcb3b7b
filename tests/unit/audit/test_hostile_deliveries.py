"""One party's files cannot end another's audit: each is an issue of its own, and no other page changes."""

from __future__ import annotations

import gzip
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from itakusaki.audit.assess import assess, part
from itakusaki.audit.publish import publish
from itakusaki.model.assessment import Assessment
from itakusaki.wiring import open_workspace
from support.hostile import far_cell, repeated_text
from support.workspaces import AOBA, MIDORI, ROUND, YES, Workspace, a_workspace, reply

HEAD = "日時,アカウント,端末名,操作\n"
ROW = "2026-07-01 10:00:00,u1,pc-1,サインイン\n"
REPLY, EVIDENCE = f"questionnaires/{ROUND}", f"evidence/{ROUND}/{AOBA[1]}"
TOML = f'client = "みなと"\nround = "{ROUND}"\nas_of = 2026-12-31\n[reading]\nseconds = 20\n'


def _parquet() -> bytes:
    out = io.BytesIO()
    columns = {
        "日時": ["2026-07-01 10:00:00"] * 50,
        "アカウント": ["u1"] * 50,
        "操作": ["サインイン"] * 50,
    }
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def _torn_page() -> bytes:
    body = bytearray(_parquet())
    body[4:200] = bytes(196)
    return bytes(body)


#: What is handed in → the codes it may come to.
FILES: dict[str, tuple[bytes, set[str]]] = {
    f"{REPLY}/far.xlsx": (far_cell(), {"sheet_too_large"}),
    f"{REPLY}/texts.xlsx": (repeated_text(), {"texts_too_large"}),
    f"{REPLY}/torn.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, {"damaged"}),
    f"{REPLY}/signs.csv": (b"," * 6_000_000, {"sheet_too_large"}),
    f"{EVIDENCE}/far.xlsx": (far_cell(), {"export_sheet_too_large"}),
    f"{EVIDENCE}/texts.xlsx": (repeated_text(cells=2_500), {"export_texts_too_large"}),
    f"{EVIDENCE}/torn.xlsx": (b"PK\x03\x04" + b"\0" * 99, {"export_damaged"}),
    f"{EVIDENCE}/torn.parquet": (_parquet()[:-9], {"export_damaged"}),
    f"{EVIDENCE}/page.parquet": (_torn_page(), {"export_damaged"}),
    f"{EVIDENCE}/line.csv.gz": (
        gzip.compress((HEAD + ROW).encode() + b"a" * 70_000_000),
        {"export_line_too_long"},
    ),
    f"{EVIDENCE}/quotes.csv": ((HEAD + '"' + ROW * 20_000).encode(), {"export_rows_malformed"}),
    f"{EVIDENCE}/number.jsonl": (b'{"a": ' + b"9" * 5_000 + b"}\n", {"evidence_unnamed"}),
    f"{EVIDENCE}/half.jsonl": (b'{"a": "\\ud800"}\n', {"evidence_unnamed"}),
    f"{EVIDENCE}/deep.json": (b'[{"a":' * 50_000, {"evidence_unnamed"}),
    f"{EVIDENCE}/torn.itakusaki-pack": (b'{"a":' * 9_000, {"pack_unreadable"}),
}
ODD: dict[str, Callable[[Path], object]] = {
    f"{REPLY}/pipe.xlsx": os.mkfifo,
    f"{REPLY}/endless.csv": lambda path: path.symlink_to("/dev/zero"),
    f"{EVIDENCE}/away.csv": lambda path: path.symlink_to("/etc/hostname"),
}


def _workspace(root: Path) -> Workspace:
    root.mkdir()
    (root / "itakusaki.toml").write_text(TOML, encoding="utf-8")
    workspace = a_workspace(root, AOBA, MIDORI)
    workspace.reply(reply(YES), "aoba.xlsx").reply(reply(YES, name=MIDORI[2]), "midori.xlsx")
    return workspace.evidence(f"{AOBA[1]}/サインイン.csv", (HEAD + ROW).encode())


def _audited(root: Path) -> tuple[Assessment, dict[str, bytes]]:
    setup = open_workspace(root)
    found = assess(setup, on_progress=lambda _what: None, gated=False)
    publish(setup, part(setup, found), formats=("md",), languages=("ja",))
    pages = root / "reports" / ROUND / "processors"
    return found, {path.name: path.read_bytes() for path in pages.iterdir()}


def test_each_file_is_a_named_issue_and_the_other_party_s_page_is_the_same(
    tmp_path: Path,
) -> None:
    plain = _workspace(tmp_path / "plain").root
    root = shutil.copytree(plain, tmp_path / "hostile")
    _, before = _audited(plain)
    for name, (body, _) in FILES.items():
        (root / name).write_bytes(body)
    for name, make in ODD.items():
        make(root / name)
    found, after = _audited(root)
    expected = {name: codes for name, (_, codes) in FILES.items()}
    for name, codes in {**expected, **{name: {"not_plain"} for name in ODD}}.items():
        noted = {issue.code for issue in found.issues if Path(name).name in str(issue)}
        assert noted & codes, (name, noted)
        there = [issue.code for issue in found.issues if issue.at.file == name]
        assert name.startswith(EVIDENCE) or there == [*codes], (name, there)
    page = f"{MIDORI[1]}.md"
    assert after[page].decode() == before[page].decode()
