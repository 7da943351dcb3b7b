"""Packs: results of a run at the processor, signed, and read back."""
