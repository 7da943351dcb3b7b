"""Modules that are loaded when they are used: later, and then wholly."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from itakusaki.validate.later import loaded_later


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = "a_package_loaded_later"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / name / "part.py").write_text("VALUE = 7\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return name


def test_a_module_is_loaded_with_the_first_name_that_is_used(package: str) -> None:
    with loaded_later(package, f"{package}.part"):
        held: dict[str, object] = {}
        exec(f"from {package} import part", held)  # noqa: S102 - our own line
    assert not [name for name in sys.modules if name.startswith(package)]
    assert held["part"].VALUE == 7  # type: ignore[attr-defined]
    assert f"{package}.part" in sys.modules


def test_a_module_that_is_loaded_stays_what_it_is() -> None:
    with loaded_later("json"):
        import json  # noqa: PLC0415 - what the test is about
    assert json.loads("7") == 7
    assert sys.modules["json"] is json
