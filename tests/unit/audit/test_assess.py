"""What assessing announces, and what can be learnt of a workspace without reading all of it."""

from pathlib import Path

import pytest

from itakusaki.audit.assess import assess, deliveries_of, ledger_of, read
from itakusaki.audit.setup import Setup
from itakusaki.model.step import Step
from itakusaki.wiring import open_workspace
from support.exports_folder import exports_folder
from support.workspaces import AOBA, ROUND, a_workspace, reply


def _setup(root: Path) -> Setup:
    workspace = a_workspace(root).reply(reply(("TEC-01", "", "○")))
    exports_folder(root / "evidence" / ROUND / str(AOBA[1]))
    text = f'client = "みなと"\nround = "{ROUND}"\nas_of = 2026-12-31\n'
    (workspace.root / "itakusaki.toml").write_text(text, encoding="utf-8")
    return open_workspace(root)


def test_ledger_and_deliveries_are_read_without_a_reply(tmp_path: Path) -> None:
    setup = _setup(tmp_path)
    told: list[Step] = []
    whole = read(setup, on_progress=told.append).dossier
    assert any(step.item.startswith("questionnaires/") for step in told)
    assert [step.number for step in told] == [*range(1, told[-1].of + 1)]
    alone = deliveries_of(setup)
    assert alone.ledger == whole.ledger == ledger_of(setup)
    assert alone.evidence == whole.evidence != ()
    assert whole.questionnaires != ()
    assert alone.questionnaires == ()


@pytest.mark.slow
def test_stages_are_announced_as_they_begin(tmp_path: Path) -> None:
    told: list[Step] = []
    assess(_setup(tmp_path), on_progress=told.append)
    assert list(dict.fromkeys(step.stage for step in told)) == [
        "reading",
        "testing controls on exported logs",
        "checking with Great Expectations",
    ]
