"""The crash harness: what is written survives a kill at every step and a failure of every step.

    python tests/crash/harness.py --kills 100 --seed 1

Each scenario is run once to count its steps; then once for each step with the process killed there
(SIGKILL), once for each with that step failing (no space left), and at random moments. After each
fault what a person wrote is looked for; then the same command runs again, must come to the end, and
everything is looked at: reports and workbooks whole, nothing lost, nothing left over.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from openpyxl import load_workbook

from crash.faults import Faults
from itakusaki.audit.assess import assess, ledger_of, part
from itakusaki.audit.contract_book import make_contract_book
from itakusaki.audit.exclusive import exclusive
from itakusaki.audit.publish import publish
from itakusaki.audit.report_folder import MANIFEST, replace_folder
from itakusaki.audit.rules import Rules
from itakusaki.audit.setup import Setup
from itakusaki.audit.workbooks import Wanted, make_questionnaires
from itakusaki.audit.workspaces import make_workspace
from itakusaki.files.lock import LOCK
from itakusaki.files.writing import write_together
from itakusaki.findings.sealing import Parted
from itakusaki.language import translator_for
from itakusaki.model.party import Duty, Role
from itakusaki.model.verdict import Rating
from itakusaki.report.publication import ReportFile
from itakusaki.store.store import make_store, store_at
from itakusaki.wiring import open_workspace
from support.assessments import assessment, processor, result
from support.store_faults import STRACE, calls_of, failed_at
from support.stored import MARK, TRACKED, taken

JA = translator_for("ja")
ROWS = (
    ("K-1", "A01", "月見坂コールサービス"),
    ("K-2", "A02", "桔梗ヶ丘給与"),
    ("K-3", "A03", "とんぼ玉"),
)
ROUND = "2026Q4"


#: A promise of the client's own, followed like a finding.
PROMISED = replace(
    TRACKED, id="F--001", processor="", side=Duty.CLIENT, cause="client:register:Y-1"
)


class LostError(Exception):
    """Something is not as it must be after a fault."""


@dataclass(frozen=True)
class Scenario:
    """One command: how a workspace is made ready for it, what it does, what must hold.

    `texts` are contents that a person wrote, any of which may lie anywhere; `whole` looks at what
    must be whole at any moment, `done` at what must be there once the command has come to its end.
    """

    name: str
    act: Callable[[Path], object]
    prepare: Callable[[Path], Mapping[str, bytes]]
    whole: Callable[[Path], None]
    done: Callable[[Path], None]


class Ground:
    """What all scenarios begin with, made once: a workspace with a ledger, and its rules."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        from datetime import date  # noqa: PLC0415 - here only

        make_workspace(
            folder,
            client="みなと生活",
            role=Role.CLIENT,
            round_=ROUND,
            as_of=date(2026, 12, 31),
            language="ja",
        )
        make_contract_book(self.setup(folder), None, JA, out=None)
        book = load_workbook(folder / "contracts" / "ledger.xlsx", rich_text=True)
        for number, row in enumerate(ROWS, start=4):
            for column, value in zip((1, 2, 3, 6), (*row, 1), strict=True):
                book["委託先台帳"].cell(number, column).value = value
        book["契約条項"]["A4"], book["契約条項"]["D4"] = "K-2", "○"
        book.save(folder / "contracts" / "ledger.xlsx")

    def setup(self, folder: Path) -> Setup:
        fresh = open_workspace(folder)
        return (
            fresh
            if folder == self.folder
            else Setup(workspace=fresh.workspace, rules=self._rules, templates=fresh.templates)
        )

    @cached_property
    def _rules(self) -> Rules:
        return open_workspace(self.folder).rules

    def assessed(self, folder: Path) -> tuple[Setup, Parted]:
        """A round judged, with the setup it was judged by."""
        setup = self.setup(folder)
        return setup, part(setup, assess(setup, on_progress=lambda _name: None, gated=False))


def _tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _claim(holds: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise LostError(what)


def _nothing_left(root: Path) -> None:
    """No staged file, no half-built folder, no lock."""
    left = [p.name for p in root.rglob(".*") if p.name != MANIFEST]
    _claim(left in ([], [LOCK]), f"left over: {left}")


# -- the store, and the reports of a round ---------------------------------------------------


def _kept(root: Path, seed: int) -> None:
    store = make_store(root / "itakusaki.db")
    store.keep(taken(assessment(result(processor("A01", "Alpha"), Rating.A)), seed=seed), MARK)
    made = tuple(replace(one, owner=f"佐藤{seed}") for one in (TRACKED, PROMISED))
    store.change_findings(
        ROUND, lambda known: made if any(one not in known for one in made) else (), MARK
    )


def _store_is_whole(root: Path, *counts: int) -> None:
    store = store_at(root / "itakusaki.db")
    _claim(store is not None, "the store is gone")
    assert store is not None
    check, kept = store.verify(), store.kept()
    _claim(check.fault is None, f"the journal does not hold: {check.fault}")
    _claim(len(kept) in counts, f"kept: {len(kept)}")
    changes = [len(store.finding_steps(one.id)) for one in (TRACKED, PROMISED)]
    _claim(changes[0] == changes[1] in (len(kept), len(kept) - 1), f"findings: {changes}")
    _claim(check.entries == len(kept) + changes[0], f"entries: {check.entries}")
    owners = {one.owner for one in store.findings()}
    _claim(len(owners) <= 1, f"half a change of findings: {owners}")
    _claim(all(store.assessment(head) is not None for head in kept), "an assessment is gone")


def reports(ground: Ground) -> Scenario:
    changed, notes = b"a page with remarks of mine", b"notes of the auditor"
    setup, run = ground.assessed(ground.folder)
    publish(setup, run, formats=("md", "json"), languages=("ja",))  # once: it takes its time
    made = [
        ReportFile(name=name, content=content)
        for name, content in _tree(setup.workspace.reports).items()
        if name != MANIFEST
    ]
    shutil.rmtree(ground.folder / "reports")

    def act(root: Path) -> None:
        with exclusive(root, "itakusaki audit"):
            _kept(root, 2)
            replace_folder(root / "reports" / ROUND, made)

    def prepare(root: Path) -> Mapping[str, bytes]:
        _kept(root, 1)
        older = [replace(file, content=b"older " + file.content) for file in made]
        folder = root / "reports" / ROUND
        replace_folder(folder, older)
        page = next(folder.rglob("A01*.md"))
        page.write_bytes(changed)
        (folder / "mine").mkdir()
        (folder / "mine" / "notes.docx").write_bytes(notes)
        (folder / "link").symlink_to("../../itakusaki.toml")
        return {"changed": changed, "notes": notes}

    def whole(root: Path) -> None:
        """Every page is as some run wrote it, as its list of written files tells."""
        _store_is_whole(root, 1, 2)
        folder = root / "reports" / ROUND
        if not folder.exists():
            hidden = [p for p in (root / "reports").iterdir() if (p / MANIFEST).exists()]
            _claim(bool(hidden), "no reports at all")
            return
        listed = json.loads((folder / MANIFEST).read_bytes())
        for name, digest in listed.items():
            content = (folder / name).read_bytes()
            _claim(_digest(content) == digest or content == changed, f"half a page: {name}")

    def done(root: Path) -> None:
        folder = root / "reports" / ROUND
        whole(root)
        _store_is_whole(root, 2)
        _claim((folder / "mine" / "notes.docx").read_bytes() == notes, "notes moved")
        _claim((folder / "link").is_symlink(), "a link became something else")
        copies = [n for n, content in _tree(folder).items() if content == changed]
        _claim(len(copies) == 1 and ".kept" in copies[0], f"copies of the page: {copies}")
        others = [n for n in _tree(folder) if ".kept" in n and n not in copies]
        _claim(not others, f"pages of ours passed for a person's: {others}")
        _claim(
            [p.name for p in (root / "reports").iterdir()] == [ROUND],
            "folders left beside the reports",
        )

    return Scenario("reports", act, prepare, whole, done)


# -- the workbook of ledger, clauses and approvals ----------------------------------------


def contracts(ground: Ground) -> Scenario:
    def act(root: Path) -> None:
        setup = ground.setup(root)
        with exclusive(root, "itakusaki contract make"):
            make_contract_book(setup, ledger_of(setup), JA, out=None)

    def prepare(root: Path) -> Mapping[str, bytes]:
        return {"ledger": (root / "contracts" / "ledger.xlsx").read_bytes()}

    def whole(root: Path) -> None:
        sheet = load_workbook(root / "contracts" / "ledger.xlsx")["契約条項"]
        _claim(sheet["D4"].value == "○", "a judgement is gone")

    def done(root: Path) -> None:
        whole(root)
        sheet = load_workbook(root / "contracts" / "ledger.xlsx")["契約条項"]
        named = {value for (value,) in sheet.iter_rows(4, max_col=1, values_only=True)}
        _claim({"K-1", "K-2", "K-3"} <= named, f"contracts: {named}")

    return Scenario("contract make", act, prepare, whole, done)


# -- questionnaires over older ones -------------------------------------------------------


def questionnaires(ground: Ground) -> Scenario:
    filled = {code: f"answers of {code}".encode() for _, code, _ in ROWS[:2]}
    setup = ground.setup(ground.folder)
    ledger = ledger_of(setup)
    parties = tuple(ledger.processors.values())
    wanted = Wanted(processors=parties, kind=None, ledger=ledger)
    aside = ground.folder.with_name("made")
    make_questionnaires(setup, wanted, JA, out=aside, force=True)  # once: it takes its time
    made = {path.name: path.read_bytes() for path in aside.iterdir()}

    def act(root: Path) -> None:
        with exclusive(root, "itakusaki questionnaire make"):
            write_together({_out(root) / name: made[name] for name in made}, root=root)

    def _out(root: Path) -> Path:
        return root / "outgoing" / ROUND

    def prepare(root: Path) -> Mapping[str, bytes]:
        _out(root).mkdir(parents=True)
        for _, code, name in ROWS[:2]:
            (_out(root) / f"調査票_{ROUND}_{code}_{name}.xlsx").write_bytes(filled[code])
        return filled

    def whole(root: Path) -> None:
        for path in _out(root).glob("*.xlsx"):
            content = path.read_bytes()
            is_whole = content in filled.values() or content == made[path.name]
            _claim(is_whole, f"half a workbook: {path.name}")

    def done(root: Path) -> None:
        whole(root)
        there = {path.name: path.read_bytes() for path in _out(root).iterdir()}
        _claim(there == made, f"workbooks: {sorted(there)}")

    return Scenario("questionnaire make", act, prepare, whole, done)


def store_faults(scratch: Path, every: int) -> str:
    """Every n-th call by which SQLite changes the disk killed, and made to fail; what came of it."""
    root = Path(tempfile.mkdtemp(dir=scratch))
    _kept(root, 1)
    model = (root / "itakusaki.db").read_bytes()
    (root / "trial").mkdir()
    (root / "trial" / "itakusaki.db").write_bytes(model)
    calls = calls_of(lambda: _kept(root / "trial", 2))
    ended: dict[str, int] = {"killed": 0, "failed": 0, "went on": 0}
    for kills in (True, False):
        for call in calls[::every]:
            (root / "itakusaki.db").write_bytes(model)
            code = failed_at(lambda: _kept(root, 2), call, kills=kills)
            ended["killed" if code < 0 else "failed" if code else "went on"] += 1
            try:
                _claim(code in (0, 3, -signal.SIGKILL), f"ended with {code}")
                _store_is_whole(root, 1, 2)
                _kept(root, 2)
                _store_is_whole(root, 2)
            except Exception as error:
                raise LostError(f"store, {call}, kills {kills}: {error!r}") from error
    return f"store: {len(calls)} calls; faults at {len(calls[::every])}: {ended}"


# -- running ------------------------------------------------------------------------------


@dataclass
class Bench:
    """Runs scenarios in processes of their own, and looks at what they leave."""

    ground: Ground
    scratch: Path
    faults: Faults

    def ready(self, scenario: Scenario) -> tuple[Path, Mapping[str, bytes]]:
        root = Path(tempfile.mkdtemp(dir=self.scratch)) / "ws"
        shutil.copytree(self.ground.folder, root)
        return root, scenario.prepare(root)

    def run(self, scenario: Scenario, root: Path, *, at: int, kills: bool) -> tuple[int, float]:
        """One run in a child; gives its pid. It ends by itself, or at the fault."""
        pid = os.fork()
        if pid == 0:
            self.faults.at, self.faults.kills, self.faults.root = at, kills, str(root)
            self.faults.armed = True
            code = 0
            try:
                scenario.act(root)
            except OSError:
                code = 3
            except BaseException as error:  # noqa: BLE001 - told by the exit code
                print(f"{scenario.name}: {error!r}", file=sys.stderr, flush=True)
                code = 70
            finally:
                os._exit(code)
        return pid, time.monotonic()

    def count(self, scenario: Scenario) -> tuple[int, float]:
        """The steps of a run without a fault, and how long it takes."""
        root, texts = self.ready(scenario)
        begun = time.monotonic()
        self.faults.steps.clear()
        self.faults.at, self.faults.armed, self.faults.root = 0, True, str(root)
        scenario.act(root)
        self.faults.armed = False
        taken = time.monotonic() - begun
        self._look(scenario, root, texts)
        shutil.rmtree(root.parent)
        return len(self.faults.steps), taken

    def fault(self, scenario: Scenario, *, at: int, kills: bool, after: float = 0) -> int:
        """A run with a fault, then one without; gives how the first ended."""
        root, texts = self.ready(scenario)
        self.faults.steps.clear()
        pid, _ = self.run(scenario, root, at=at, kills=kills)
        if after:
            time.sleep(after)
            os.kill(pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        what = f"{scenario.name}, {'killed' if kills else 'failed'} at {at or f'{after:.3f} s'}"
        try:
            _claim(code in (0, 3, -signal.SIGKILL), f"ended with {code}")
            scenario.whole(root)
            self._find(root, texts)
            scenario.act(root)
            self._look(scenario, root, texts)
        except Exception as error:
            raise LostError(f"{what}: {error!r} ({root})") from error
        shutil.rmtree(root.parent)
        return code

    def _look(self, scenario: Scenario, root: Path, texts: Mapping[str, bytes]) -> None:
        scenario.done(root)
        self._find(root, texts)
        _nothing_left(root)

    @staticmethod
    def _find(root: Path, texts: Mapping[str, bytes]) -> None:
        found = set(_tree(root).values())
        lost = [name for name, content in texts.items() if content not in found]
        _claim(not lost, f"lost: {lost}")


def main(argv: Iterable[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=100, help="kills at random moments")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--every", type=int, default=1, help="look at every n-th step only")
    given = options.parse_args([*argv])
    chance = random.Random(given.seed)  # noqa: S311 - no secret
    faults = Faults()
    faults.install()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Ground(Path(scratch) / "ground"), Path(scratch), faults)
        scenarios = [make(bench.ground) for make in (reports, contracts, questionnaires)]
        counted = {scenario.name: bench.count(scenario) for scenario in scenarios}
        for scenario in scenarios:
            steps, taken = counted[scenario.name]
            ended: dict[str, int] = {"killed": 0, "failed": 0, "went on": 0}
            chosen = range(1 + chance.randrange(given.every), steps + 1, given.every)
            for kills in (True, False):
                for at in chosen:
                    code = bench.fault(scenario, at=at, kills=kills)
                    ended["killed" if code < 0 else "failed" if code else "went on"] += 1
            print(
                f"{scenario.name}: {steps} steps, {taken:.2f} s; faults at {len(chosen)}: {ended}"
            )
        if STRACE:
            print(store_faults(Path(scratch), given.every))
        midway = 0
        for number in range(given.kills):
            scenario = scenarios[number % len(scenarios)]
            longest = counted[scenario.name][1]
            after = 0.001 + chance.random() * longest
            midway += bench.fault(scenario, at=0, kills=True, after=after) < 0
        print(f"{given.kills} kills at random moments, {midway} midway: nothing lost")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
