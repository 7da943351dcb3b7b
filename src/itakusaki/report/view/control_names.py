"""Control names: ids within a sentence, listed as the language lists, with their titles beside them."""

from __future__ import annotations

import re

from itakusaki.model.message import N_, Message
from itakusaki.report.view.context import ViewContext

CONTROL = re.compile(r"\b[A-Z]{3}-\d{2}\b")
BETWEEN = re.compile(r"(?<=-\d\d), (?=[A-Z]{3}-\d\d)")


def listed(context: ViewContext, text: str) -> str:
    """A sentence whose lists of controls are parted as the language does it."""
    return BETWEEN.sub(context.translator.joined(("", "")), text)


def titled(context: ViewContext, text: str) -> str:
    """A sentence with the title beside every control it names."""

    def name(found: re.Match[str]) -> str:
        control = context.checklist.controls.get(found[0])
        if control is None:
            return found[0]
        text = N_("{control} ({title})")
        return context.say(Message.of(text, control=control.id, title=control.title))

    return CONTROL.sub(name, listed(context, text))
