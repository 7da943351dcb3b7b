"""The YAML and TOML examples in the documents work as they stand."""

from pathlib import Path

from itakusaki.audit.lint import lint
from itakusaki.catalogue.evidence_data import load_evidence_data
from itakusaki.catalogue.layouts import load_layouts
from itakusaki.catalogue.parameter_check import check_parameters
from itakusaki.settings import data_folder, load_workspace
from itakusaki.settings.evidence_table import KNOWN as EVIDENCE
from itakusaki.validate.suites import load_suites
from itakusaki.wiring import shipped_rules
from support.documents import example
from support.sample import ROOT


def test_the_control_of_the_contributing_page_is_whole_and_proved(tmp_path: Path) -> None:
    control = example("CONTRIBUTING.md", "- id: TEC-26")
    head = "domain: TEC\ntitle: {ja: 技術的安全管理措置, en: Technical safeguards}\ncontrols:\n"
    (tmp_path / "TEC.yaml").write_text(head + control, encoding="utf-8")
    assert lint(shipped_rules(tmp_path)) == ()


def test_the_suite_of_the_workspace_page_can_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(example("docs/workspace.md", "suite:"), encoding="utf-8")
    suites = load_suites(data_folder("checklists") / "suites", tmp_path)
    assert "OUR-01" in str(suites)


def test_the_layout_of_the_workspace_page_can_be_loaded(tmp_path: Path) -> None:
    text = example("docs/workspace.md", "layout:")
    (tmp_path / "ours.yaml").write_text(text, encoding="utf-8")
    layouts = load_layouts(data_folder("checklists") / "layouts", tmp_path)
    assert layouts[-1].questions == {"1-1": "TEC-02", "1-2": "PHY-03"}


def test_the_evidence_settings_of_the_workspace_page_are_understood(tmp_path: Path) -> None:
    given = example("docs/workspace.md", "[evidence]", "toml")
    head = 'client = "みなと"\nround = "2026Q4"\nas_of = 2026-12-31\n'
    (tmp_path / "itakusaki.toml").write_text(head + given, encoding="utf-8")
    settings = load_workspace(tmp_path).evidence_settings("P02")
    check_parameters(settings, load_evidence_data(data_folder("checklists") / "evidence"), "")
    assert settings.tests["account-overlap"] == {"margin_minutes": 20}
    assert len(settings.signing_keys) == 1


def test_every_evidence_setting_is_explained() -> None:
    text = (ROOT / "docs/workspace.md").read_text(encoding="utf-8")
    for name in EVIDENCE:
        assert f"`{name}`" in text
