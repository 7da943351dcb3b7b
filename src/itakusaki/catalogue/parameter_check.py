"""Parameters as set: a misspelt name or a wrong kind of value is refused before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.retest import DAYS, Parameter, ParameterValue, is_day
from itakusaki.model.errors import SettingsError
from itakusaki.model.evidence_settings import EvidenceSettings, Setting
from itakusaki.model.message import N_, Message

#: More than this is no number of hours, minutes, days, records or per cent.
_MOST: Final = 1_000_000_000


def check_parameters(settings: EvidenceSettings, data: EvidenceData, file: str) -> None:
    """Refuse settings that name no test, no parameter, or give a value of another kind.

    Raises:
        SettingsError: naming the first of them.
    """
    mistake = next(_mistakes(settings, data), None)
    if mistake is not None:
        raise SettingsError(file, mistake)


def _mistakes(settings: EvidenceSettings, data: EvidenceData) -> Iterator[Message]:
    every = {p.name: p for test in data.tests.values() for p in test.parameters}
    yield from _wrong(settings.parameters, every, "parameters")
    for name, values in settings.tests.items():
        place = f"tests.{name}"
        if name not in data.tests:
            yield _unknown(place, data.tests)
            continue
        own = {parameter.name: parameter for parameter in data.tests[name].parameters}
        yield from _wrong(values, own, place)


def _wrong(
    values: Mapping[str, Setting], known: Mapping[str, Parameter], place: str
) -> Iterator[Message]:
    for name, value in values.items():
        if name not in known:
            yield _unknown(f"{place}.{name}", known)
        elif not _fits(name, value, known[name].default):
            text = N_("{name} must be of the kind of {example}")
            yield Message.of(text, name=f"{place}.{name}", example=_example(name, known[name]))
        elif isinstance(value, int) and not 0 <= value <= _MOST:
            text = N_("{name} must be a whole number from 0 to {most}")
            yield Message.of(text, name=f"{place}.{name}", most=_MOST)


def _unknown(name: str, known: Mapping[str, object]) -> Message:
    text = N_("there is no setting {name}; known are {known}")
    return Message.of(text, name=f"evidence.{name}", known=", ".join(known) or "-")


def _fits(name: str, value: Setting, default: ParameterValue) -> bool:
    if name in DAYS:
        return isinstance(value, str) and is_day(value)
    return default is None or isinstance(value, type(default))


def _example(name: str, parameter: Parameter) -> str:
    if name in DAYS:
        return "2026-12-31"
    match parameter.default:
        case tuple() as values:
            return str(list(values or ("svc-*",)))
        case other:
            return repr(other)
