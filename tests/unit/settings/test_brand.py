"""The brand of a workspace: a colour that can be read, a logo that is a small picture in the workspace."""

import struct
from pathlib import Path

import pytest

from itakusaki.language import translator_for
from itakusaki.model.brand import Brand
from itakusaki.model.errors import SettingsError
from itakusaki.settings import load_workspace
from support.pictures import png

SETTINGS = 'client = "みなと"\nround = "2026Q4"\nas_of = 2026-12-31\n[brand]\n'


def brand(folder: Path, lines: str) -> Brand:
    (folder / "itakusaki.toml").write_text(SETTINGS + lines, encoding="utf-8")
    return load_workspace(folder).brand


def test_colour_and_logo_are_read(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png(30, 20))
    found = brand(tmp_path, 'colour = "#0B5D3B"\nlogo = "logo.png"\n')
    assert found.colour == "#0b5d3b"
    assert found.logo is not None
    assert found.logo.content == png(30, 20)


def test_without_a_table_there_is_the_houses_look(tmp_path: Path) -> None:
    assert brand(tmp_path, "") == Brand()


@pytest.mark.parametrize(
    ("across", "down", "size"),
    [(30, 20, (15, 10)), (4000, 100, (60, 1.5)), (10, 400, (0.25, 10)), (60, 10, (60, 10))],
)
def test_a_logo_keeps_its_shape_and_its_room(
    tmp_path: Path, across: int, down: int, size: tuple[float, float]
) -> None:
    (tmp_path / "logo.png").write_bytes(png(across, down))
    logo = brand(tmp_path, 'logo = "logo.png"\n').logo
    assert logo is not None
    assert (logo.width, logo.height) == size


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ('colour = "green"\n', "#24415f のように"),
        ('colour = "#ffd0d0"\n', "#ffd0d0 は白地の見出しには淡すぎます"),
        ("colour = 7\n", "brand.colour"),
        ('logo = "none.png"\n', "none.png"),
        ('logo = "../outside.png"\n', "../outside.png"),
        ('logo = "text.png"\n', "PNG"),
        ('logo = "cut.png"\n', "PNG"),
        ('logo = "large.png"\n', "200 KB"),
        ('color = "#24415f"\n', "brand.color"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, lines: str, reason: str) -> None:
    (tmp_path / "outside.png").write_bytes(png(1, 1))
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "text.png").write_text("GIF89a", encoding="ascii")
    (folder / "cut.png").write_bytes(png(30, 20)[:18])
    (folder / "large.png").write_bytes(png(30, 20) + bytes(200 * 1024))
    with pytest.raises(SettingsError) as refused:
        brand(folder, lines)
    assert reason in translator_for("ja").say(refused.value.says)


def test_a_picture_that_is_nowhere_wide_is_none(tmp_path: Path) -> None:
    empty = png(30, 20)
    (tmp_path / "logo.png").write_bytes(empty[:16] + struct.pack(">II", 0, 20) + empty[24:])
    with pytest.raises(SettingsError):
        brand(tmp_path, 'logo = "logo.png"\n')
