"""Benchmarks: every figure as a ratio to a stated floor, measured in one run."""
