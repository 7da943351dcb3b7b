"""Breach response: fact sheets → incidents → triage and clock; knows no other stage."""
