"""Languages: says messages in Japanese or English, from gettext catalogues, never mixed."""

from itakusaki.language.translator import LANGUAGES, Translator, pick_language, translator_for

__all__ = ["LANGUAGES", "Translator", "pick_language", "translator_for"]
