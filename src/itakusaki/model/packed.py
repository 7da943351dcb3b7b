"""Packed values: our frozen values as bytes, and back; quicker than `model.plain`, and not to be kept long.

Bytes hold for the very sources that wrote them. What comes back is values of ours and plain ones:
whoever put other bytes there can make a wrong value with them, and no call of anything else.
"""

from __future__ import annotations

import gc
import io
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from datetime import date, datetime, time
from enum import Enum
from importlib import import_module
from typing import Any, Final

_PROTOCOL: Final = 5
_ROOMS: Final = ("itakusaki.model.", "itakusaki.catalogue.", "itakusaki.findings.")
_MOMENTS: Final = {kind.__name__: kind for kind in (date, datetime, time)}


class NotPackedError(ValueError):
    """Bytes are no packed value."""


def packed(value: object) -> bytes:
    """A frozen value of ours as bytes."""
    return pickle.dumps(value, _PROTOCOL)


def unpacked(content: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """The value that bytes stand for.

    Raises:
        NotPackedError: they are none, or hold more than values of ours.
    """
    try:
        with _many_values():
            return _ModelUnpickler(io.BytesIO(content)).load()
    except Exception as error:  # torn bytes raise whatever their reading stumbles over
        raise NotPackedError(str(error)) from error


class _ModelUnpickler(pickle.Unpickler):
    """Knows dataclasses and words of the rooms, days, and nothing else."""

    def find_class(self, module_name: str, global_name: str) -> Any:  # noqa: ANN401 - pickle's own
        """A class that may stand in a packed value."""
        if module_name == "datetime" and global_name in _MOMENTS:
            return _MOMENTS[global_name]
        if not module_name.startswith(_ROOMS):
            raise pickle.UnpicklingError(module_name)
        import_module(module_name)
        found = vars(sys.modules[module_name]).get(global_name)
        if isinstance(found, type) and found.__module__ == module_name and _is_value(found):
            return found
        raise pickle.UnpicklingError(global_name)


def _is_value(found: type) -> bool:
    return is_dataclass(found) or issubclass(found, Enum)


@contextmanager
def _many_values() -> Iterator[None]:
    """Within, no garbage is looked for: there is none among values that are being made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
