"""Kinds of files: a well-formed one of each, and how a run reads it."""

from __future__ import annotations

import gzip
import io
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from itakusaki.audit.examine import examine
from itakusaki.audit.rules import Rules
from itakusaki.audit.run_options import RunOptions
from itakusaki.catalogue.layouts import load_layouts
from itakusaki.intake.evidence_files import folder_files
from itakusaki.language import translator_for
from itakusaki.model.allowance import MEGABYTE, Allowance
from itakusaki.model.candidate import NamedCompany
from itakusaki.model.errors import ItakusakiError
from itakusaki.model.evidence import EvidenceFile, Submission
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.source import CellRef
from itakusaki.packs.envelope import sealed
from itakusaki.packs.reading import read_pack
from itakusaki.packs.writing import Occasion, sealed_pack
from itakusaki.report.environment import pages
from itakusaki.settings import data_folder, load_workspace
from itakusaki.wiring import shipped_rules
from support.deliveries import read_files
from support.sample import ROOT
from support.workspaces import AOBA, YES, Workspace, a_workspace, answers, cover, workbook

#: What a mutated file may take: small as they are, what takes more is a fault of ours.
ALLOWED: Final = Allowance(memory=1024 * MEGABYTE, seconds=10)
ROWS: Final = "".join(
    f"2026-07-{1 + n % 28:02} 10:{n % 60:02}:00,u{n % 7},pc-{n % 5},サインイン\n" for n in range(60)
)
LOG: Final = "日時,アカウント,端末名,操作\n" + ROWS
RECORDS: Final = "".join(
    f'{{"CreationTime":"2026-07-{1 + n % 28:02}T01:00:00","UserId":"u{n}","Operation":"UserLoggedIn",'
    f'"ClientIP":"192.0.2.{n}","ObjectId":"x","Workload":"AzureActiveDirectory"}}\n'
    for n in range(20)
)
#: Runs one file; gives the codes it came to. Whatever it raises beside sentences is a fault.
Run = Callable[[bytes], tuple[str, ...]]


@cache
def _round() -> Workspace:
    workspace = a_workspace(Path(tempfile.mkdtemp(prefix="fuzz-")), AOBA)
    workspace.given.update(allowance=ALLOWED)
    return workspace


@cache
def _rules() -> Rules:
    return shipped_rules()


def _in_round(name: str) -> Run:
    def run(content: bytes) -> tuple[str, ...]:
        workspace = _round().reply(content, name)
        try:
            return tuple(issue.code for issue in workspace.read().dossier.issues)
        finally:
            (workspace.root / "questionnaires" / "2026Q4" / name).unlink()

    return run


def _as_export(name: str) -> Run:
    def run(content: bytes) -> tuple[str, ...]:
        return tuple(read_files({name: content}).codes)

    return run


def _pack(content: bytes) -> tuple[str, ...]:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    # Half are signed anew: what is signed is believed further.
    if len(content) % 2:
        content = sealed(content, _key())
    (folder / "a.itakusaki-pack").write_bytes(content)
    file = EvidenceFile(
        processor="P02", path="a.itakusaki-pack", name="a", sha256="0" * 64, size=len(content)
    )
    found = read_pack(file, folder, _rules().evidence, EvidenceSettings(), "2026Q4", ALLOWED)
    return tuple(issue.code for issue in found.issues)


def _settings(content: bytes) -> tuple[str, ...]:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (folder / "itakusaki.toml").write_bytes(content)
    return _said(lambda: load_workspace(folder))


def _layout(content: bytes) -> tuple[str, ...]:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (folder / "x.yaml").write_bytes(content)
    return _said(lambda: load_layouts(data_folder("checklists") / "layouts", folder))


def _template(content: bytes) -> tuple[str, ...]:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (folder / "own.html.j2").write_bytes(content)
    filled = pages("html", [folder], translator_for("en"), ALLOWED)
    return _said(lambda: filled.render("own.html.j2", view={"a": [1, 2], "b": "x"}))


def _said(work: Callable[[], object]) -> tuple[str, ...]:
    """The code of the sentence that a run ended with."""
    try:
        work()
    except ItakusakiError as error:
        return (type(error).__name__,)
    return ()


@cache
def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(b"fuzz" * 8)


def _seed_pack() -> bytes:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (folder / "signins.csv").write_text(LOG, encoding="utf-8")
    files, _ = folder_files(folder, "P02")
    submission = Submission(processor="P02", files=files, root=folder)
    found = examine(submission, _rules(), RunOptions(only=("account-overlap",)))
    occasion = Occasion(
        processor="P02",
        round="2026Q4",
        made_on=date(2026, 10, 1),
        checklist_version="1",
        settings=EvidenceSettings(),
    )
    at = CellRef(file="accounts.csv", cell="C2")
    companies = (NamedCompany(name="霧里保守株式会社", at=at, in_export=True),)
    return sealed_pack(found, _rules().evidence, occasion, _key(), companies)


def _seed_parquet() -> bytes:
    heading, *rows = (line.split(",") for line in LOG.splitlines())
    out = io.BytesIO()
    columns = {name: [row[n] for row in rows] for n, name in enumerate(heading)}
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def _seed_sheet() -> bytes:
    return workbook({"記録": [line.split(",") for line in LOG.splitlines()]})


def _seed_reply() -> bytes:
    return workbook({"表紙": cover(), "設問": answers(YES, ("TEC-02", "設問", "△", "文書"))})


def _own_layout() -> bytes:
    page = (ROOT / "docs/workspace.md").read_text(encoding="utf-8")
    body = page.partition("layout: our-old-sheet")[2].partition("```")[0]
    return f"layout: our-old-sheet{body}".encode()


TEMPLATE: Final = (
    b"<p>{% for one in view.a %}{{ one * 2 }} {{ loop.index }}{% endfor %}"
    b"{% if view.b == 'x' %}{{ view.b | upper | center(9) }}{% else %}{{ _('no') }}{% endif %}</p>\n"
)

#: Kind → a well-formed file, and how it is read.
KINDS: Final[Mapping[str, tuple[Callable[[], bytes], Run]]] = {
    "xlsx": (_seed_reply, _in_round("a.xlsx")),
    "xls": (
        lambda: next((ROOT / "sample_data/questionnaires").glob("*/*.xls")).read_bytes(),
        _in_round("a.xls"),
    ),
    "csv": (
        "ID,設問,回答\nTEC-01,設問,○\nTEC-02,設問,×\n".encode,
        _in_round("a.csv"),
    ),
    "xlsx export": (_seed_sheet, _as_export("サインイン.xlsx")),
    "csv export": (LOG.encode, _as_export("サインイン.csv")),
    "gz": (lambda: gzip.compress(LOG.encode(), mtime=0), _as_export("サインイン.csv.gz")),
    "jsonl": (RECORDS.encode, _as_export("audit.jsonl")),
    "parquet": (_seed_parquet, _as_export("サインイン.parquet")),
    "pack": (_seed_pack, _pack),
    "toml": ((ROOT / "sample_data/itakusaki.toml").read_bytes, _settings),
    "yaml": (_own_layout, _layout),
    "template": (lambda: TEMPLATE, _template),
}
