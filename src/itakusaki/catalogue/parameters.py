"""Given parameters: what a test is run with, its defaults overlaid by the settings."""

from __future__ import annotations

from collections.abc import Mapping

from itakusaki.catalogue.retest import ControlTest, ParameterValue
from itakusaki.model.evidence_settings import EvidenceSettings


class Parameters:
    """The parameters of one test, read by type."""

    def __init__(self, values: Mapping[str, ParameterValue]) -> None:
        self.values = values

    def whole(self, name: str) -> int:
        """A number."""
        value = self.values[name]
        if not isinstance(value, int):
            raise TypeError(name)
        return value

    def text(self, name: str) -> str:
        """A text."""
        return str(self.values[name])

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.values[name]
        if not isinstance(value, tuple):
            raise TypeError(name)
        return value


def parameters_for(test: ControlTest, settings: EvidenceSettings) -> Parameters:
    """The parameters a test is run with: its own settings, then general ones, then its defaults."""
    own = settings.tests.get(test.id, {})
    return Parameters(
        {
            parameter.name: own.get(
                parameter.name, settings.parameters.get(parameter.name, parameter.default)
            )
            for parameter in test.parameters
        }
    )
