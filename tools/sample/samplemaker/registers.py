"""The register of promises and of what authorities asked, as a workbook of the client."""

from __future__ import annotations

from pathlib import Path

import yaml

from itakusaki.catalogue.layout import Layout
from itakusaki.forms import registers_book
from itakusaki.language import translator_for
from samplemaker.scenario import Told

FILE = Path(__file__).parents[1] / "registers.yaml"


def registers(layout: Layout) -> tuple[str, bytes]:
    """Its name and its bytes."""
    told: Told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    rows = {name: told[name] for name in ("promises", "orders")}
    return str(told["file"]), registers_book(layout, translator_for("ja"), rows)
