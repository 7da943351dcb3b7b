"""Verify an evidence pack without itakusaki: one file, Python 3.11 and `cryptography`, no network.

A pack is an in-toto statement (v1) in a DSSE envelope (v1), signed with Ed25519. This tells whether
the signature holds, whether the key is the one whose fingerprint was told on another way, and whether
files at hand are those that the pack speaks of. It does not tell whether what is said is true.

Exit codes: 0 holds, and by a key that was given · 1 holds, but the key was not given or is another ·
2 wrong use · 3 no pack · 4 the signature does not hold · 5 a file is missing or is another.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HOLDS, OTHER_KEY, NO_PACK, BROKEN, OTHER_FILES = 0, 1, 3, 4, 5
PAYLOAD_TYPE = "application/vnd.in-toto+json"
PREDICATE_TYPE = "urn:itakusaki:evidence-pack:"
MOST_BYTES = 16 * 1024 * 1024

WORDS = {
    "en": {
        "no_pack": "{pack}: no evidence pack",
        "broken": "{pack}: the signature does not hold. Something was changed.",
        "holds": "{pack}: the signature holds.",
        "key": "fingerprint of the key: {key}",
        "known": "It is the key that was given.",
        "unknown": "It is not a key that was given. Ask for the fingerprint by telephone.",
        "says": "processor {processor}, round {round}, made on {made_on}, {files} files",
        "same": "{name}: the same",
        "other": "{name}: another file of this name, or none",
    },
    "ja": {
        "no_pack": "{pack}: 証跡パックではありません。",
        "broken": "{pack}: 署名が一致しません。内容が変更されています。",
        "holds": "{pack}: 署名は正しいものです。",
        "key": "鍵の指紋: {key}",
        "known": "指定された鍵です。",
        "unknown": "指定された鍵ではありません。電話などで指紋（フィンガープリント）を確かめてください。",
        "says": "委託先 {processor}、点検回 {round}、作成日 {made_on}、ファイル {files} 件",
        "same": "{name}: 一致",
        "other": "{name}: ファイルがないか、内容が異なります。",
    },
}


def opened(content: bytes) -> tuple[bytes, bytes, bytes]:
    """Payload, public key and signature of an envelope.

    Raises:
        ValueError: it is none, or of another kind.
    """
    try:
        envelope = json.loads(content)
        (signature,) = envelope["signatures"]
        if envelope["payloadType"] != PAYLOAD_TYPE:
            raise ValueError(envelope["payloadType"])
        parts = (envelope["payload"], signature["public_key"], signature["sig"])
        payload, public, signed = (base64.b64decode(part, validate=True) for part in parts)
    except (LookupError, TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return payload, public, signed


def holds(payload: bytes, public: bytes, signature: bytes) -> bool:
    """Whether the signature is over this payload and by this key."""
    kind = PAYLOAD_TYPE.encode()
    signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def statement(payload: bytes) -> dict[str, Any]:
    """What was signed.

    Raises:
        ValueError: it is no statement of an evidence pack.
    """
    try:
        found: dict[str, Any] = json.loads(payload)
        if not found["predicateType"].startswith(PREDICATE_TYPE):
            raise ValueError(found["predicateType"])
        list(subjects(found))
        found["predicate"]["processor"], found["predicate"]["round"], found["predicate"]["made_on"]
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return found


def subjects(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and SHA-256 of each file that the pack speaks of."""
    for subject in found["subject"]:
        yield subject["name"], subject["digest"]["sha256"]


def digests(folder: Path) -> set[tuple[str, str]]:
    """Name and SHA-256 of each file below a folder."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                found.add((path.name, hashlib.file_digest(file, "sha256").hexdigest()))
    return found


def shown(text: object) -> str:
    """A text of a stranger without what steers a terminal."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(text)
    )


class Printer:
    """Prints sentences of one language, with nothing in them that steers a terminal."""

    def __init__(self, language: str) -> None:
        self.words = WORDS[language]

    def say(self, word: str, **values: object) -> None:
        """Print a sentence with its values."""
        print(self.words[word].format(**{name: shown(value) for name, value in values.items()}))


def verify(pack: Path, keys: set[str], folder: Path | None, printer: Printer) -> int:
    """Say what can be said of a pack, and give the exit code."""
    try:
        with pack.open("rb") as file:
            payload, public, signature = opened(file.read(MOST_BYTES))
        if not holds(payload, public, signature):
            printer.say("broken", pack=pack)
            return BROKEN
        found = statement(payload)
    except (OSError, ValueError):
        printer.say("no_pack", pack=pack)
        return NO_PACK
    fingerprint = hashlib.sha256(public).hexdigest()
    printer.say("holds", pack=pack)
    printer.say("key", key=fingerprint)
    printer.say("known" if fingerprint in keys else "unknown")
    files, said = list(subjects(found)), found["predicate"]
    day = said["made_on"]
    printer.say(
        "says", processor=said["processor"], round=said["round"], made_on=day, files=len(files)
    )
    if folder and not same_files(files, folder, printer):
        return OTHER_FILES
    return HOLDS if fingerprint in keys else OTHER_KEY


def same_files(files: list[tuple[str, str]], folder: Path, printer: Printer) -> bool:
    """Say of each file of the pack whether it lies in the folder, and whether all do."""
    here = digests(folder)
    for name, sha256 in files:
        printer.say("same" if (name, sha256) in here else "other", name=name)
    return here.issuperset(files)


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("pack", type=Path)
    parser.add_argument(
        "--fingerprint", action="append", default=[], help="SHA-256 of a key that is known"
    )
    parser.add_argument("--files", type=Path, help="folder with the files that the pack speaks of")
    parser.add_argument("--lang", choices=sorted(WORDS), default="ja")
    given = parser.parse_args()
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    keys = {key.strip().replace(":", "").casefold() for key in given.fingerprint}
    return verify(given.pack, keys, given.files, Printer(given.lang))


if __name__ == "__main__":
    sys.exit(main())
