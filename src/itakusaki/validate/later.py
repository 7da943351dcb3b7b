"""Later: modules that are loaded when something of them is first asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


class _Later(ModuleType):
    """Stands for a module and loads it when one of its names is used.

    Not importlib's LazyLoader: what that makes is loaded by the next import of the same name.
    """

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


@contextmanager
def loaded_later(*names: str) -> Iterator[None]:
    """Let imports of these modules within the block cost nothing until their names are used.

    A module of a package is given with the package before it. What is loaded already stays.
    """
    stood = {name: _Later(name) for name in names if name not in sys.modules}
    for name, module in stood.items():
        package, _, last = name.rpartition(".")
        if package in stood:
            setattr(stood[package], last, module)
    sys.modules.update(stood)
    try:
        yield
    finally:
        for name, module in stood.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
