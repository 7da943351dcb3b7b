"""What tests of use cases share: a small round on disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from itakusaki.audit.rules import Rules
from itakusaki.wiring import open_workspace
from support.small_round import make_space


@pytest.fixture(scope="session")
def small_round(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one processor that answered."""
    return make_space(tmp_path_factory.mktemp("model") / "ws")


@pytest.fixture(scope="session")
def small_rules(small_round: Path) -> Rules:
    """The rules in force for it, read once."""
    return open_workspace(small_round).rules


@pytest.fixture(scope="module")
def without_the_gate() -> Iterator[None]:
    """Audits of a module that do not look for data issues: no matter there, and most of an audit's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("itakusaki.audit.assess.check", lambda *_, **__: ())
        yield


@pytest.fixture
def file_space(
    small_round: Path, small_rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A copy of it, audited without Great Expectations, which is slow to load and plays no part."""
    monkeypatch.setattr("itakusaki.audit.assess.check", lambda *_, **__: ())
    monkeypatch.setattr("itakusaki.wiring._workspace_rules", lambda *_, **__: small_rules)
    return Path(shutil.copytree(small_round, tmp_path / "ws"))


@pytest.fixture
def space(file_space: Path) -> Path:
    """The same; modules on the store put it on each database in turn."""
    return file_space
