"""[evidence] says how exports are read and tested, and refuses what it cannot understand."""

from datetime import date
from pathlib import Path

import pytest

from itakusaki.files.cores import cores, threads_within
from itakusaki.language import translator_for
from itakusaki.model.allowance import bytes_of
from itakusaki.model.errors import SettingsError
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.settings import Workspace, load_evidence_settings, load_workspace
from itakusaki.settings.size import LEAST

HEAD = 'client = "みなと"\nround = "2026Q4"\nas_of = 2026-12-31\n'
KEY = "ab" * 32


def _workspace(folder: Path, evidence: str) -> Workspace:
    (folder / "itakusaki.toml").write_text(HEAD + evidence, encoding="utf-8")
    return load_workspace(folder)


def test_without_the_table_the_defaults_hold(tmp_path: Path) -> None:
    assert _workspace(tmp_path, "").evidence_settings("P02") == EvidenceSettings()


def test_what_is_said_for_one_party_goes_over_what_is_said_for_all(tmp_path: Path) -> None:
    workspace = _workspace(
        tmp_path,
        f"""
[evidence]
period_from = 2026-07-01
sample = 5
[evidence.parameters]
service_accounts = ["svc-*"]
margin_minutes = 30
[evidence.tests.account-overlap]
session_hours = 8
[evidence.layouts]
"ad*.csv" = "windows-security"
[evidence.P02]
period_to = 2026-09-30
signing_keys = ["SHA256:{KEY.upper()}"]
[evidence.P02.parameters]
margin_minutes = 45
contract_end = 2026-08-31
[evidence.P02.tests.account-overlap]
margin_minutes = 10
""",
    )
    own, other = workspace.evidence_settings("ｐ02"), workspace.evidence_settings("P03")
    assert (own.period_from, own.period_to) == (date(2026, 7, 1), date(2026, 9, 30))
    assert own.parameters == {
        "service_accounts": ("svc-*",),
        "margin_minutes": 45,
        "contract_end": "2026-08-31",
    }
    assert own.tests == {"account-overlap": {"session_hours": 8, "margin_minutes": 10}}
    assert own.signing_keys == (KEY,)
    assert (own.sample, own.layouts) == (5, {"ad*.csv": "windows-security"})
    assert (other.period_to, other.signing_keys, other.parameters["margin_minutes"]) == (
        None,
        (),
        30,
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('evidence = "yes"\n', "evidence must be a table"),
        ('[evidence]\ncolour = "red"\n', "evidence.colour"),
        ("[evidence.parametres]\nx = 1\n", "evidence.parametres"),
        ("[evidence.P02]\nperiods = 1\n", "evidence.P02.periods"),
        ('[evidence]\ntime_zone = "Mars/Base"\n', "Mars/Base"),
        ('[evidence]\ntime_zone = "../etc/passwd"\n', "../etc/passwd"),
        ('[evidence]\nmemory = "much"\n', "evidence.memory"),
        ("[evidence]\nmemory = 4\n", "evidence.memory"),
        ('[evidence]\nmemory = "1MB"\n', "evidence.memory is 1MB; enter a size from 256MB"),
        ('[evidence.P02]\nmemory = "9999999TB"\n', "to 1000TB"),
        ("[evidence]\nthreads = -1\n", "evidence.threads"),
        ("[evidence]\nsample = true\n", "evidence.sample"),
        ('[evidence]\nperiod_from = "2026-07-01"\n', "evidence.period_from"),
        ("[evidence]\nperiod_from = 2026-07-02\nperiod_to = 2026-07-01\n", "later than"),
        ('[evidence]\nstrip_domain = "yes"\n', "evidence.strip_domain"),
        ("[evidence.parameters]\nmargin_minutes = 1.5\n", "evidence.parameters.margin_minutes"),
        ("[evidence.parameters]\nnames = [1]\n", "evidence.parameters.names"),
        ("[evidence.tests]\naccount-overlap = 1\n", "evidence.tests.account-overlap"),
        ('[evidence.layouts]\n"*.csv" = 1\n', "evidence.layouts.*.csv"),
        (f'[evidence]\nsigning_keys = ["{KEY}"]\n', "belongs to one party"),
        ('[evidence.P02]\nsigning_keys = ["abc"]\n', "evidence.P02.signing_keys"),
        ('[evidence.P02]\nsigning_keys = "abc"\n', "evidence.P02.signing_keys"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        _workspace(tmp_path, text)
    assert named in translator_for("en").say(caught.value.says)


def test_a_processor_at_home_writes_the_keys_alone(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text("threads = 2\n[parameters]\nmargin_minutes = 5\n", encoding="utf-8")
    settings = load_evidence_settings(path)
    assert (settings.threads, settings.parameters) == (2, {"margin_minutes": 5})
    path.write_text("[P02]\nthreads = 2\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        load_evidence_settings(path)


def test_the_least_size_that_is_named_can_be_entered(tmp_path: Path) -> None:
    given = _workspace(tmp_path, f'[evidence]\nmemory = "{LEAST}"\n[reading]\nmemory = "{LEAST}"\n')
    assert given.evidence_settings("P02").memory == LEAST
    assert given.reading.memory == bytes_of(LEAST)


def test_threads_are_no_more_than_memory_suffices_for() -> None:
    assert [threads_within(memory, 32) for memory in ("256MB", "1GB", "4GB")] == [3, 14, 32]
    assert threads_within("1000TB", 0) == cores()
    assert threads_within("20MB", 0) == 1
