"""The commands of a round on a server, as they are on a file; the password is in nothing they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from support.cli import itakusaki
from support.small_round import answers, make_space


@pytest.mark.slow
def test_a_round_is_the_same_on_a_server(
    fresh_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("itakusaki.audit.assess.check", lambda *_, **__: ())
    space = make_space(tmp_path / "ws")
    with (space / "itakusaki.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'database = "{fresh_database("")}"\n')
    said = []

    def done(*argv: object) -> str:
        found = itakusaki(*argv, lang="ja")
        said.append(found.out + found.err)
        assert found.code == 0, said[-1]
        return found.out

    answers(space, "×", round_="2026Q3")
    done("round", "import", "2026Q3", space)
    done("round", "open", "2026Q4", space)
    done("audit", space, "--format", "json")
    assert json.loads(done("round", "status", space, "--json"))["parties"][0]["state"] == "audited"
    done("round", "close", space)
    compared = json.loads(done("round", "compare", "2026Q3", "2026Q4", space, "--json"))
    assert compared["counts"]["improved"] == 4
    head = json.loads((space / "reports/2026Q4/assessment.json").read_bytes())["closed"]["sha256"]
    done("journal", "verify", space, "--head", head)
    assert "2027Q1" in done("round", "next", space)
    assert not (space / "itakusaki.db").exists()

    (space / "itakusaki.toml").write_text(
        (space / "itakusaki.toml").read_text(encoding="utf-8").replace("?host=", "_absent?host="),
        encoding="utf-8",
    )
    failed = itakusaki("--debug", "journal", "show", space)
    assert failed.code == 4
    said.append(failed.out + failed.err)
    assert "_absent" in failed.err
    assert "geheim" not in "".join(said)
