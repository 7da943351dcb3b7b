"""Languages: says messages in Japanese or English, from gettext catalogues, never mixed."""

from itakusaki.language.speaker import LANGUAGES, Speaker, pick_language, speaker

__all__ = ["LANGUAGES", "Speaker", "pick_language", "speaker"]
