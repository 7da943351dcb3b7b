"""A number that a test is set to is one that can be meant; anything else would make a clean result void."""

from __future__ import annotations

import pytest

from itakusaki.catalogue.parameter_check import check_parameters
from itakusaki.language import translator_for
from itakusaki.model.errors import SettingsError
from itakusaki.model.evidence_settings import EvidenceSettings
from support.evidence_rows import data


@pytest.mark.parametrize("value", [-1, -14, 1_000_000_001])
@pytest.mark.parametrize("general", [True, False], ids=["general", "of one test"])
def test_a_number_that_cannot_be_meant_is_refused(value: int, general: bool) -> None:  # noqa: FBT001
    given = {"session_hours": value}
    settings = EvidenceSettings(
        parameters=given if general else {}, tests={} if general else {"account-long-day": given}
    )
    with pytest.raises(SettingsError) as refused:
        check_parameters(settings, data(), "itakusaki.toml")
    said = translator_for("en").say(refused.value.says)
    assert "session_hours must be a whole number from 0 to 1000000000" in said


@pytest.mark.parametrize("value", [0, 14, 1_000_000_000])
def test_any_other_is_taken(value: int) -> None:
    check_parameters(EvidenceSettings(parameters={"session_hours": value}), data(), "")
