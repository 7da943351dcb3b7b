"""Decisions on differences are read from the review workbook, and from there alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from itakusaki.model.answer import AnswerValue, Decision
from support.workspaces import REVIEW_HEADINGS, YES, a_workspace, cover, reply, workbook

HEADINGS = (*REVIEW_HEADINGS, "相違の判定", "照合値")


@pytest.mark.parametrize(
    ("word", "mark", "decision"),
    [
        ("不備と確認", "×", Decision.CONFIRMED),
        ("不備と確認", "△", Decision.CONFIRMED),
        ("説明を了承", "", Decision.ACCEPTED),
        ("Explanation accepted", "", Decision.ACCEPTED),
    ],
)
def test_a_decision_is_read_with_what_was_looked_at(
    word: str, mark: str, decision: Decision, tmp_path: Path
) -> None:
    row = ("P001", "委託先", "TEC-01", "", mark, "監査人", date(2026, 12, 1), "説明を受けた")
    book = workbook({"監査人確認": [HEADINGS, (*row, word, " 0123456789ABCDEF ")]})
    (found,) = a_workspace(tmp_path).reply(reply(YES)).review(book).read().dossier.reviews
    assert (found.decision, found.looked_at) == (decision, "0123456789abcdef")
    assert found.value is ({"×": AnswerValue.NO, "△": AnswerValue.PARTIAL}.get(mark))


def test_a_row_without_a_decision_is_a_plain_review(tmp_path: Path) -> None:
    row = ("P001", "委託先", "TEC-01", 3, "", "監査人", date(2026, 12, 1), "原本を見た")
    book = workbook({"監査人確認": [HEADINGS, (*row, "", "")]})
    (found,) = a_workspace(tmp_path).reply(reply(YES)).review(book).read().dossier.reviews
    assert (found.decision, found.looked_at, found.grade) == (None, "", 3)


@pytest.mark.parametrize("word", ["解除する", "Lifted"])
def test_a_sealing_is_lifted_by_a_row_of_its_own_or_beside_a_decision(
    word: str, tmp_path: Path
) -> None:
    row = ("P001", "委託先", "TEC-01", "", "", "監査人", date(2026, 12, 1), "責任者が承認")
    heads = (*HEADINGS, "別紙扱い", "提出証跡の照合値")
    book = workbook(
        {"監査人確認": [heads, (*row, "", "0123456789abcdef", word, "FEDCBA9876543210")]}
    )
    (found,) = a_workspace(tmp_path).reply(reply(YES)).review(book).read().dossier.reviews
    assert (found.lifts_seal, found.looked_at) == (True, "0123456789abcdef")
    assert (found.decision, found.evidence_digest) == (None, "fedcba9876543210")


def test_a_sealing_is_not_lifted_by_nobody(tmp_path: Path) -> None:
    row = ("P001", "委託先", "TEC-01", "", "", "", date(2026, 12, 1), "")
    book = workbook({"監査人確認": [(*HEADINGS, "別紙扱い"), (*row, "", "", "解除する")]})
    found = a_workspace(tmp_path).reply(reply(YES)).review(book).read().dossier
    assert found.reviews == ()
    assert "review_incomplete" in {issue.code for issue in found.issues}


def test_an_objection_is_read_beside_the_answer(tmp_path: Path) -> None:
    headings = ("ID", "設問・事実項目", "回答", "数値による扱いへの異議")
    rows = [headings, ("TEC-01", "設問", "○", "貸出しであり共用ではない")]
    book = workbook({"表紙": cover(), "設問": rows})
    found = a_workspace(tmp_path).reply(book, "P001.xlsx").read().dossier
    answers = [q.answers["TEC-01"] for q in found.questionnaires if "TEC-01" in q.answers]
    assert [answer.objection for answer in answers] == ["貸出しであり共用ではない"]
