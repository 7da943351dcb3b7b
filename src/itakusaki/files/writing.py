"""Writing: the one door by which files are written — whole, by the umask, and nothing lost beneath.

A file is staged beside its place, brought to the disk, and put in place by one rename: whoever looks,
and whatever is killed, finds the old file or the new one. What stood there before is kept as a
dated copy.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from itakusaki.model.errors import FileInUseError

#: The folder of a workspace in which copies of what was written over are kept.
KEPT: Final = "kept"
_STAGED: Final = re.compile(r"\.itakusaki-[0-9a-f]{16}")
#: A file still staged after so many seconds was left behind by a run that died.
_LEFT_BEHIND: Final = 3600
#: What Windows says of a file that another program holds: access denied, sharing, lock violation.
_HELD: Final = frozenset({5, 32, 33})
_OWN_AND_NO_ONE_ELSE: Final = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWrite:
    """What a run that only rehearses would have written: a file, or a store that would be added to."""

    name: str
    is_new: bool
    is_store: bool = False


#: What would be written, where a run only rehearses.
_REHEARSED: Final[ContextVar[list[PlannedWrite] | None]] = ContextVar("rehearsed", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that was written, and where a copy of what stood there before is kept, if any did."""

    path: Path
    kept: Path | None = None


@contextmanager
def rehearsal() -> Iterator[list[PlannedWrite]]:
    """Within, nothing is written; what would have been, new or over what is there, is listed once."""
    planned: list[PlannedWrite] = []
    token = _REHEARSED.set(planned)
    try:
        yield planned
    finally:
        _REHEARSED.reset(token)


def rehearsed(*paths: Path) -> bool:
    """Whether the run only rehearses; the files are then listed, and whoever asks leaves them."""
    return _listed(PlannedWrite(name=str(path), is_new=not path.exists()) for path in paths)


def rehearsed_store(name: str, *, is_new: bool) -> bool:
    """Whether the run only rehearses; the store of that name is then listed as added to."""
    return _listed((PlannedWrite(name=name, is_new=is_new, is_store=True),))


def _listed(plans: Iterable[PlannedWrite]) -> bool:
    planned = _REHEARSED.get()
    if planned is None:
        return False
    planned.extend(one for one in plans if one not in planned)
    return True


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file over what is there, which is not kept; `private` leaves it to its owner.

    Raises:
        FileInUseError: another program holds the file.
    """
    if rehearsed():
        rehearsed(*changed_files({path: content}))
    else:
        _put(_real(path), content, private=private)


def write_new(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file where there is none.

    Raises:
        FileExistsError: there is one.
    """
    if rehearsed(path):
        if path.exists():
            raise FileExistsError(str(path))
        return
    staged = _staged(path, content, private=private)
    try:
        _link(staged, path)
    finally:
        staged.unlink(missing_ok=True)
    settle(path.parent)


def write_over(path: Path, content: bytes, *, root: Path | None = None) -> Written:
    """Write one file as `write_together` does."""
    (written,) = write_together({path: content}, root=root)
    return written


def write_together(files: Mapping[Path, bytes], *, root: Path | None = None) -> tuple[Written, ...]:
    """Write files, none before all can be; each that is written over is kept as a dated copy.

    Args:
        files: what each is to hold; one that holds it already is left as it is.
        root: the workspace, in whose folder KEPT copies are kept; None: beside the file.

    Raises:
        FileInUseError: another program holds one of them.
    """
    for path in files:
        refuse_held(path)
    changed = changed_files(files)
    if rehearsed(*changed):
        return tuple(Written(path=path) for path in files)
    staged: dict[Path, Path] = {}
    kept: dict[Path, Path] = {}
    try:
        for path, content in changed.items():
            staged[path] = _staged(_real(path), content)
        kept = dict(_copied([path for path in changed if path.exists()], root))
        for path, fresh in staged.items():
            _replace(fresh, _real(path))
    finally:
        for fresh in staged.values():
            fresh.unlink(missing_ok=True)
    return tuple(Written(path=path, kept=kept.get(path)) for path in files)


def changed_files(files: Mapping[Path, bytes]) -> Mapping[Path, bytes]:
    """Those of these files that do not hold yet what they are to hold."""
    return {path: content for path, content in files.items() if _content(path) != content}


def refuse_held(path: Path) -> None:
    """Refuse a file that Excel or LibreOffice has open, as the file beside it tells.

    Raises:
        FileInUseError: it is open, or its name is none the system takes (as OSError).
    """
    path.exists()  # a name that is too long is known before anything is written
    for owner in (f"~${path.name}", f".~lock.{path.name}#"):
        if (path.parent / owner).exists():
            raise FileInUseError(str(path), owner)


def is_held(error: OSError) -> bool:
    """Whether an error says that another program holds the file; only Windows says so."""
    return getattr(error, "winerror", None) in _HELD


def sweep(folders: Iterable[Path], *, older_than: float = 0) -> None:
    """Take away what runs that died left staged, in these folders and those within.

    Args:
        folders: where; only who holds the lock on them may leave `older_than` at 0.
        older_than: seconds since it was written.
    """
    for folder in () if rehearsed() else folders:
        for path in _leftovers(folder, "**/.itakusaki-*", older_than):
            path.unlink(missing_ok=True)


def bring_to_disk(handle: int) -> None:
    """Have the system put what was written on the disk."""
    os.fsync(handle)


def write_plain(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file where nobody looks yet: into a folder that is put in place as a whole."""
    write_pieces(path, (content,), private=private)


def write_pieces(path: Path, pieces: Iterable[bytes], *, private: bool = False) -> str:
    """Write a file piece by piece where nobody looks yet; gives the SHA-256 of the whole."""
    digest = hashlib.sha256()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, _OWN_AND_NO_ONE_ELSE if private else 0o666), "wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
        file.flush()
        bring_to_disk(file.fileno())
    return digest.hexdigest()


def settle(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            bring_to_disk(handle)
        finally:
            os.close(handle)


def dated(moment: datetime) -> str:
    """A moment as a part of a file name, such as 2026-12-31_093000."""
    return moment.strftime("%Y-%m-%d_%H%M%S")


def _put(path: Path, content: bytes, *, private: bool) -> None:
    refuse_held(path)
    staged = _staged(path, content, private=private)
    try:
        _replace(staged, path)
    finally:
        staged.unlink(missing_ok=True)


def _staged(path: Path, content: bytes, *, private: bool = False) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in _leftovers(path.parent, ".itakusaki-*", _LEFT_BEHIND):
        left.unlink(missing_ok=True)
    staged = path.parent / f".itakusaki-{secrets.token_hex(8)}"
    try:
        write_plain(staged, content, private=private)
        if not private and path.exists():
            staged.chmod(stat.S_IMODE(path.stat().st_mode))
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    return staged


def _leftovers(folder: Path, pattern: str, older_than: float) -> Iterator[Path]:
    for path in sorted(folder.glob(pattern)):
        with contextlib.suppress(OSError):
            is_old = time.time() - path.stat().st_mtime >= older_than
            if is_old and _STAGED.fullmatch(path.name):
                yield path


def _replace(staged: Path, path: Path) -> None:
    try:
        staged.replace(path)
    except OSError as error:
        if is_held(error):
            raise FileInUseError(str(path)) from error
        raise
    settle(path.parent)


def _link(staged: Path, path: Path) -> None:
    """Give a staged file its name unless the name is taken, at one stroke."""
    if os.name == "nt":
        staged.rename(path)
        return
    try:
        os.link(staged, path)
    except FileExistsError:
        raise
    except OSError as error:  # a disk that knows no second name for a file
        if path.exists():
            raise FileExistsError(str(path)) from error
        staged.rename(path)


def _copied(paths: Sequence[Path], root: Path | None) -> Iterator[tuple[Path, Path]]:
    """Keep a copy of each file, under the moment of this run."""
    moment = dated(datetime.now().astimezone())
    for path in paths:
        copy = _free(_copy_of(path, root, moment))
        private = not stat.S_IMODE(path.stat().st_mode) & 0o077
        write_new(copy, path.read_bytes(), private=private)
        yield path, copy


def _copy_of(path: Path, root: Path | None, moment: str) -> Path:
    if root is not None and path.resolve().is_relative_to(root.resolve()):
        return root / KEPT / moment / path.resolve().relative_to(root.resolve())
    return path.with_name(f"{path.stem}.{moment}{path.suffix}")


def _free(path: Path) -> Path:
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 10_000))
    return path if not path.exists() else next(other for other in numbered if not other.exists())


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _real(path: Path) -> Path:
    """The file itself, where a link leads to it."""
    return path.resolve() if path.is_symlink() else path
