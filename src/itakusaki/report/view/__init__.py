"""Views: an assessment made ready to be shown, in one language, with no decision left to take."""
