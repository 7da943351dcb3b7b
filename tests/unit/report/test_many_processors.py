"""Of many processors each view is built anew for each format; what is written is the same."""

from __future__ import annotations

import pytest

from itakusaki.report import publication
from support.assessments import every_rating
from support.published import published, sample


def test_views_that_are_forgotten_make_the_same_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "KEPT_VIEWS", 0)
    assert published(every_rating()) == sample()
