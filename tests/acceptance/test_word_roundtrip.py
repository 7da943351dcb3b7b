"""The shipped Word templates, opened and saved in LibreOffice, lay out documents as before."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from itakusaki.report.documents.front import DocumentForm, WritingSettings
from itakusaki.report.documents.word import write_docx
from itakusaki.report.templates.check import told
from itakusaki.settings import data_folder
from support.handed_on import front, text


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_template_saved_by_libreoffice_lays_out_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "ja"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            folder,
            data_folder("templates") / "ja/document.docx",
        ],
        check=True,
        capture_output=True,
    )
    assert told(str(folder / "document.docx"), "ja/document.docx") == []
    own = WritingSettings(templates=(folder.parent,))
    for form in DocumentForm:
        saved, shipped = (
            docx.Document(io.BytesIO(write_docx(front(form=form), text(), settings).content))
            for settings in (own, None)
        )
        assert len(saved.paragraphs) > 15
        assert [(str(p.style and p.style.name), p.text) for p in saved.paragraphs] == [
            (str(p.style and p.style.name), p.text) for p in shipped.paragraphs
        ]
        assert [t.cell(0, 0).text for t in saved.tables] == [
            t.cell(0, 0).text for t in shipped.tables
        ]
