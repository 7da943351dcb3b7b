"""How far a finding has come, in columns of its own: counting need not read the JSON."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and fill them from what was kept of each change."""
    with op.batch_alter_table("finding_change") as batch:
        batch.add_column(sa.Column("state", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("due", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("until", sa.String()))
        batch.add_column(sa.Column("first_round", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("settled_in", sa.String(), nullable=False, server_default=""))
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    changes = sa.table(
        "finding_change",
        *map(sa.column, ("entry", "place", "content")),
        *map(sa.column, ("state", "due", "until", "first_round", "settled_in")),
    )
    rows = connection.execute(sa.select(changes.c.entry, changes.c.place, changes.c.content)).all()
    if not rows:
        return
    is_one = (changes.c.entry == sa.bindparam("e")) & (changes.c.place == sa.bindparam("p"))
    connection.execute(
        sa.update(changes).where(is_one),
        [{"e": entry, "p": place, **_standing(bytes(content))} for entry, place, content in rows],
    )


def _standing(content: bytes) -> dict[str, Any]:
    """As this version had it: what later ones do must not change what this one did."""
    plain = json.loads(content.decode("utf-8", "surrogatepass"))
    settled = plain.get("settlement") or {}
    return {
        "state": plain["state"],
        "due": plain["due"],
        "until": settled.get("until"),
        "first_round": plain["first_round"],
        "settled_in": settled.get("round", ""),
    }
