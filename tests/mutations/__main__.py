"""Damages what was handed in many times and prints what looked better for it: make mutations N=500."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from mutations.runs import KINDS, Benches, Failure, share


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m mutations", description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1, help="the first seed of each kind")
    parser.add_argument("--kind", choices=KINDS, action="append")
    given = parser.parse_args()
    failures: list[Failure] = []
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        benches = Benches(Path(folder))
        for kind in given.kind or KINDS:
            begun, done = time.monotonic(), Counter[str]()
            count = share(given.runs, kind)
            seeds = iter(range(given.seed, given.seed + count))
            for seed, did, gained in benches.run(kind, seeds):
                done[did.split()[0]] += 1
                if gained:
                    failures.append(Failure(kind=kind, seed=seed, done=did, gained=gained))
                    print(f"{kind} seed {seed}: {did}: {'; '.join(gained)}", flush=True)  # noqa: T201
            spent = time.monotonic() - begun
            amiss = sum(failure.kind == kind for failure in failures)
            print(f"{kind}: {count} runs, {amiss} amiss, {spent:.0f} s; {dict(done)}", flush=True)  # noqa: T201
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
