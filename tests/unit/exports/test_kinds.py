"""Kinds of line: what a product's layout knows, and rows that bear on an export but are not read."""

from __future__ import annotations

import pytest

from support.deliveries import read_files

SSH = "Jan  5 09:{minute:02}:00 gate sshd[7]: {says}\n"
ACCEPTED = "Accepted publickey for ito from 192.0.2.7 port 22 ssh2"
M365 = "CreationDate,Operations,UserIds,AuditData\n"


def ssh(*says: str) -> bytes:
    return "".join(SSH.format(minute=n, says=one) for n, one in enumerate(says)).encode()


def m365(*operations: str) -> bytes:
    rows = (
        f"2026-01-05T09:{n:02}:00,{one},a@example.com,{{}}\n" for n, one in enumerate(operations)
    )
    return (M365 + "".join(rows)).encode()


def test_rows_that_bear_on_an_export_and_are_not_read_are_a_doubt() -> None:
    repeated = (
        "message repeated 5000000 times: [ Failed password for ito from 192.0.2.7 port 22 ssh2]"
    )
    doubts = read_files({"auth.log": ssh(ACCEPTED, repeated)}).delivery.doubts
    told = {"count": 1, "file": "auth.log", "line": 2}
    assert told in [dict(doubt.values) for doubt in doubts["sign_ins"]]
    without = read_files({"auth.log": ssh(ACCEPTED)}).delivery.doubts
    assert told not in [dict(doubt.values) for doubt in without.get("sign_ins", ())]


@pytest.mark.parametrize(
    ("operation", "doubted"),
    [("Add-MailboxPermission", True), ("Add owner to group.", True), ("FileAccessed", False)],
)
def test_a_product_that_changes_rights_in_other_words_leaves_a_doubt(
    operation: str, *, doubted: bool
) -> None:
    read = read_files({"audit.csv": m365("Add user.", operation)})
    assert ("changes" in read.delivery.doubts) is doubted


def test_what_a_layout_knows_is_known_whether_or_not_a_line_has_it() -> None:
    kinds = read_files({"audit.csv": m365("Add user.")}).delivery.kinds
    assert "right_removed" in kinds["changes"]["action"]
    assert "log_cleared" not in kinds["changes"]["action"]


def test_of_several_files_that_is_known_which_every_layout_knows() -> None:
    windows = b"EventID,TimeCreated,Computer,TargetUserName\n4720,2026-01-05T09:00:00,dc,ito\n"
    alone = read_files({"security.csv": windows}).delivery.kinds
    assert "log_cleared" in alone["changes"]["action"]
    both = read_files({"security.csv": windows, "audit.csv": m365("Add user.")}).delivery.kinds
    assert "log_cleared" not in both["changes"]["action"]
    assert "created" in both["changes"]["action"]


def test_headings_of_nobodys_tell_nothing_of_what_would_be_recorded() -> None:
    own = "日時,操作,対象アカウント\n2026-01-05 09:00:00,作成,ito\n".encode()
    assert read_files({"変更記録.csv": own}).delivery.kinds["changes"] == {}
