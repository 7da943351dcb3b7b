"""The catalogue: checklists, policy, cross-checks and layouts, read from YAML and held together."""
