"""Many rows: an export is read alike whether its texts are held or made anew for each question."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from itakusaki.exports import texts
from support.deliveries import Reading, read_files

pytestmark = pytest.mark.slow  # exports are read by an engine

HEAD = "日時,アカウント,端末名,操作,接続元の国,システム,連番\n"
#: Ten lines, and what some of them are in turn.
PLAIN = [
    f"2026/01/{day:02} 09:03:22,user{day:02},T-01,サインイン,JP,顧客,{day}" for day in range(1, 11)
]
CASES = {
    "plain": PLAIN,
    "names of all kinds": [
        line.replace("user03", "ＵＳＥＲ０３ ")
        .replace("user04", "dom\\佐藤")
        .replace("user05", "#N/A")
        for line in PLAIN
    ],
    "two styles of times": [line.replace("2026/01/07 ", "2026-01-07T") for line in PLAIN],
    "times that cannot be read": [
        line.replace("2026/01/07 09:03:22", "七日の朝") for line in PLAIN
    ],
    "one record in two lines": [*PLAIN, PLAIN[2], PLAIN[4].replace("JP", "US")],
    "a number for two times": [*PLAIN, PLAIN[2].replace("09:03", "17:45")],
    "no numbers, one line twice": [
        *(line.rpartition(",")[0] + "," for line in PLAIN),
        PLAIN[0][:-1],
    ],
    "numbers here and there": [PLAIN[0], PLAIN[1][:-1], PLAIN[1][:-1], *PLAIN[2:], PLAIN[3]],
    "numbers with words": [line + "件" for line in PLAIN],
    "actions that are none": [
        line.replace("user03,T-01,サインイン", "user03,T-01,なぞ") for line in PLAIN
    ],
    "an error in every place": [line.replace("JP", "#REF!") for line in PLAIN],
}


def _told(found: Reading) -> tuple[object, ...]:
    delivery = found.delivery
    tables = {
        name: sorted(map(repr, pq.read_table(path).to_pylist()))
        for name, path in delivery.tables.items()
    }
    return delivery.reads, delivery.issues, delivery.doubts, delivery.unread, tables


@pytest.mark.parametrize("words", [0, 5_000], ids=["each by itself", "as words"])
@pytest.mark.parametrize("case", CASES)
def test_many_rows_are_read_as_few_are(
    case: str, words: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"log.csv": (HEAD + "\n".join(CASES[case]) + "\n").encode()}
    few = _told(read_files(files))
    monkeypatch.setattr(texts, "MANY", 0)
    monkeypatch.setattr(texts, "_MOST_DIFFER", words)

    assert _told(read_files(files)) == few


def test_a_log_delivered_twice_is_one_whichever_file_has_many_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, part = PLAIN, PLAIN[:4]
    monkeypatch.setattr(texts, "MANY", len(whole))
    found = read_files(
        {
            "a.csv": (HEAD + "\n".join(whole) + "\n").encode(),
            "b.csv": (HEAD + "\n".join(part) + "\n").encode(),
        }
    )

    assert [(read.kept, read.duplicates) for read in found.reads] == [(10, 0), (0, 4)]


def test_words_of_several_large_files_stand_side_by_side(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(texts, "MANY", 0)
    later = [line.replace("/01/", "/02/").replace("user", "guest") for line in PLAIN]
    found = read_files(
        {
            "a.csv": (HEAD + "\n".join(PLAIN) + "\n").encode(),
            "b.csv": (HEAD + "\n".join(later) + "\n").encode(),
        }
    )

    accounts = {name for (name,) in found.rows("sign_ins", "account")}
    assert accounts == {f"{who}{day:02}" for who in ("user", "guest") for day in range(1, 11)}
