"""Evidence entries: exports, control tests and layouts of products, each with where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from itakusaki.catalogue.overlay import WHOLE, Entry, FileKind, Overlay, strays

EXPORTS: Final = FileKind(schema="exports.schema.json", lists={"exports": "id"})
TESTS: Final = FileKind(schema="control_tests.schema.json", lists={"tests": "id"})
LAYOUTS: Final = FileKind(schema="export_layout.schema.json", lists={WHOLE: "layout"})
#: The file of the exports; if it cannot be used, nobody knows which there would have been.
EXPORTS_FILE: Final = "exports.yaml"
#: Files of the folder that are read.
READ: Final = (EXPORTS_FILE, "tests/*.yaml", "layouts/*.yaml")


class EvidenceEntries(Overlay):
    """The entries of the `evidence` folders read so far, by id."""

    @property
    def exports(self) -> Mapping[str, Entry]:
        """The canonical exports."""
        return self.entries("exports")

    @property
    def tests(self) -> Mapping[str, Entry]:
        """The control tests."""
        return self.entries("tests")

    @property
    def layouts(self) -> Mapping[str, Entry]:
        """The layouts of products."""
        return self.entries(WHOLE)

    def folder(self, folder: Path, *, own: bool) -> None:
        """Lay a folder's entries over those read before."""
        if (folder / EXPORTS_FILE).is_file():
            self.lay(folder / EXPORTS_FILE, EXPORTS, own=own)
        self.lay_all(folder / "tests", TESTS, own=own)
        self.lay_all(folder / "layouts", LAYOUTS, own=own)
        if self.is_checked(own=own):
            self.mistakes.extend(strays(folder, READ))
