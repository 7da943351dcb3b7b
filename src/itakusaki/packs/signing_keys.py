"""Signing keys: Ed25519, made and kept by the processor; a client knows them by fingerprint."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from itakusaki.files.writing import write_new
from itakusaki.model.errors import FileExistsAlreadyError, SigningKeyError
from itakusaki.model.message import N_, Message

#: Bytes of a key file that is one; larger files are not read.
MOST_BYTES = 64 * 1024
ELSEWHERE = N_("A key is never written over. Name another file.")


def make_key(path: Path, passphrase: str) -> str:
    """Write a new private key that only its owner may read, and give its fingerprint.

    Raises:
        FileExistsAlreadyError: there is a file already; a key is never written over.
    """
    key = Ed25519PrivateKey.generate()
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
    content = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )
    try:
        write_new(path, content, private=True)
    except FileExistsError as error:
        raise FileExistsAlreadyError(str(path), Message(ELSEWHERE)) from error
    return fingerprint(public_bytes(key))


def locked(path: Path) -> bool:
    """Whether a key file asks for a passphrase."""
    return b"ENCRYPTED" in _content(path)


def load_key(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """The private key of a file.

    Raises:
        SigningKeyError: it is no Ed25519 private key, or the passphrase does not open it.
    """
    secret = passphrase.encode() if passphrase else None
    try:
        # A key without a passphrase refuses one; a passphrase too many harms nobody.
        key = serialization.load_pem_private_key(_content(path), secret if locked(path) else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        text = N_("it is no private key in PEM form, or the passphrase does not fit")
        raise SigningKeyError(str(path), Message(text)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyError(str(path), Message(N_("it is not an Ed25519 key")))
    return key


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES)


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The public half, 32 bytes."""
    return key.public_key().public_bytes_raw()


def fingerprint(public: bytes) -> str:
    """The SHA-256 of a public key, by which people compare it."""
    return hashlib.sha256(public).hexdigest()


def signature_holds(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether a signature is over this content and by this key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        return False
    return True
