"""Makes the sample workspace: a client with its processors over three tiers, all of them fictional.

Run as `make sample`, or `python -m samplemaker [--out DIR] [--only client P01 …]` with tools/sample on
the path; the same seed gives the same
bytes, but for the one old .xls, which LibreOffice writes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from itakusaki.catalogue.layout import STANDARD
from itakusaki.catalogue.layouts import load_layouts
from itakusaki.catalogue.loader import load_catalogue
from itakusaki.settings.data_folders import data_folder
from samplemaker.books import Maker, csv_reply, saved
from samplemaker.dirt import spoil
from samplemaker.exports import operation_of
from samplemaker.inquiries import INTO, inquiries, inquiry_files
from samplemaker.registers import registers
from samplemaker.reply import Reply, client_files, delivered, party_reply
from samplemaker.rounds import earlier_replies
from samplemaker.scenario import Party, controls_asked, load_scenario
from samplemaker.tables import review_book
from samplemaker.values import Values

HERE = Path(__file__).parents[1]
#: The workspace that the repository holds.
SAMPLE = HERE.parents[1] / "sample_data"
#: The folder of the client's own evidence.
CLIENT = "client"
SECONDS = 180
#: Folders that hold nothing but what is made here.
MADE = ("contracts", "questionnaires", "evidence", "reviews", "breach", INTO)
#: Fact sheets of incidents, taken into the workspace as they stand.
INCIDENTS = HERE / "incidents"


class Workspace:
    """The workspace being written."""

    def __init__(self, out: Path) -> None:
        shipped = data_folder("checklists")
        checklist = load_catalogue(shipped, asked=controls_asked()).checklist
        layout = next(x for x in load_layouts(shipped / "layouts") if x.name == STANDARD)
        self.scenario = load_scenario(checklist.controls)
        self.maker = Maker(scenario=self.scenario, checklist=checklist, layout=layout)
        self.round = str(self.scenario.client["round"])
        self.out = out
        self.written: set[Path] = set()

    def write(self, only: Sequence[str]) -> None:
        """Write everything, or what the named parties send."""
        for party in self.scenario.parties:
            if not only or party.code in only:
                print(party.code, party.first["name"])
                self.party(party)
        if not only or CLIENT in only:
            self.settings()
            self.contracts()
            self.client()
            self.reviews()
            self.inquiries()
            self.incidents()
            self.earlier()
        if not only and self.out == SAMPLE:
            self.tidy()

    def tidy(self) -> None:
        """Delete what an earlier scenario left behind; an .xls stays where it cannot be made."""
        for folder in MADE:
            for path in sorted((self.out / folder).rglob("*")):
                if path.is_file() and path not in self.written and path.suffix != ".xls":
                    path.unlink()

    def settings(self) -> None:
        """Write itakusaki.toml."""
        as_of: date = self.scenario.client["as_of"]
        lines = (
            f'client = "{self.scenario.name}"',
            'role = "client"',
            'language = "ja"',
            f'round = "{self.round}"',
            f"as_of = {as_of.isoformat()}",
            "controls = [  # those the scenario answers; what the checklist gains later is not asked",
            *(f'  "{entry}",' for entry in controls_asked()),
            "]",
        )
        text = "".join(f"{line}\n" for line in lines) + f"\n{self.scenario.client['evidence']}"
        self._put("itakusaki.toml", text.encode())

    def contracts(self) -> None:
        """Write ledger, clauses and approvals, and the register of promises."""
        name = self.scenario.client["ledger"]["file"]
        self._put(f"contracts/{name}", saved(self.maker.contract_book()))
        name, content = registers(self.maker.layout)
        self._put(f"contracts/{name}", content)

    def client(self) -> None:
        """Write the client's check of all its processors, and its own evidence."""
        told = self.scenario.client["check"]
        book = self.maker.check_book(told, None)
        self._put(f"questionnaires/{self.round}/{told['file']}", saved(book))
        for file in client_files(self.scenario, told["evidence"]):
            self._put(f"evidence/{self.round}/{CLIENT}/{file.name}", file.content)

    def reviews(self) -> None:
        """Write what the auditor noted."""
        table = self.maker.layout.tables["review"]
        for told in self.scenario.client["reviews"]:
            book = review_book(table, told["rows"])
            self._put(f"reviews/{self.round}/{told['file']}", saved(book))

    def inquiries(self) -> None:
        """Write the answers to inquiries, each with its extractions."""
        for told in inquiries():
            for name, content in inquiry_files(told, data_folder("checklists")):
                self._put(name, content)

    def incidents(self) -> None:
        """Write the fact sheets of incidents."""
        for sheet in sorted(INCIDENTS.glob("*.yaml")):
            self._put(f"breach/{sheet.name}", sheet.read_bytes())

    def earlier(self) -> None:
        """Write what came in for the rounds before."""
        for name, content in earlier_replies(self.maker):
            self._put(name, content)

    def party(self, party: Party) -> None:
        """Write what a party sends, and the client's check of it."""
        if party.client_check:
            book = self.maker.check_book(party.client_check, party)
            name = party.client_check["file"]
            self._put(f"questionnaires/{self.round}/{name}", saved(book))
        told = party.questionnaire
        if told is None:
            return
        if party.operation.get("insider"):
            # What was planted lies outside of the workspace; no audit looks at it.
            truth = HERE if self.out == SAMPLE else self.out.parent
            self._put_at(truth / "truth" / f"{party.code}.json", operation_of(party).truth_json)
        reply = party_reply(self.scenario, party)
        for file in delivered(reply, told):
            self._put(f"evidence/{self.round}/{party.code}/{file.name}", file.content)
        self.reply(party, reply, f"questionnaires/{self.round}/{told['file']}")

    def reply(self, party: Party, reply: Reply, path: str) -> None:
        """Write the workbook that came back, in the shape it came back in."""
        told = party.questionnaire or {}
        if path.endswith(".csv"):
            self._put(path, csv_reply(self.maker, party, reply))
            return
        book = self.maker.reply_book(party, reply)
        if told.get("dirt"):
            spoil(book, told["spellings"], Values(self.scenario, party).random("dirt"))
        content = saved(book)
        if told.get("damaged"):
            content = content[: len(content) * 3 // 5]
        if path.endswith(".xls"):
            self._old(path, content)
        else:
            self._put(path, content)

    def _old(self, path: str, content: bytes) -> None:
        """Have LibreOffice save a workbook in the format of 1997."""
        office = shutil.which("soffice")
        if office is None:
            print(f"{path}: LibreOffice (soffice) is not here, so the .xls was not made anew")
            return
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "old.xlsx"
            source.write_bytes(content)
            command = [
                office,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                "xls:MS Excel 97",
                "--outdir",
                folder,
                str(source),
            ]
            subprocess.run(  # noqa: S603 - the program found above, a file of ours
                command,
                check=True,
                capture_output=True,
                timeout=SECONDS,
                env={**os.environ, "HOME": folder},
            )
            self._put(path, source.with_suffix(".xls").read_bytes())

    def _put_at(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _put(self, name: str, content: bytes) -> None:
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.written.add(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the sample workspace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=SAMPLE, help="folder to write to")
    parser.add_argument("--only", nargs="+", default=[], help="codes of parties, or client")
    chosen = parser.parse_args(arguments)
    Workspace(chosen.out).write(chosen.only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
