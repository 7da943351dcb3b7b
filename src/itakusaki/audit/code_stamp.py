"""The code's stamp: what is kept of a run holds for the very code that made it."""

from __future__ import annotations

import platform
import sys
from functools import cache
from pathlib import Path

from itakusaki import __file__ as _own_file
from itakusaki.files.cache import digest_of, folder_digest


@cache
def code_stamp() -> str:
    """A digest of our sources, every installed distribution by name and version, and the interpreter."""
    places = [Path(place) for place in sys.path if place and Path(place).is_dir()]
    entries = (path.name for place in places for path in place.iterdir())
    libraries = sorted(name for name in entries if name.endswith(".dist-info"))
    interpreter = (sys.version, platform.platform())
    return digest_of(folder_digest((Path(_own_file).parent,)), tuple(libraries), interpreter)
