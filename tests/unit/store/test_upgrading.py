"""A store of an earlier version keeps what it holds, and one of this version opens after the next migration."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from itakusaki.files.writing import rehearsal
from itakusaki.model.errors import StoreError, StoreNewerError
from itakusaki.model.tracked import FindingState, Settlement
from itakusaki.store import upgrading
from itakusaki.store.database import Database, database_at
from itakusaki.store.store import DatabaseStore, store_at
from itakusaki.store.tables import METADATA
from itakusaki.store.upgrading import KNOWN, is_made, upgrade
from support.stored import DUE, INCIDENT, MARK, QUARTER, TRACKED, taken

#: What a later version might do: a column beside the others, and a constraint made anew.
LATER = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("assessment") as batch:
        batch.add_column(sa.Column("depth", sa.String(), nullable=False, server_default="full"))
        batch.drop_constraint("uq_assessment_round", type_="unique")
        batch.create_unique_constraint("uq_assessment_round", ["round", "number", "depth"])
"""

#: What the first version knew of an assessment: lines without words and files.
FIRST = replace(
    taken(),
    parties=tuple(
        replace(
            party,
            controls=tuple(replace(control, words="") for control in party.controls),
            evidence=(),
        )
        for party in taken().parties
    ),
)


def _kept_by_the_first_version(database: Database) -> DatabaseStore:
    """A store of the first version with an assessment in it; it knew no rounds."""
    upgrade(database)
    store = DatabaseStore(database)
    store.keep(FIRST, MARK)
    with database.migrating() as connection:
        later = (
            "incident_record",
            "finding_change",
            "finding",
            "due_party",
            "audit_round",
            "evidence_line",
        )
        for table in later:
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("ALTER TABLE control_line DROP COLUMN words"))
        connection.execute(text("ALTER TABLE control_line DROP COLUMN reaffirmed"))
        connection.execute(text("ALTER TABLE party_line DROP COLUMN depth"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    return store


def test_every_migration_from_the_first_keeps_what_is_there(empty_place: str | Path) -> None:
    _kept_by_the_first_version(database_at(empty_place))
    store = store_at(empty_place)
    assert store is not None
    (kept,) = store.kept()
    assert store.assessment(kept) == FIRST.whole
    assert store.lines(kept).parties == FIRST.parties
    assert store.verify().fault is None
    store.open_round("2027Q1", QUARTER, (DUE,), MARK)
    store.change_findings("2027Q1", lambda _: (TRACKED,), MARK)
    assert store.findings() == (TRACKED,)
    store.keep_incidents("2027Q1", (INCIDENT,), MARK)
    assert store.incidents() == (INCIDENT,)
    check = store.verify()
    assert (check.entries, check.fault) == (4, None)


def test_how_far_findings_had_come_is_known_after_the_migration(empty_place: str | Path) -> None:
    database = database_at(empty_place)
    upgrade(database)
    store = DatabaseStore(database)
    settled = Settlement(
        by="高橋", reason="", seen="d" * 16, round="2027Q1", until=date(2027, 3, 31)
    )
    accepted = replace(
        TRACKED, id="F-P01-002", number=2, cause="X-05/a", state=FindingState.ACCEPTED
    )
    store.change_findings("2026Q4", lambda _: (TRACKED, accepted), MARK)
    store.change_findings("2027Q1", lambda _: (replace(accepted, settlement=settled),), MARK)
    before = set(store.finding_standings())
    with database.migrating() as connection:
        for column in ("state", "due", "until", "first_round", "settled_in"):
            connection.execute(text(f"ALTER TABLE finding_change DROP COLUMN {column}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0007'"))

    after = store_at(empty_place)

    assert after is not None
    assert set(after.finding_standings()) == before
    assert {one.until for one in before} == {None, date(2027, 3, 31)}
    assert after.verify().fault is None


def test_the_first_migration_alone_makes_what_it_says(empty_place: str | Path) -> None:
    database = database_at(empty_place)
    upgrade(database, to=KNOWN[0])
    upgrade(database)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_rehearsal_brings_no_store_up_to_date(empty_place: str | Path) -> None:
    database = database_at(empty_place)
    upgrade(database, to=KNOWN[0])
    with rehearsal():
        if isinstance(empty_place, str):
            with pytest.raises(StoreError):
                store_at(empty_place)
        else:
            trial = store_at(empty_place)
            assert trial is not None
            assert trial.rounds() == ()
    with database.reading() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert found == KNOWN[0]


def test_a_file_is_written_through_to_the_disk_without_a_log_beside_it(sqlite_model: Path) -> None:
    with database_at(sqlite_model).reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "synchronous", "journal_mode", "secure_delete")
        }
    assert found == {
        "foreign_keys": 1,
        "synchronous": 2,
        "journal_mode": "delete",
        "secure_delete": 1,
    }


def test_nothing_is_made_by_asking(empty_place: str | Path) -> None:
    assert store_at(empty_place) is None
    assert not is_made(database_at(empty_place))
    assert not (isinstance(empty_place, Path) and empty_place.exists())


def test_a_store_opens_after_the_next_migration(
    place: str | Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_at(place)
    assert store is not None
    store.open_round("2026Q4", QUARTER, (DUE,), MARK)
    kept = store.keep(taken(), MARK).kept
    _next_version(tmp_path / "migrations", monkeypatch)

    after = store_at(place)

    assert after is not None
    assert after.kept() == (kept,)
    assert after.assessment(kept) == taken().whole
    assert after.due("2026Q4") == (DUE,)
    assert after.verify().fault is None
    monkeypatch.undo()
    with pytest.raises(StoreNewerError):
        store_at(place)


def _next_version(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_bytes((upgrading.MIGRATIONS / "env.py").read_bytes())
    for path in (upgrading.MIGRATIONS / "versions").glob("v*.py"):
        (folder / "versions" / path.name).write_bytes(path.read_bytes())
    (folder / "versions" / "v9999_later.py").write_text(LATER.format(before=KNOWN[-1]))
    monkeypatch.setattr(upgrading, "MIGRATIONS", folder)
    monkeypatch.setattr(upgrading, "KNOWN", (*KNOWN, "9999"))
    monkeypatch.setattr(upgrading.upgrade, "__kwdefaults__", {"to": "9999"})


def test_the_migrations_known_are_those_that_lie_there() -> None:
    files = sorted(path.name for path in (upgrading.MIGRATIONS / "versions").glob("v*.py"))
    assert tuple(name[1:5] for name in files) == KNOWN
