"""Caches: results kept in a folder under a digest of all they were made of; safe to delete at any time.

An entry is whole or none: it is put in place by one rename, and says of itself under which key it was
kept and what its bytes digest to. One that is damaged, or lies under another's name, is not found.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from itakusaki.files.writing import rehearsed, write_whole

#: The folder of a workspace in which results are kept; hidden, so that no listing tells of it.
CACHE: Final = ".cache"
#: Bytes that the entries may take together; those unused for longest go first.
LARGEST: Final = 512 * 1024 * 1024
#: Bytes that one entry may come to once unpacked; a small one of the cache's own cannot fill memory.
LARGEST_ENTRY: Final = 512 * 1024 * 1024
_BYTECODE: Final = "__pycache__"
_HEAD: Final = b"itakusaki cache 1\n"
_PRIVATE: Final = 0o700
#: What tells programs that make backups, and git, to leave the folder alone.
_SIGNS: Final = {
    "CACHEDIR.TAG": b"Signature: 8a477f597d28d172789f06886806bc55\n",
    ".gitignore": b"*\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCache:
    """Entries of bytes, by kind and key; without a folder nothing is found and nothing kept.

    A cache never ends a run: what cannot be read is not found, what cannot be written is not kept.
    """

    folder: Path | None = None
    largest: int = LARGEST

    def found(self, kind: str, key: str) -> bytes | None:
        """What was kept, None where nothing was or it is damaged."""
        path = self._path(kind, key)
        if path is None:
            return None
        with contextlib.suppress(OSError):
            if not path.is_file():
                return None  # to read from a pipe would wait for whoever writes to it
            content = _unpacked(path.read_bytes(), path.name)
            if content is None and not rehearsed():
                path.unlink()
            elif content is not None:
                os.utime(path)
            return content
        return None

    def keep(self, kind: str, key: str, content: bytes) -> None:
        """Keep a result; a run that only rehearses keeps nothing."""
        path = self._path(kind, key)
        if path is None or rehearsed():
            return
        with contextlib.suppress(OSError):
            _make(path.parent)
            write_whole(path, _packed(content, path.name), private=True)

    def trim(self) -> None:
        """Take away what was unused for longest, as far as all together are too large."""
        if self.folder is None or rehearsed():
            return
        with contextlib.suppress(OSError):
            for path in _beyond(self.folder, self.largest):
                path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Take away every entry."""
        ResultCache(folder=self.folder, largest=0).trim()

    def _path(self, kind: str, key: str) -> Path | None:
        # A link would lead results to where their owner did not put them.
        if self.folder is None or not key or self.folder.is_symlink():
            return None
        return self.folder / f"{kind}-{key}"


def digest_of(*parts: object) -> str:
    """The key of what is made of these: texts, numbers, days, and frozen values and tuples of these."""
    return hashlib.sha256(
        "\x1f".join(map(repr, parts)).encode("utf-8", "surrogatepass")
    ).hexdigest()


def folder_digest(folders: Iterable[Path]) -> str:
    """The SHA-256 of all files in some folders, by name and content, bytecode apart.

    Linked folders and hidden files count: who reads rules and templates may be led there.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in _files(folder):
            content = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\x1f{len(content)}\n".encode("utf-8", "surrogateescape"))
            digest.update(content)
        digest.update(b"\x1e")
    return digest.hexdigest()


def _files(folder: Path, above: tuple[Path, ...] = ()) -> Iterator[Path]:
    """Every file below a folder, links followed but for those that lead back to where they came from."""
    place = folder.resolve()
    if place in above or not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name != _BYTECODE:
            yield from _files(path, (*above, place))
        elif path.is_file():
            yield path


def _make(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=_PRIVATE, parents=True)
    folder.chmod(_PRIVATE)
    for name, content in _SIGNS.items():
        if not (folder / name).exists():
            write_whole(folder / name, content, private=True)


def _packed(content: bytes, name: str) -> bytes:
    body = zlib.compress(content, 1)
    return b"".join((_HEAD, _seal(name, body), b"\n", body))


def _unpacked(entry: bytes, name: str) -> bytes | None:
    """The content of an entry, None where it is not what was written under this name."""
    head, seal, body = (
        entry[: len(_HEAD)],
        entry[len(_HEAD) : len(_HEAD) + 64],
        entry[len(_HEAD) + 65 :],
    )
    if head != _HEAD or seal != _seal(name, body):
        return None
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(body, LARGEST_ENTRY)
    except zlib.error:
        return None
    return content if unpacker.eof else None


def _seal(name: str, body: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + body).hexdigest().encode()


def _beyond(folder: Path, largest: int) -> Iterator[Path]:
    """The entries that are too much, those used last being kept."""
    entries = [path for path in folder.iterdir() if "-" in path.name and path.name not in _SIGNS]
    left = largest
    for path, stat in sorted(
        ((path, path.stat()) for path in entries), key=lambda one: one[1].st_mtime_ns, reverse=True
    ):
        left -= stat.st_size
        if left < 0:
            yield path
