"""Migrations of the store, in order; each keeps what is there."""
