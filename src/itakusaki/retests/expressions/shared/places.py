"""Places: destinations of downloads as paths that can be compared, and the host each begins with."""

from __future__ import annotations

from typing import Final

from ibis import Table
from ibis.expr.types import StringValue

#: What a destination may begin with that says nothing of where it is.
SCHEMES: Final = (
    "file://",
    "smb://",
    "cifs://",
    "sftp://",
    "ftps://",
    "ftp://",
    "https://",
    "http://",
)
#: The path of a destination that says nothing.
NOWHERE: Final = "/"


def path(destination: StringValue) -> StringValue:
    """A destination for comparison, as `/host/folder/`: one lies below another if it begins with it.

    Small letters; schemes are taken out; a backslash or a colon is a `/`; one is put at both ends;
    several in a row count as one.
    """
    text = destination.lower()
    # Each step names the text once: a step that named it twice would double the whole query.
    for scheme in SCHEMES:
        text = text.replace(scheme, "/")
    text = "/" + text.replace("\\", "/").replace(":", "/") + "/"
    for _ in range(4):
        text = text.replace("//", "/")
    return text


def host(place: StringValue) -> StringValue:
    """The first part of a path."""
    rest = place.substr(1)
    return rest.substr(0, rest.find("/"))


def destinations(downloads: Table) -> Table:
    """Every destination of a log once: destination, path, host; those that say nothing left out."""
    named = downloads.filter(downloads.destination.notnull()).select("destination").distinct()
    paths = named.mutate(path=path(named.destination))
    return paths.filter(paths.path != NOWHERE).mutate(host=host(paths.path))
