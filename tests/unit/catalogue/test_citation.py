"""Citations: as lawyers write them, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from itakusaki.catalogue.checklist import Basis
from itakusaki.catalogue.citation import citation
from itakusaki.language import translator_for
from itakusaki.model.message import Words
from support.assessments import CHECKLIST


@pytest.mark.parametrize(
    ("more", "ja", "en"),
    [
        ({"article": "25"}, "法第25条", "Act Art. 25"),
        ({"article": "23-2"}, "法第23条の2", "Act Art. 23-2"),
        (
            {"article": "26", "paragraph": 1, "proviso": True},
            "法第26条第1項ただし書",
            "Act Art. 26, para. 1, proviso",
        ),
        ({"article": "7", "item": "3"}, "法第7条第3号", "Act Art. 7, item 3"),
        ({"article": "7", "item": "柱書"}, "法第7条柱書", "Act Art. 7, opening words"),
        (
            {"article": "8", "paragraph": 1, "item": "各号"},
            "法第8条第1項各号",
            "Act Art. 8, para. 1, each item",
        ),
        (
            {"instrument": "guide", "section": "3-4-4", "part": Words(ja="事例3", en="case 3")},
            "指針 3-4-4（事例3）",
            "Guidelines section 3-4-4 (case 3)",
        ),
        ({"instrument": "guide", "section": "第4-2"}, "指針 第4-2", "Guidelines section 4-2"),
    ],
)
def test_a_reference_is_written_out(more: dict[str, Any], ja: str, en: str) -> None:
    basis = Basis(**{"instrument": "act", "strength": "must", "tag": "P", **more})
    said = citation(basis, CHECKLIST)
    assert (translator_for("ja").say(said), translator_for("en").say(said)) == (ja, en)
