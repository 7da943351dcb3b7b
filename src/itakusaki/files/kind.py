"""Kinds: what the bytes of a file really are, whatever its name says."""

from __future__ import annotations

from typing import Final

#: What every zip with content begins with.
ZIP: Final = b"PK"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF: Final = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT: Final = 4096


def is_encrypted(data: bytes) -> bool:
    """Whether the bytes are a workbook under a password."""
    return data.startswith(_OLE) and _ENCRYPTED in data


def kind_of(data: bytes) -> str:
    """What the bytes are: xlsx, xls, encrypted, text, or other where they are nothing of these."""
    if data.startswith(ZIP):
        return "xlsx"
    if data.startswith(_OLE):
        return "encrypted" if is_encrypted(data) else "xls"
    if data.startswith(_BIFF):
        return "xls"
    return "other" if b"\0" in data[:_LOOKED_AT] and not data.startswith(_UTF16) else "text"
