"""A workspace says what it is, and refuses what it cannot understand."""

from datetime import date
from pathlib import Path

import pytest

from itakusaki.language import translator_for
from itakusaki.model.errors import NotAWorkspaceError, SettingsError, UndatedRoundError
from itakusaki.settings import load_workspace

GOOD = 'client = "みなと"\nround = "2026Q4"\nas_of = 2026-12-31\n'


def _workspace(folder: Path, text: str) -> Path:
    (folder / "itakusaki.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_few_settings_are_enough(tmp_path: Path) -> None:
    workspace = load_workspace(_workspace(tmp_path, GOOD))
    assert (workspace.client, workspace.role.value, workspace.languages) == (
        "みなと",
        "client",
        ("ja",),
    )
    assert workspace.questionnaires == tmp_path / "questionnaires" / "2026Q4"


def test_a_round_may_be_named_on_the_command_line(tmp_path: Path) -> None:
    workspace = load_workspace(_workspace(tmp_path, GOOD), round_="2027Q1")
    assert workspace.reports == tmp_path / "reports" / "2027Q1"


def test_own_words_for_answers_are_kept_by_meaning(tmp_path: Path) -> None:
    named = GOOD + '[spellings]\nyes = ["OK", "1) Yes*"]\npartial = ["△*"]\n'
    found = load_workspace(_workspace(tmp_path, named)).spellings
    assert found == {"yes": ("OK", "1) Yes*"), "partial": ("△*",)}


def test_the_controls_that_are_asked_are_kept_as_written(tmp_path: Path) -> None:
    assert load_workspace(_workspace(tmp_path, GOOD)).controls == ()
    named = GOOD + 'controls = ["TEC-01..TEC-17", "PHY-03"]\n'
    assert load_workspace(_workspace(tmp_path, named)).controls == ("TEC-01..TEC-17", "PHY-03")


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "itakusaki.toml").write_text(GOOD, encoding="utf-8-sig")
    assert load_workspace(tmp_path).round == "2026Q4"


def test_a_folder_without_settings_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkspaceError):
        load_workspace(tmp_path)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (GOOD + 'colour = "red"\n', "colour"),
        (GOOD.replace('"2026Q4"', '"../../etc"'), "../../etc"),
        (GOOD.replace("2026-12-31", '"2026-12-31"'), "as_of"),
        (GOOD + 'role = "auditor"\n', "auditor"),
        (GOOD + 'language = "fr"\n', "language"),
        (GOOD + 'formats = "html"\n', "formats"),
        (GOOD + 'controls = "TEC-01"\n', "controls"),
        (GOOD + '[spellings]\nmaybe = ["OK"]\n', "maybe"),
        (GOOD + '[spellings]\nyes = "OK"\n', "spellings.yes"),
        (GOOD + '[spellings]\nyes = [" "]\n', "spellings.yes"),
        (GOOD + 'spellings = ["OK"]\n', "spellings"),
        (GOOD.replace("2026-12-31", "2026-12-31T10:00:00"), "as_of"),
        (GOOD + "[rounds.2027Q1]\nas_of = 5\n", "rounds.2027Q1.as_of"),
        (GOOD + '[rounds.2027Q1]\ndue = "x"\n', "rounds.2027Q1.due"),
        (GOOD + "rounds = 5\n", "rounds"),
        (GOOD + '[questionnaires]\n"a*" = 1\n', "questionnaires.a*"),
        (GOOD + 'questionnaires = "P01"\n', "questionnaires"),
        ("client = \n", "itakusaki.toml"),
        ('round = "2026Q4"\n', "client"),
    ],
    ids=lambda value: value[-20:] if isinstance(value, str) else None,
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_workspace(_workspace(tmp_path, text))
    assert named in translator_for("en").say(caught.value.says)


@pytest.mark.parametrize(
    ("round_", "more", "as_of", "assumed"),
    [
        (None, "", date(2026, 12, 31), False),
        ("2026Q4", "", date(2026, 12, 31), False),
        ("2027Q1", "", date(2027, 3, 31), True),
        ("2026H1", "", date(2026, 6, 30), True),
        ("2024-02", "", date(2024, 2, 29), True),
        ("2025", "", date(2025, 12, 31), True),
        ("2027Q1", "[rounds.2027Q1]\nas_of = 2027-03-20\n", date(2027, 3, 20), False),
        ("2026-special", "[rounds.2026-special]\nas_of = 2026-08-05\n", date(2026, 8, 5), False),
        (None, "[rounds.2026Q4]\nas_of = 2026-12-20\n", date(2026, 12, 20), False),
    ],
)
def test_a_round_has_its_own_as_of_day(
    tmp_path: Path, round_: str | None, more: str, as_of: date, *, assumed: bool
) -> None:
    workspace = load_workspace(_workspace(tmp_path, GOOD + more), round_=round_)

    assert (workspace.as_of, workspace.as_of_assumed) == (as_of, assumed)
    assert workspace.is_other_round is (workspace.round != "2026Q4")


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        (GOOD.replace("2026Q4", "2027Q1"), False),
        (GOOD.replace("2026Q4", "2027-01"), False),
        (GOOD.replace("2026-12-31", "2026-10-01"), True),
        (GOOD.replace("2026-12-31", "2026-09-30"), False),
        (GOOD.replace("2026-12-31", "2027-02-10"), True),
        (GOOD.replace("2026Q4", "2027-special"), True),
    ],
)
def test_an_as_of_day_left_from_the_round_before_is_refused(
    tmp_path: Path, text: str, *, fine: bool
) -> None:
    folder = _workspace(tmp_path, text)
    if fine:
        assert load_workspace(folder)
        return
    with pytest.raises(SettingsError) as caught:
        load_workspace(folder)
    assert "より前です" in translator_for("ja").say(caught.value.says)


def test_a_round_whose_last_day_nobody_knows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "questionnaires/2026Q4").mkdir(parents=True)
    (tmp_path / "evidence/2026Q3").mkdir(parents=True)

    with pytest.raises(UndatedRoundError) as caught:
        load_workspace(_workspace(tmp_path, GOOD), round_="2026Q5")

    hint = translator_for("ja").say(caught.value.hint)
    assert "2026Q3, 2026Q4" in hint
    assert "[rounds.2026Q5]" in hint


def test_replies_may_be_given_an_owner_by_their_name(tmp_path: Path) -> None:
    text = GOOD + '[questionnaires]\n"CAIQ*.xlsx" = "P01"\n'
    assert load_workspace(_workspace(tmp_path, text)).owners == {"CAIQ*.xlsx": "P01"}


DOCUMENTS = GOOD + (
    '[documents]\nsender = " 部長　汐見 "\nreply_by = 2027-01-29\ntalk_on_cost = false\n'
    '[documents.P02]\nrecipient = "責任者　様"\nreply_by = 2027-01-15\n'
)


def test_documents_bear_what_is_said_for_all_and_for_a_party(tmp_path: Path) -> None:
    settings = load_workspace(_workspace(tmp_path, DOCUMENTS)).documents
    common, own = settings.of("P01"), settings.of("P02")
    assert (common.sender, common.recipient, common.reply_by) == (
        "部長　汐見",
        "",
        date(2027, 1, 29),
    )
    assert (own.sender, own.recipient, own.reply_by) == (
        common.sender,
        "責任者　様",
        date(2027, 1, 15),
    )
    assert not own.talk_on_cost
    assert load_workspace(_workspace(tmp_path, GOOD)).documents.of("").talk_on_cost


@pytest.mark.parametrize(
    "wrong",
    [
        '[documents]\nsendr = "x"\n',
        "[documents]\nsender = 3\n",
        '[documents]\nreply_by = "2027-01-29"\n',
        '[documents]\ntalk_on_cost = "no"\n',
        "[documents.P02]\nauthor = true\n",
        "documents = 3\n",
    ],
)
def test_what_documents_cannot_bear_is_refused_by_its_name(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_workspace(_workspace(tmp_path, GOOD + wrong))
    assert "documents" in translator_for("en").say(refused.value.says)


@pytest.mark.parametrize(
    ("line", "says", "ja"),
    [
        ('logo = "C:\\Users\\me\\logo.png"', "line 1, column 13: a text with \\", "1行13文字目"),
        ('logo = "C:\\data"', "single quotation marks", "単一引用符"),
        ("client = “みなと”", "half-width", "半角"),
        ("client = ２", "half-width", "半角"),
        ("client　= 2", "half-width", "半角"),
        ('client = "みなと', "not closed in its line", "閉じていません"),
        ("[evidence", "not closed in its line", "閉じていません"),
        (
            "a = 1\na = 2",
            "line 2, column 6: this key or table is there a second time",
            "2行6文字目",
        ),
        ("client = みなと", "that is no value or key of TOML", "TOML"),
    ],
)
def test_what_is_no_toml_is_told_in_words_of_ours(
    tmp_path: Path, line: str, says: str, ja: str
) -> None:
    (tmp_path / "itakusaki.toml").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_workspace(tmp_path)
    assert says in translator_for("en").say(caught.value.says)
    assert ja in translator_for("ja").say(caught.value.says)
