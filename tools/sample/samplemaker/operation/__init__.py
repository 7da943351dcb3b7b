"""Operation: a made-up call centre at work, with or without an insider, as the exports a processor would hand in."""
