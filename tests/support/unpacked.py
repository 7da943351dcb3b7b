"""What a file says, however it is packed: every part of an Office file, the text of a PDF, plain text."""

from __future__ import annotations

import io
import zipfile
from html import unescape

import pypdf


def unpacked(name: str, content: bytes) -> str:
    """All text of a file by its name's ending, names of parts included."""
    if name.endswith((".xlsx", ".docx", ".zip")):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(
                f"{part}\n{unpacked(part, parts.read(part))}" for part in parts.namelist()
            )
    if name.endswith(".pdf"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        return "\n".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    text = content.decode("utf-8", "replace")
    # Whether signs stand as such or by their numbers is a matter of which writer of XML there is.
    return unescape(text) if name.endswith((".xml", ".rels")) else text
