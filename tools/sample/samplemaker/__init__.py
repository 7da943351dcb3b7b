"""The sample workspace and made-up operations, from a scenario and a seed; nothing of the product."""
