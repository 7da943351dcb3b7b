"""Pack files: untrusted bytes in, a document whose form and signature are known out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from itakusaki.model.message import N_, Message
from itakusaki.packs.canonical_json import Json, NotCanonicalError, parsed
from itakusaki.packs.writing import FORMAT, signed_bytes
from itakusaki.settings import data_folder

#: A pack of ten years of daily counts takes less than 3 MB.
MOST_BYTES: Final = 16 * 1024 * 1024
MEGABYTE: Final = 1024 * 1024


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


def load_pack(path: Path) -> PackFile:
    """Read a pack and check its signature.

    Raises:
        BadPackError: it is too large, no JSON, or not of the form of a pack.
    """
    from itakusaki.packs.signing_keys import fingerprint, signature_holds  # noqa: PLC0415 - heavy

    document = _document(path)
    public = bytes.fromhex(document["signature"]["public_key"])
    signature = bytes.fromhex(document["signature"]["value"])
    content = document["content"]
    return PackFile(
        content=content,
        fingerprint=fingerprint(public),
        valid=signature_holds(public, signature, signed_bytes(content)),
    )


def _document(path: Path) -> Json:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        text = N_("it is larger than {limit} MB")
        raise BadPackError(Message.of(text, limit=MOST_BYTES // MEGABYTE))
    try:
        document = parsed(data)
    except NotCanonicalError as error:
        raise BadPackError(Message(N_("it is not in the form of one"))) from error
    version = document.get("itakusaki_pack")
    if isinstance(version, int) and version > FORMAT:
        raise BadPackError(Message(N_("it was made with a newer itakusaki; install that version")))
    _check_form(document)
    return document


def _check_form(document: Json) -> None:
    # The first mistake will do: nobody mends a pack by hand.
    mistake = next(_validator().iter_errors(document), None)
    if mistake is not None:
        place = "/".join(str(step) for step in mistake.absolute_path)[:100]
        text = N_("it is not in the form of one (at {place})")
        raise BadPackError(Message.of(text, place=place or "-"))
    try:
        signed_bytes(document["content"])
    except NotCanonicalError as error:
        raise BadPackError(Message(N_("it is not in the form of one"))) from error


def _validator() -> Any:  # noqa: ANN401 - jsonschema's own class
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - heavy

    path = data_folder("checklists") / "schemas" / "pack.schema.json"
    return Draft202012Validator(json.loads(path.read_bytes()))
