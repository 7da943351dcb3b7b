"""Questions of a breach: the facts asked one by one on the terminal, where there is no fact sheet."""

from __future__ import annotations

from collections.abc import Mapping

import click

from itakusaki.breach.given import Given, GivenSheet
from itakusaki.catalogue.breach import AskedFact, AskedTable, BreachRules
from itakusaki.cli.echo import echo
from itakusaki.language import Translator
from itakusaki.language.labels import FACT_GROUPS
from itakusaki.model.message import N_, Message


def asked_sheet(rules: BreachRules, translator: Translator) -> GivenSheet:
    """Ask for the facts of an incident; an empty answer leaves a fact unknown."""
    asker = Asker(translator)
    sheet = GivenSheet(Given("", Message(N_("your answers"))))
    echo(translator.gettext(N_("Press Enter where a fact is not known.")), err=True)
    for table in rules.tables.values():
        sheet.rows[table.id] = list(asker.rows(table))
    group = ""
    for fact in rules.facts.values():
        if fact.group != group:
            group = fact.group
            echo(f"\n{translator.say(FACT_GROUPS[group])}", err=True)
        given = asker.fact(fact)
        if given is not None:
            sheet.facts[fact.id] = given
    return sheet


class Asker:
    """Asks on the terminal, in one language."""

    def __init__(self, translator: Translator) -> None:
        self._words = translator

    def fact(self, fact: AskedFact) -> Given | None:
        """The answer to one fact, None where it was left out; choices may be given by number."""
        asked = self._words.pick(fact.ask)
        for number, choice in enumerate(fact.choices, start=1):
            echo(f"  {number}) {self._words.pick(choice.says)}", err=True)
        answer = str(click.prompt(asked, default="", show_default=False, err=True)).strip()
        if not answer:
            return None
        numbers = {str(n): choice.id for n, choice in enumerate(fact.choices, start=1)}
        at = Message.of(N_("your answer to “{fact}”"), fact=fact.ask)
        return Given(numbers.get(answer, answer), at)

    def rows(self, table: AskedTable) -> list[Mapping[str, Given]]:
        """Rows of a table, until the first column is left empty."""
        echo(f"\n{self._words.pick(table.title)}", err=True)
        if table.help:
            echo(self._words.pick(table.help), err=True)
        found: list[Mapping[str, Given]] = []
        while (first := self.fact(table.columns[0])) is not None:
            row = {table.columns[0].id: first}
            for column in table.columns[1:]:
                given = self.fact(column)
                if given is not None:
                    row[column.id] = given
            found.append(row)
        return found
