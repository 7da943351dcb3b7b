"""Makes the exports of a call centre at work, with an insider in it or not, and a truth file beside them.

Run as `python -m samplemaker.make_operation OUT --quarters 8 --people 300 --seed 7 [--no-insider]`; what a
processor would deliver goes to OUT/exports, what was planted to OUT/truth.json, which no test ever reads.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from samplemaker.operation.calendar import DAY, month_after
from samplemaker.operation.forms import files
from samplemaker.operation.operation import operation
from samplemaker.operation.plan import call_centre

LEAST_PEOPLE = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Write an operation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--quarters", type=int, default=8, help="how many quarters")
    parser.add_argument(
        "--people", type=int, default=300, help=f"people with access, {LEAST_PEOPLE} or more"
    )
    parser.add_argument("--seed", default="7", help="another seed, another operation")
    parser.add_argument("--insider", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument(
        "--first", type=date.fromisoformat, default=date(2024, 10, 1), help="first day"
    )
    chosen = parser.parse_args(arguments)
    if chosen.people < LEAST_PEOPLE or chosen.quarters < 1 or chosen.first.day != 1:
        parser.error(
            f"at least {LEAST_PEOPLE} people, one quarter, and a first day that begins a month"
        )
    plan = call_centre(
        seed=chosen.seed,
        first=chosen.first,
        last=month_after(chosen.first, 3 * chosen.quarters) - DAY,
        people=chosen.people,
        insider=chosen.insider,
    )
    made = operation(plan)
    folder = chosen.out / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files(made).values():
        (folder / name).write_bytes(content)
        print(f"{len(content):>10,} {name}")
    (chosen.out / "truth.json").write_text(made.truth_json, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
