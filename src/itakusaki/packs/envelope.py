"""Envelopes: bytes signed as they stand, in the manner of DSSE v1 (Dead Simple Signing Envelope).

The signature is over the type and the bytes of the payload, so that nothing needs to be brought
into a form of its own before it is checked, and a signature made for something else never fits.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from itakusaki.files.canonical_json import Json, canonical

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: What an in-toto statement is called in an envelope.
PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"


class NotBase64Error(ValueError):
    """A text that is not the one base64 text of any bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """An envelope opened: its payload, the key that it says it was signed with, whether that is so."""

    payload: bytes
    fingerprint: str
    valid: bool


def sealed(payload: bytes, key: Ed25519PrivateKey) -> bytes:
    """The bytes of an envelope around a payload; the same for the same payload and key."""
    from itakusaki.packs.signing_keys import fingerprint, public_bytes  # noqa: PLC0415 - heavy

    public = public_bytes(key)
    signature = {
        "keyid": fingerprint(public),
        "public_key": _text(public),
        "sig": _text(key.sign(signed_bytes(PAYLOAD_TYPE, payload))),
    }
    envelope = {
        "payload": _text(payload),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [signature],
    }
    return canonical(envelope) + b"\n"


def opened(envelope: Json) -> Envelope:
    """What lies in an envelope of the right form (`envelope.schema.json`).

    Raises:
        NotBase64Error: a part of it is not base64, or could be written in another way.
    """
    from itakusaki.packs.signing_keys import fingerprint, signature_holds  # noqa: PLC0415 - heavy

    (signature,) = envelope["signatures"]
    payload, public = _bytes(envelope["payload"]), _bytes(signature["public_key"])
    signed = signed_bytes(envelope["payloadType"], payload)
    # The name of the key is not signed; one that is not its own makes the signature worth nothing.
    named = signature["keyid"] == fingerprint(public)
    return Envelope(
        payload=payload,
        fingerprint=fingerprint(public),
        valid=named and signature_holds(public, _bytes(signature["sig"]), signed),
    )


def signed_bytes(payload_type: str, payload: bytes) -> bytes:
    """What a signature is over: DSSE's pre-authentication encoding, each part with its length."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotBase64Error(str(error)) from error
    if _text(content) != text:
        raise NotBase64Error("another text stands for the same bytes")
    return content
