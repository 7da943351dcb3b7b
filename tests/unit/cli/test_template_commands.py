"""`itakusaki template`: what there is, a copy to change, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from support.cli import itakusaki

NAME = "documents/reminder.md.j2"


def test_a_template_is_copied_changed_shown_and_checked(tmp_path: Path) -> None:
    (tmp_path / "itakusaki.toml").write_text(
        'client = "甲"\nrole = "client"\nlanguage = "ja"\nround = "2026Q4"\nas_of = 2026-12-31\n',
        encoding="utf-8",
    )
    listed = itakusaki("template", "list", tmp_path).out
    assert f"{NAME}\tshipped\n" in listed
    assert "ja/reminder.docx" not in listed
    for name in (NAME, "ja/reminder.docx"):
        assert itakusaki("template", "copy", name, tmp_path).code == 0
        assert (tmp_path / "templates" / name).is_file()
    again = itakusaki("template", "copy", NAME, tmp_path)
    assert again.code == 2
    listed = itakusaki("template", "list", tmp_path).out
    assert f"{NAME}\town\n" in listed
    assert "ja/reminder.docx\town\n" in listed
    own = tmp_path / "templates" / NAME
    assert itakusaki("template", "check", own).code == 0
    own.write_text("# x\n{{ veiw }}\n", encoding="utf-8")
    assert itakusaki("template", "show", NAME, tmp_path).out == "# x\n{{ veiw }}\n"
    checked = itakusaki("template", "check", own)
    assert checked.code == 1
    assert "line 2: there is no veiw; was view meant?" in checked.out
    shown = itakusaki("template", "show", "ja/reminder.docx", tmp_path).out
    assert "{{ document.title }}\n" in shown
    assert "{{p body }}\n" in shown


def test_a_template_nobody_knows_is_named(tmp_path: Path) -> None:
    unknown = itakusaki("template", "show", "remainder.md.j2")
    assert unknown.code == 2
    (tmp_path / "own.md.j2").write_text("x", encoding="utf-8")
    assert itakusaki("template", "check", tmp_path / "own.md.j2").code == 2
