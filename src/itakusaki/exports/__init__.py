"""Exports: delivered logs and lists → canonical Parquet, with what they cover and what was put aside."""
