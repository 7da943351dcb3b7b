"""Earlier rounds: what a few parties answered then, as small files of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml

from samplemaker.books import Maker, csv_reply
from samplemaker.reply import party_reply
from samplemaker.scenario import Party, Told

FILE = Path(__file__).parents[1] / "rounds.yaml"


def earlier_rounds() -> tuple[Told, ...]:
    """The rounds before the sample's own, the earliest first."""
    found: Told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(found["rounds"])


def earlier_replies(maker: Maker) -> Iterator[tuple[str, bytes]]:
    """Each reply of the earlier rounds with its name in the workspace; none hands in evidence."""
    parties = {party.code: party for party in maker.scenario.parties}
    for told in earlier_rounds():
        name = str(told["round"])
        scenario = replace(maker.scenario, client={**maker.scenario.client, "round": name})
        then = replace(maker, scenario=scenario)
        for code, words in told["parties"].items():
            party = _then(parties[code], words)
            content = csv_reply(then, party, party_reply(scenario, party))
            yield f"questionnaires/{name}/{words['file']}", content


def _then(party: Party, words: Told) -> Party:
    """A party as it answered in an earlier round: otherwise where it is said, without files."""
    asked = {**(party.questionnaire or {}), "as_of": words["as_of"], "evidence": []}
    return replace(party, questionnaire=asked, answers={**party.answers, **words["answers"]})
