"""Exports → re-performed control tests (architecture.md §7)."""
