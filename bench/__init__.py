"""Benchmarks: every figure as a ratio to a stated floor, measured in one run."""

import itakusaki  # noqa: F401 - before openpyxl, whose way of writing it settles
