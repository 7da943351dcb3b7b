"""Delivered exports → one canonical Parquet file per export (architecture.md §7, §9)."""
