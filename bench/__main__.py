"""`python -m bench COMMAND [--json]`: what to measure; `python -m bench all [--quick] [--json]` for all of it."""

from bench.commands import bench
from bench.measuring import as_the_product

if __name__ == "__main__":
    as_the_product()
    bench()
