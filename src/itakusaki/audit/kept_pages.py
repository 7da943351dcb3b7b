"""Pages of the last run, taken again where the very same would be made.

Only names and digests are kept; the pages themselves lie in the folder of reports, and one that was
changed there is made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from itakusaki.audit.code_stamp import code_stamp
from itakusaki.audit.setup import Setup
from itakusaki.files.cache import digest_of, folder_digest

PAGES: Final = "pages"


class KeptPages:
    """The pages of a round: which of them stand there as they would be made, and what they were made of."""

    def __init__(self, setup: Setup) -> None:
        self._cache, self._folder = setup.cache, setup.workspace.reports
        self._templates, self._round = setup.templates, setup.workspace.round
        self._key = self._made_key() if setup.cache.folder is not None else ""
        self._last = _told(setup.cache.found(PAGES, self._key))
        self._now: dict[str, tuple[str, str]] = {}

    def content(self, name: str, made_of: object, make: Callable[[], bytes]) -> bytes:
        """A page's bytes; `made_of` is all that it is made of beside templates and code, told whole by its repr."""
        if not self._key:
            return make()
        key = digest_of(name, made_of)
        known, digest = self._last.get(name, ("", ""))
        found = _bytes(self._folder / name, digest) if known == key else None
        content = make() if found is None else found
        self._now[name] = key, hashlib.sha256(content).hexdigest()
        return content

    def keep(self) -> None:
        """Keep what the pages of this run were made of, unless a template became another meanwhile."""
        if self._now and self._made_key() == self._key:
            self._cache.keep(PAGES, self._key, json.dumps(self._now).encode())

    def _made_key(self) -> str:
        templates = folder_digest(self._templates)
        return digest_of(code_stamp(), templates, len(self._templates), self._round)


def _told(content: bytes | None) -> Mapping[str, tuple[str, str]]:
    with suppress(ValueError, TypeError, AttributeError):
        told = json.loads(content or b"")
        return {str(name): (str(key), str(digest)) for name, (key, digest) in told.items()}
    return {}


def _bytes(path: Path, digest: str) -> bytes | None:
    """The bytes of a file, None where they are not those that were written."""
    with suppress(OSError):
        content = path.read_bytes()
        return content if hashlib.sha256(content).hexdigest() == digest else None
    return None
