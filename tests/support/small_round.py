"""A round as small as it gets, on disk: one processor that answered, its store, its audits."""

from __future__ import annotations

from pathlib import Path

from itakusaki.settings import load_workspace
from itakusaki.store.store import DatabaseStore, make_store, store_at
from support.cli import Said, itakusaki
from support.workspaces import AOBA, LEDGER_HEADINGS, cover, ledger, reply

#: What the ledger says beside who is entrusted.
HEADINGS = (*LEDGER_HEADINGS, "本人数", "回答期限", "連絡先")


def make_space(root: Path) -> Path:
    """A workspace with one processor that answered one question with yes."""
    argv = ("--client", "みなと生活", "--round", "2026Q4", "--as-of", "2026-12-31")
    assert itakusaki("init", root, *argv, lang="ja").code == 0
    with (root / "itakusaki.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            'actor = "委託管理課"\ncontrols = ["TEC-01..TEC-04"]\nformats = ["md", "json"]\n'
        )
    (root / "contracts" / "ledger.xlsx").write_bytes(
        ledger((*AOBA, 120_000, "2026年12月15日", "desk@aoba.example"), headings=HEADINGS)
    )
    answers(root, "○")
    return root


def answers(root: Path, value: str, *, last: str = "", round_: str = "2026Q4") -> None:
    """The processor's reply of a round: every question answered alike, but for the last one."""
    rows = [(f"TEC-{number:02}", "設問", value) for number in range(1, 4)]
    rows.append(("TEC-04", "設問", last or value))
    folder = root / "questionnaires" / round_
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.xlsx").write_bytes(reply(*rows, front=cover(round_=round_)))


def audited(space: Path, *more: str) -> Said:
    """An audit that came to its end."""
    said = itakusaki("audit", space, "--format", "json", *more)
    assert said.code == 0, said.err
    return said


def contents(space: Path) -> object:
    """All that a workspace's store holds: its bytes, or on a server its journal and what that tells of."""
    store = store_of(space)
    file = store.database.file
    return file.read_bytes() if file else (store.entries(), store.findings(), store.kept())


def store_of(space: Path, *, make: bool = False) -> DatabaseStore:
    """The store of a workspace, in whichever database its settings name."""
    place = load_workspace(space).store_place
    found = make_store(place) if make else store_at(place)
    assert found is not None
    return found
