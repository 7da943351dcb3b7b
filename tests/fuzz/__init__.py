"""Fuzzing: files of every kind that is handed in or written by hand, mutated from recorded seeds."""
