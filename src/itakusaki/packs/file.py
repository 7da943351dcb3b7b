"""Pack files: untrusted bytes in, a document whose form and signature are known out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from itakusaki.files.canonical_json import Json, NotCanonicalError, canonical, parsed
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.wall import behind_wall
from itakusaki.model.allowance import MEGABYTE, USUAL, Allowance
from itakusaki.model.message import N_, Message
from itakusaki.packs.envelope import NotBase64Error, opened
from itakusaki.packs.writing import FORMAT, PREDICATE_TYPE, subjects
from itakusaki.settings import data_folder

#: A pack of ten years of daily counts takes less than 3 MB.
MOST_BYTES: Final = 16 * 1024 * 1024
_KIND: Final = re.compile(re.escape(PREDICATE_TYPE) + "([0-9]{1,9})")
_NO_PACK: Final = Message(N_("it is not in the form of one"))
_READ: Final = "itakusaki.packs.file:read"


class BadPackError(ValueError):
    """A file that is no pack; `says` tells why."""

    def __init__(self, says: Message) -> None:
        super().__init__(says.text)
        self.says = says


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFile:
    """A pack of the right form: its content, the fingerprint of its key, whether the seal holds."""

    content: Json
    fingerprint: str
    valid: bool


def load_pack(path: Path, allowance: Allowance = USUAL) -> PackFile:
    """Read a pack and check its signature, in a process of its own.

    Raises:
        BadPackError: it is too large, no JSON, not of the form of a pack, or takes more than it may.
    """
    try:
        is_pack, told = behind_wall(_READ, str(path), allowance=allowance)
    except RefusedFileError as refused:
        took_more = refused.code in {"took_too_long", "took_too_much_memory", "contents_too_large"}
        text = N_("reading it takes more than [reading] in itakusaki.toml allows")
        raise BadPackError(Message(text) if took_more else _NO_PACK) from refused
    if not is_pack:
        text, values = told
        raise BadPackError(Message.of(text, **values))
    content, key, valid = told
    return PackFile(content=content, fingerprint=key, valid=valid)


def read(path: str) -> tuple[bool, tuple[Any, ...]]:
    """Whether a file is a pack, and its content or why it is none, plain; runs in the reader."""
    try:
        envelope = opened(_of_form(_content(Path(path)), "envelope"))
        content = _content_of(envelope.payload)
    except (NotCanonicalError, NotBase64Error):
        return False, (_NO_PACK.text, {})
    except BadPackError as bad:
        return False, (bad.says.text, dict(bad.says.values))
    return True, (content, envelope.fingerprint, envelope.valid)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        text = N_("it is larger than {limit} MB")
        raise BadPackError(Message.of(text, limit=MOST_BYTES // MEGABYTE))
    return data


def _content_of(payload: bytes) -> Json:
    """What a signed statement says of the files it is signed for."""
    kind = _KIND.fullmatch(str(parsed(payload).get("predicateType")))
    if kind and int(kind[1]) > FORMAT:
        raise BadPackError(Message(N_("it was made with a newer itakusaki; install that version")))
    statement = _of_form(payload, "pack")
    canonical(statement)  # a text that is none cannot be shown either
    content: Json = statement["predicate"]
    if statement["subject"] != subjects(content):
        raise BadPackError(Message(N_("the files it is signed for are not those of its exports")))
    return content


def _of_form(data: bytes, schema: str) -> Json:
    """A document that its schema lets pass."""
    document = parsed(data)
    # The first mistake will do: nobody mends a pack by hand.
    mistake = next(_validator(schema).iter_errors(document), None)
    if mistake is not None:
        place = "/".join(str(step) for step in mistake.absolute_path)[:100]
        text = N_("it is not in the form of one (at {place})")
        raise BadPackError(Message.of(text, place=place or "-"))
    return document


def _validator(schema: str) -> Any:  # noqa: ANN401 - jsonschema's own class
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - heavy

    path = data_folder("checklists") / "schemas" / f"{schema}.schema.json"
    return Draft202012Validator(json.loads(path.read_bytes()))
