"""Seeded mutations: what was handed in is damaged as people damage it; nothing may look better for it."""
