"""A workspace of four parties that each delivered a log, one of which brought a file that cannot be read."""

from __future__ import annotations

from pathlib import Path

from support.small_round import HEADINGS, answers, make_space
from support.workspaces import AOBA, ledger

CODES = ("P001", "P002", "P003", "P004")
LOG = (
    "日時,アカウント,端末名,操作,方式\n"
    "2026-01-05 09:00:00,u-{n},pc-1,ログオン,対話\n"
    "2026-01-05 09:05:00,u-{n},pc-2,ログオン,対話\n"
    "2026-01-05 18:00:00,u-{n},pc-1,ログオフ,対話\n"
)


def four_parties(root: Path, *, lines: int = 0) -> Path:
    """Make the workspace; `lines` more stand in each log, so that reading takes its time."""
    make_space(root)
    own = (120_000, "2026年12月15日", "desk@aoba.example")
    rows = [(f"K-{code}", code, f"{AOBA[2]}{code}", "", *AOBA[4:], *own) for code in CODES]
    (root / "contracts" / "ledger.xlsx").write_bytes(ledger(*rows, headings=HEADINGS))
    answers(root, "○")
    more = "".join(
        f"2026-02-{1 + at % 28:02} {at % 24:02}:{at % 60:02}:00,v-{at % 97},pc-{at % 31},ログオン,対話\n"
        for at in range(lines)
    )
    for number, code in enumerate(CODES):
        place = root / "evidence" / "2026Q4" / code
        place.mkdir(parents=True, exist_ok=True)
        (place / "signins.csv").write_text(LOG.format(n=number) + more, encoding="utf-8")
    (root / "evidence" / "2026Q4" / "P003" / "list.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    return root


def bytes_of(root: Path) -> dict[str, bytes]:
    """Every file of the workspace's reports."""
    folder = root / "reports"
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
