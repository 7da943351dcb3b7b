"""Retests: control tests re-performed on canonical tables."""
