"""Suppressions: hits that a person judged to need no alert."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "suppression",
        _text("id"),
        _text("state"),
        _text("party"),
        _text("party_version"),
        _text("listing"),
        _number("strong"),
        _text("by"),
        _text("second"),
        _text("at"),
        _text("expires"),
        _text("review"),
        _text("case_id"),
        _text("why_ended"),
        _text("body"),
        _number("entry"),
        _number("changed"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("suppression_party", "suppression", ["party"])
    op.create_index("suppression_party_version", "suppression", ["party_version"])
    op.create_index("suppression_listing", "suppression", ["listing"])
