"""Canonical JSON: one text for one value, so that a signature is over what is read (RFC 8785-like).

Sorted keys, no spaces, UTF-8, whole numbers only. Reading refuses what could be read in two ways.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn, TypeAlias

Json: TypeAlias = dict[str, Any]


class NotCanonicalError(ValueError):
    """The bytes are no JSON, or JSON that could be read in two ways."""


def canonical(value: Json) -> bytes:
    """The one text of a value.

    Raises:
        NotCanonicalError: a text in it cannot be written as UTF-8.
    """
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonicalError(str(error)) from error


def parsed(data: bytes) -> Json:
    """The object that bytes hold.

    Raises:
        NotCanonicalError: it is no object, nests too deeply, names a key twice or holds a fraction.
    """
    try:
        found = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_float=_refused,
            parse_constant=_refused,
        )
    except NotCanonicalError:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from error
    if not isinstance(found, dict):
        raise NotCanonicalError(type(found).__name__)
    return found


def _once(pairs: Sequence[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotCanonicalError("a key is written twice")
    return found


def _refused(text: str) -> NoReturn:
    raise NotCanonicalError(text)
