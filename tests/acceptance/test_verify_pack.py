"""The verifier: one file that a stranger runs, without itakusaki, says what a pack is worth."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from itakusaki.packs.envelope import sealed
from itakusaki.packs.signing_keys import load_key
from support.cli import itakusaki
from support.exports_folder import exports_folder

VERIFIER = Path(__file__).parents[2] / "tools" / "verify_pack.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A pack with its key, and the exports it was made of."""

    pack: Path
    key: Path
    fingerprint: str
    exports: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("packed")
    exports, key, pack = (
        exports_folder(folder / "exports"),
        folder / "k.pem",
        folder / "p.itakusaki-pack",
    )
    assert itakusaki("evidence", "keygen", key, "--no-passphrase").code == 0
    argv = ("--processor", "P02", "--round", "2026Q4", "--key", key, "--out", pack)
    assert itakusaki("evidence", "pack", exports, *argv).code == 0
    fingerprint = json.loads(pack.read_bytes())["signatures"][0]["keyid"]
    return Made(pack=pack, key=key, fingerprint=fingerprint, exports=exports)


def _run(*argv: str | Path) -> tuple[int, str]:
    """The verifier in a Python that sees neither this folder nor the environment's settings."""
    command = [sys.executable, "-I", "-X", "utf8", str(VERIFIER), *map(str, argv)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=VERIFIER.parent)
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode("utf-8", "replace")


def test_it_needs_nothing_of_itakusaki() -> None:
    assert "itakusaki" not in [
        word
        for line in VERIFIER.read_text(encoding="utf-8").splitlines()
        if line.startswith(("import ", "from "))
        for word in line.replace(".", " ").split()
    ]


def test_a_known_key_is_enough(made: Made) -> None:
    code, said = _run(made.pack, "--fingerprint", made.fingerprint, "--lang", "en")
    assert code == 0
    assert "the signature holds" in said
    assert "processor P02, round 2026Q4" in said


def test_a_fingerprint_may_be_written_in_groups(made: Made) -> None:
    grouped = ":".join(made.fingerprint[n : n + 2] for n in range(0, 64, 2)).upper()
    assert _run(made.pack, "--fingerprint", grouped)[0] == 0


@pytest.mark.parametrize("given", [(), ("--fingerprint", "0" * 64)])
def test_a_key_that_nobody_named_is_said(made: Made, given: tuple[str, ...]) -> None:
    code, said = _run(made.pack, *given, "--lang", "en")
    assert code == 1
    assert "not a key that was given" in said


def test_a_changed_pack_does_not_hold(made: Made, tmp_path: Path) -> None:
    envelope = json.loads(made.pack.read_bytes())
    payload = base64.b64decode(envelope["payload"]).replace(b"P02", b"P03")
    envelope["payload"] = base64.b64encode(payload).decode()
    changed = tmp_path / "p.itakusaki-pack"
    changed.write_text(json.dumps(envelope))
    assert _run(changed, "--fingerprint", made.fingerprint)[0] == 4


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[" * 100_000, b"\xff\x00", b'{"signatures": [{}, {}]}', b'{"signatures": 1}'],
)
def test_what_is_no_pack_is_said_to_be_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(content)
    assert _run(tmp_path / "p")[0] == 3
    assert _run(tmp_path / "none")[0] == 3


@pytest.mark.parametrize(
    "payload", [b"{}", b"[]", b'{"predicateType": "urn:other"}', b"\xff", b"[" * 100_000]
)
def test_a_signed_statement_of_another_kind_is_no_pack(
    made: Made, tmp_path: Path, payload: bytes
) -> None:
    (tmp_path / "p").write_bytes(sealed(payload, load_key(made.key, "")))
    assert _run(tmp_path / "p", "--fingerprint", made.fingerprint)[0] == 3


def test_files_at_hand_are_compared(made: Made, tmp_path: Path) -> None:
    given = (made.pack, "--fingerprint", made.fingerprint, "--files")
    assert _run(*given, made.exports)[0] == 0
    fewer = tmp_path / "exports"
    shutil.copytree(made.exports, fewer)
    (fewer / "サインインログ.csv").write_bytes(b"other")
    code, said = _run(*given, fewer, "--lang", "ja")
    assert code == 5
    assert "管理者アカウント一覧.csv: 一致" in said
    assert "サインインログ.csv: ファイルがない" in said


def test_a_name_cannot_steer_the_terminal(made: Made, tmp_path: Path) -> None:
    said = json.loads(base64.b64decode(json.loads(made.pack.read_bytes())["payload"]))
    said["predicate"]["processor"] = "\x1b[31mP02\u202e"
    (tmp_path / "p").write_bytes(sealed(json.dumps(said).encode(), load_key(made.key, "")))
    _, shown = _run(tmp_path / "p")
    assert "P02" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


def test_wrong_use_is_told_apart(made: Made) -> None:
    assert _run(made.pack, "--no-such-option")[0] == 2
