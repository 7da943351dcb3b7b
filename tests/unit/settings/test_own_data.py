"""Settings and rule files that a person spoilt: a sentence each, never a fault of ours."""

import random
import string
from pathlib import Path

import pytest
import yaml

from itakusaki.catalogue.yaml_file import DEEPEST, Mistake, YamlFile, read_yaml
from itakusaki.model.errors import SettingsError
from itakusaki.settings import load_workspace
from support.cli import itakusaki

GOOD = """client = "みなと"
round = "2026Q4"
as_of = 2026-12-31
language = ["ja", "en"]
[spellings]
yes = ["OK"]
[rounds.2027Q1]
as_of = 2027-03-20
[evidence]
time_zone = "Asia/Tokyo"
least_days = 28
mask_objects = false
parameters = {work_from = "07:00"}
[evidence.P02]
period_from = 2026-10-01
"""
TOML = {
    "a date-time": GOOD.replace("2026-12-31", "2026-12-31T00:00:00Z"),
    "a date-time of a round": GOOD.replace("2027-03-20", "2027-03-20T00:00:00"),
    "a number of 5,000 digits": f"{GOOD}x = {'9' * 5000}",
    "a day of no calendar": GOOD.replace("2026-12-31", "2026-02-30"),
    "the year 0": GOOD.replace("2026-12-31", "0000-01-01"),
    "lists in lists": f"x = {'[' * 10_000}{']' * 10_000}",
    "tables in tables": f"x = {'{a=' * 5_000}1{'}' * 5_000}",
    "cp932": GOOD.encode("cp932"),
    "utf-16": GOOD.encode("utf-16"),
    "too much of it": "#" * (2 << 20),
    "a surrogate": GOOD.replace("みなと", "\\ud800"),
}
YAML = {
    "a cyclic alias": "&a [*a]",
    "a cyclic alias below": "a: &a {b: {c: *a}}",
    "a day of no calendar": "a: 2026-02-30",
    "a year of five digits": "a: !!timestamp 99999-01-01",
    "no timestamp": "a: !!timestamp x",
    "a number of 5,000 digits": f"a: {'9' * 5000}",
    "lists in lists": "[" * 100_000,
    "closed lists in lists": "[" * 20_000 + "]" * 20_000,
    "mappings in mappings": "{a: " * 5_000,
    "dashes": "- " * 50_000,
    "a tag of Python": "!!python/object/apply:os.getcwd []",
    "cp932": "a: 委託先".encode("cp932"),
    "a control character": "a: \x07",
}


def _written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("content", TOML.values(), ids=TOML)
def test_settings_that_cannot_be_used_are_refused_in_a_sentence(
    content: str | bytes, tmp_path: Path
) -> None:
    _written(tmp_path / "itakusaki.toml", content)
    said = itakusaki("contract", "make", tmp_path, lang="ja")
    assert said.code == 2
    assert "itakusaki.toml" in said.err
    assert "codec" not in said.err


@pytest.mark.parametrize("content", YAML.values(), ids=YAML)
def test_a_rule_file_that_cannot_be_used_is_a_mistake_with_its_line(
    content: str | bytes, tmp_path: Path
) -> None:
    found = read_yaml(_written(tmp_path / "x.yaml", content))
    assert isinstance(found, Mistake)
    assert found.line >= 1


@pytest.mark.parametrize(
    "place", ["checklists", "layouts", "suites", "checklists/evidence/layouts"]
)
@pytest.mark.parametrize("content", ["&a [*a]", "[" * 100_000], ids=["cyclic", "deep"])
def test_a_spoilt_rule_file_ends_no_command_otherwise(
    place: str, content: str, tmp_path: Path
) -> None:
    _written(tmp_path / "itakusaki.toml", GOOD)
    _written(tmp_path / place / "x.yaml", content)
    said = itakusaki("lint", tmp_path)
    assert (said.code, "x.yaml, line 1" in said.out) == (1, True)


def test_what_is_nested_as_deeply_as_ours_is_read(tmp_path: Path) -> None:
    text = "[" * DEEPEST + "]" * DEEPEST
    assert isinstance(read_yaml(_written(tmp_path / "x.yaml", text)), YamlFile)


def _mutated(text: str, seed: int) -> str:
    """A text with a few slips: cut, doubled, swapped, a stranger let in."""
    chance = random.Random(seed)  # noqa: S311 - slips, not secrets
    signs = [
        *string.punctuation,
        "\n",
        "\t",
        "\0",
        "\ud7ff",
        "９",
        "9" * 4400,
        "[" * 200,
        "2026-13-01",
    ]
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.sample(range(len(text) + 1), 2))
        piece = text[at:to]
        text = chance.choice(
            [
                text[:at] + text[to:],
                text[:to] + piece + text[to:],
                text[:at] + chance.choice(signs) + text[at:],
                text[:at] + chance.choice(signs) + text[to:],
            ]
        )
        text = text[:20_000] or "x"
    return text


@pytest.mark.parametrize("seed", range(300))
def test_slips_in_settings_are_told(seed: int, tmp_path: Path) -> None:
    _written(tmp_path / "itakusaki.toml", _mutated(GOOD, seed))
    try:
        load_workspace(tmp_path)
    except SettingsError:
        return


RULES = yaml.safe_dump(
    {
        "layout": "x",
        "tables": [{"name": "answers", "columns": [{"name": "answer", "aliases": ["回答"]}]}],
    },
    allow_unicode=True,
)


@pytest.mark.parametrize("seed", range(300))
def test_slips_in_rule_files_are_told(seed: int, tmp_path: Path) -> None:
    found = read_yaml(_written(tmp_path / "x.yaml", _mutated(RULES, seed)))
    assert isinstance(found, Mistake | YamlFile)
