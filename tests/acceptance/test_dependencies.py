"""What pyproject.toml asks for, what constraints.txt pins, and what is installed fit one another."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"].values()
ASKED = [
    Requirement(line)
    for line in (*PROJECT["dependencies"], *(line for extra in EXTRAS for line in extra))
]
PINS = {
    canonicalize_name(name): pinned
    for name, _, pinned in (
        line.partition("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
}


def test_constraints_are_names_and_versions_and_name_no_index() -> None:
    assert len(PINS) > 50
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in PINS)
    assert all(re.fullmatch(r"[A-Za-z0-9.]+", pinned) for pinned in PINS.values())


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_every_dependency_is_pinned_within_its_bounds(asked: Requirement) -> None:
    assert asked.specifier.contains(PINS[canonicalize_name(asked.name)], prereleases=True)


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_what_is_installed_is_within_the_bounds(asked: Requirement) -> None:
    try:
        installed = version(asked.name)
    except PackageNotFoundError:
        pytest.skip(f"{asked.name} is not installed")
    assert asked.specifier.contains(installed, prereleases=True)


def test_every_bound_says_why() -> None:
    """A dependency that is held back has its reason beside it, to be lifted once that is gone."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    bounded = [f'"{asked}",' for asked in ASKED if asked.specifier]
    assert '"sqlglot<30.18",' in bounded
    for line in bounded:
        assert re.search(rf"{re.escape(line)} # \w", text), line
