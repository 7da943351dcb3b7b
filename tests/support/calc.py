"""LibreOffice Calc as a person's stand-in: opens a workbook, types into cells, saves it as xlsx."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LIBRARY = (
    HEAD
    + '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Fill"/></library:library>'
)
MODULE = (
    HEAD
    + '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Fill" script:language="StarBasic">{}</script:module>'
)
MACRO = """
Dim frame, dispatcher

Sub Main
  book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, Array())
  frame = book.CurrentController.Frame
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  book.enableAutomaticCalculation(False)
{steps}
  book.enableAutomaticCalculation(True)
  book.calculateAll()
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  saved(0).Name = "FilterName"
  saved(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL("{target}", saved())
  book.close(True)
  StarDesktop.terminate()
End Sub

Sub Enter(book, sheet, cell, text)
  book.CurrentController.setActiveSheet(book.Sheets.getByName(sheet))
  Dim place(0) As New com.sun.star.beans.PropertyValue
  place(0).Name = "ToPoint"
  place(0).Value = cell
  dispatcher.executeDispatch(frame, ".uno:GoToCell", "", 0, place())
  Dim typed(0) As New com.sun.star.beans.PropertyValue
  typed(0).Name = "StringName"
  typed(0).Value = text
  dispatcher.executeDispatch(frame, ".uno:EnterString", "", 0, typed())
End Sub
"""


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed into a cell, key by key."""

    sheet: str
    cell: str
    text: str


def installed() -> str | None:
    """Where soffice is, if it is anywhere."""
    return shutil.which("soffice")


def fill(source: Path, target: Path, typed: Iterable[Typed], *, profile: Path) -> None:
    """Open `source` in Calc, type, let it calculate, and save it as `target`."""
    steps = "\n".join(_step(entry) for entry in typed)
    macro = MACRO.format(source=source.as_uri(), target=target.as_uri(), steps=steps)
    # A new profile brings its own empty library, so it has to be there before ours is put in.
    _run(profile, "--terminate_after_init")
    library = profile / "user" / "basic" / "Standard"
    (library / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    (library / "Fill.xba").write_text(MODULE.format(escape(macro)), encoding="utf-8")
    _run(profile, "macro:///Standard.Fill.Main")


def saved_as_xls(source: Path, *, profile: Path) -> Path:
    """The workbook as Calc saves it in the format of 1997, beside its source."""
    _run(profile, "--convert-to", "xls", "--outdir", str(source.parent), str(source))
    return source.with_suffix(".xls")


def _run(profile: Path, *arguments: str) -> None:
    command = [str(installed()), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--norestore", *arguments], check=True, capture_output=True, timeout=240
    )


def _step(entry: Typed) -> str:
    text = entry.text.replace('"', '""')
    return f'  Enter(book, "{entry.sheet}", "{entry.cell}", "{text}")'
