"""The one door through which figures are printed, as text or as one object."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import distributions
from typing import Any, Final

import click

from bench.figures import Figure

#: Packages whose versions bear on speed.
PACKAGES: Final = """alembic docxtpl duckdb frictionless great_expectations ibis-framework jinja2 lxml numpy
openpyxl pandas pyarrow pyspark python-calamine sqlalchemy sqlglot typst xlsxwriter"""


def say(figures: Iterable[Figure], *, as_json: bool) -> None:
    """Print figures as they come, or all as one object.

    Raises:
        click.ClickException: something failed, or what must be equal was not.
    """
    told: list[Figure] = []
    for one in figures:
        if not as_json:
            click.echo(_text(one, is_first=not told or told[-1].of != one.of))
        told.append(one)
    if as_json:
        click.echo(json.dumps(as_object(told), ensure_ascii=False))
    amiss = [f"{one.of}: {one.name}" for one in told if one.failed or one.same is False]
    if amiss:
        raise click.ClickException(f"amiss: {'; '.join(amiss)}")


def as_object(figures: Iterable[Figure]) -> dict[str, Any]:
    """Where and when it was measured, and every figure by its full name; what is not known is left out."""
    found = {f"{one.of}: {one.name}": _plain(one) for one in figures}
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": _rounded(os.getloadavg()[0]),
        "python": platform.python_version(),
        "packages": _versions(),
        "figures": found,
    }


def _versions() -> dict[str, str]:
    installed = {one.metadata["Name"].lower(): one.version for one in distributions()}
    return {name: installed[name] for name in PACKAGES.split() if name in installed}


def _plain(one: Figure) -> dict[str, Any]:
    told = {
        "cpu_s": one.cpu,
        "wall_s": one.wall,
        "ratio": one.ratio,
        "floor": f"{one.of}: {one.floor}" if one.floor else None,
        "peak_mb": one.peak,
        "sizes": dict(one.sizes),
        "found": dict(one.found) or None,
        "same": one.same,
        "not_measured": one.left_out or one.failed or None,
    }
    return {key: _rounded(value) for key, value in told.items() if value is not None}


def _rounded(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _text(one: Figure, *, is_first: bool) -> str:
    heading = (
        f"\n{one.of}\n  {'':<68}{'CPU s':>10}{'wall s':>10}{'ratio':>8}{'µs each':>14}{'MB':>7}\n"
    )
    return (heading if is_first else "") + _line(one)


def _line(one: Figure) -> str:
    name = f"  {one.name + (' (floor)' if one.floor == one.name else ''):<68}"
    if one.cpu is None or one.wall is None:
        return f"{name}  {'FAILED' if one.failed else 'not measured'}: {one.failed or one.left_out}"
    each = 1e6 * one.cpu / next(iter(one.sizes.values()), 1)
    times = f"{one.cpu:10.4f}{one.wall:10.4f}{one.ratio or 0:8.2f}{each:14,.2f}"
    memory = f"{one.peak:7.0f}" if one.peak else " " * 7
    same = {None: "", True: "the same: ", False: "NOT THE SAME: "}[one.same]
    found = ", ".join(f"{_short(value)} {name}" for name, value in one.found.items())
    return f"{name}{times}{memory}  {same}{found}".rstrip()


def _short(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value[:12]
