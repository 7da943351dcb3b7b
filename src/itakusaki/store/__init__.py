"""The store: assessments, rounds and the journal in SQLite or PostgreSQL."""
