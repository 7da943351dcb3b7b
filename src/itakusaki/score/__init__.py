"""Scoring: answers, clauses, facts and evidence in; verdicts, contradictions, scores and ratings out."""
