"""Report folders: a new one takes the place of the old at one stroke, whatever is killed in between.

Beside the folder of a round stand, while a run writes, one that is being built (_NEW), the one it takes
the place of (_OLD), and what is only waiting to be cleared (_GONE). A run that finds them repairs what
a killed one left: the old folder goes back where there is none, and what a person put into it is taken
over before it goes away.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from itakusaki.files.digest import file_digest
from itakusaki.files.writing import (
    changed_files,
    is_held,
    refuse_held,
    rehearsed,
    settle,
    write_pieces,
    write_plain,
)
from itakusaki.model.errors import FileInUseError
from itakusaki.model.message import Message

if TYPE_CHECKING:
    from itakusaki.report.publication import AnyReport

#: Lists what we wrote, so that the next run can tell a file somebody changed.
MANIFEST: Final = ".itakusaki-written.json"
#: The folder of the sealed report below that of the round.
SEALED: Final = "sealed"
_NEW, _OLD, _GONE = ".itakusaki-new", ".itakusaki-old", ".itakusaki-gone"
#: What earlier versions left beside the folder of a round when they were killed.
_EARLIER: Final = re.compile(r"\.(?P<name>.+?)-(?P<old>old-)?[a-z0-9_]{8}")
_PRIVATE: Final = 0o700
#: Numbers that are tried for a name that is not taken.
_NUMBERS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReport:
    """A report that a person had changed, and the name under which that copy now lies beside ours."""

    name: str
    kept_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The ordinary reports written, the page to open first, and what became of the old ones.

    `kept` are those a person had changed; `dropped`, by name, those that this run does not write.
    """

    paths: tuple[Path, ...]
    kept: tuple[KeptReport, ...]
    dropped: tuple[str, ...]
    #: What whoever sends the documents has to be told.
    notices: tuple[Message, ...] = ()
    #: The SHA-256 of every file written, sealed ones too, by name.
    digests: Mapping[str, str] = field(default_factory=dict)


def replace_folder(
    folder: Path, files: Iterable[AnyReport], *, private: bool = False
) -> tuple[KeptReport, ...]:
    """Put a set of files in place of those of the last run, at one stroke; each is written as it comes.

    Files, links and folders that a person added stay; files that a person changed stay under a
    name with `.kept`, and are told. `private` leaves all of it to its owner.

    Raises:
        FileInUseError: a file of the old folder is open in another program; nothing has changed.
    """
    folder = folder.resolve() if folder.is_symlink() else folder
    if rehearsed():
        for file in files:
            rehearsed(*changed_files({folder / file.name: b"".join(file.pieces())}))
        return ()
    folder.parent.mkdir(parents=True, exist_ok=True)
    repair(folder.parent)
    _refuse_held(folder)
    fresh = _beside(folder, _NEW)
    try:
        _build(fresh, files)
        kept = tuple(_taken_over(folder, fresh))
        if private:
            _make_private(fresh)
        else:
            _share(fresh, folder)
        _swap(folder, fresh)
    finally:
        _clear(fresh)
    return kept


def stands(folder: Path, digests: Mapping[str, str]) -> bool:
    """Whether a folder holds these files as we wrote them, by name and SHA-256, and we wrote no others.

    What a killed run left is repaired first; who calls holds the workspace.

    Raises:
        FileInUseError: one of them is open in another program, and may be changed there.
    """
    if rehearsed():
        return False
    repair(folder.parent)
    _refuse_held(folder)
    return (
        not folder.is_symlink()
        and written(folder) == digests
        and all(_is_ours(folder / name, digest) for name, digest in digests.items())
        and all(_is_private(folder / name) for name in digests if is_sealed(name))
    )


def _is_private(path: Path) -> bool:
    return os.name == "nt" or not (path.stat().st_mode | path.parent.stat().st_mode) & 0o077


def written(folder: Path) -> Mapping[str, str]:
    """What we wrote into a folder, by name, each with its SHA-256."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def still_there(folder: Path) -> tuple[str, ...]:
    """What we wrote into a folder, by name, so far as it is there.

    Nothing of a sealed report is among it: its names tell whose matter it was.
    """
    names = (name for name in written(folder) if not is_sealed(name))
    return tuple(sorted(name for name in names if (folder / name).is_file()))


def is_sealed(name: str) -> bool:
    """Whether a file of the folder is of the sealed report; its name tells whose matter it is."""
    return PurePosixPath(name).parts[0] == SEALED


def repair(reports: Path) -> None:
    """Repair what killed runs left in the folder of all reports; who calls holds the workspace."""
    for path in sorted(reports.iterdir()) if reports.is_dir() else ():
        earlier = _EARLIER.fullmatch(path.name)
        if path.is_symlink() or not path.is_dir():
            continue
        if path.name.startswith(".") and path.suffix == _OLD:
            _restore(path, reports / path.name[1 : -len(_OLD)])
        elif path.name.startswith(".") and path.suffix in (_NEW, _GONE):
            _clear(path)
        elif earlier and earlier["old"] and (path / "old").is_dir():
            _restore(path / "old", reports / earlier["name"])
            _clear(path)
        elif earlier and _is_leftover(path):
            _clear(path)


def _is_leftover(path: Path) -> bool:
    """Whether a hidden folder is what an earlier version built, rather than a person's."""
    return (path / MANIFEST).is_file() or not any(path.iterdir())


def _restore(old: Path, folder: Path) -> None:
    """Put the old folder back where there is none; else take over what a person put into it."""
    if not folder.exists():
        old.rename(folder)
        settle(folder.parent)
        return
    tuple(_taken_over(old, folder))
    # Half cleared it would lack the list of what we wrote, and our pages would pass for a person's.
    gone = _beside(folder, _GONE)
    _clear(gone)
    old.rename(gone)
    _clear(gone)


def _build(fresh: Path, files: Iterable[AnyReport]) -> None:
    fresh.mkdir(mode=_PRIVATE)
    manifest: dict[str, str] = {}
    for file in files:
        target = fresh / file.name
        private = is_sealed(file.name)
        _make_folders(target.parent, fresh, private=private)
        manifest[file.name] = write_pieces(target, file.pieces(), private=private)
    write_plain(fresh / MANIFEST, json.dumps(manifest, indent=1).encode())


def _make_folders(folder: Path, root: Path, *, private: bool) -> None:
    if folder == root or folder.is_dir():
        return
    _make_folders(folder.parent, root, private=private)
    folder.mkdir(mode=_PRIVATE if private else 0o777)


def _taken_over(old: Path, fresh: Path) -> Iterator[KeptReport]:
    """Take over what is a person's: what was changed or added, links as links, empty folders."""
    ours = written(old)
    for path in _entries(old):
        name = path.relative_to(old).as_posix()
        is_ours = name == MANIFEST or _is_ours(path, ours.get(name))
        if is_ours or _is_there(path, fresh / name):
            continue
        target = fresh / name
        _make_folders(target.parent, fresh, private=False)
        if os.path.lexists(target):
            target = _free(target, path.parent)
            yield KeptReport(name=name, kept_as=target.relative_to(fresh).as_posix())
        _carry(path, target)
    _make_private(fresh / SEALED)


def _entries(folder: Path) -> Iterator[Path]:
    """Files, links and empty folders, by name; what is behind a link is not looked at."""
    for root, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        folders[:] = sorted(set(folders) - set(links))
        yield from (Path(root) / name for name in sorted((*links, *files)))
        if not folders and not files and not links and Path(root) != folder:
            yield Path(root)


def _is_ours(path: Path, digest: str | None) -> bool:
    return digest is not None and not path.is_symlink() and digest == _digest_of(path)


def _is_there(path: Path, target: Path) -> bool:
    """Whether what is to be taken over has been, by a run that was killed later."""
    if path.is_symlink() or not path.is_file():
        return os.path.lexists(target)
    named = (target, *sorted(target.parent.glob(f"{_plain(target.stem)}.kept*")))
    digest = _digest_of(path)
    return any(at.is_file() and _digest_of(at) == digest for at in named)


def _plain(text: str) -> str:
    """A text in which no sign stands for others."""
    return re.sub(r"([\[*?])", r"[\1]", text)


def _carry(path: Path, target: Path) -> None:
    if path.is_symlink():
        try:
            target.symlink_to(path.readlink(), target_is_directory=path.is_dir())
        except OSError:  # a system that lets only some make links: this one moves
            path.rename(target)
    elif path.is_dir():
        target.mkdir()
    else:
        shutil.copy2(path, target)


def _make_private(folder: Path) -> None:
    """Leave a folder and what is in it to its owner, as far as the system knows of owners."""
    if folder.is_dir() and not folder.is_symlink():
        folder.chmod(_PRIVATE)
        for path in folder.rglob("*"):
            if not path.is_symlink():
                path.chmod(_PRIVATE if path.is_dir() else 0o600)


def _share(fresh: Path, folder: Path) -> None:
    """Give the new folder the rights of the old one; where there is none, those that umask leaves."""
    if folder.is_dir():
        fresh.chmod(stat.S_IMODE(folder.stat().st_mode))
        return
    probe = fresh / ".rights"
    probe.mkdir()
    rights = stat.S_IMODE(probe.stat().st_mode)
    probe.rmdir()
    fresh.chmod(rights)


def _free(path: Path, also: Path) -> Path:
    """A name beside `path` that is taken neither there nor in the folder `also`: report.kept.xlsx."""
    numbers = ("", *range(2, _NUMBERS))
    others = (path.with_name(f"{path.stem}.kept{number}{path.suffix}") for number in numbers)
    return next(
        other
        for other in others
        if not os.path.lexists(other) and not os.path.lexists(also / other.name)
    )


def _swap(folder: Path, fresh: Path) -> None:
    settle(fresh)
    old = _beside(folder, _OLD)
    try:
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    except OSError as error:
        if old.exists() and not folder.exists():
            old.rename(folder)
        if is_held(error):
            raise FileInUseError(str(_held_in(folder))) from error
        raise
    settle(folder.parent)
    # What a person saved into the old folder while the new one took its place.
    if old.exists():
        _restore(old, folder)


def _refuse_held(folder: Path) -> None:
    """Refuse while a report is open, as the file beside it tells.

    Raises:
        FileInUseError: it is open.
    """
    for name in written(folder):
        try:
            refuse_held(folder / name)
        except FileInUseError as error:
            if is_sealed(name):
                raise FileInUseError(str(folder / SEALED)) from error
            raise


def _held_in(folder: Path) -> Path:
    """The file that another program holds: on Windows it cannot even be given its own name."""
    for path in _entries(folder):
        try:
            path.rename(path)
        except OSError:
            name = path.relative_to(folder).as_posix()
            return folder / SEALED if is_sealed(name) else path
    return folder


def _beside(folder: Path, suffix: str) -> Path:
    return folder.with_name(f".{folder.name}{suffix}")


def _clear(folder: Path) -> None:
    with contextlib.suppress(OSError):
        shutil.rmtree(folder)


def _digest_of(path: Path) -> str:
    with contextlib.suppress(OSError):
        return file_digest(path)
    return ""
