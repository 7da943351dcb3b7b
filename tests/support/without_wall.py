"""Reading in this process, for tests that change what is read with or count what is called."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from itakusaki.files import wall


def without_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(_reader: object, job: str, given: tuple[Any, ...], _allowance: object) -> Any:
        module, _, name = job.partition(":")
        return getattr(importlib.import_module(module), name)(*given)

    monkeypatch.setattr(wall.Reader, "ask", ask)
