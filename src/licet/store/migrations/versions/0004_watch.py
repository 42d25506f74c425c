"""The watch, what it tells, and self-tests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "watch_cursor", _text("work"), _text("body"), _number("entry"), sa.PrimaryKeyConstraint("work")
    )
    op.create_table(
        "watch_alert",
        _text("key"),
        _text("portfolio"),
        _text("party"),
        _text("listing"),
        _text("case_id"),
        _text("cause"),
        _text("published"),
        _text("at"),
        _text("body"),
        _number("entry"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("watch_alert_party", "watch_alert", ["portfolio", "party"])
    op.create_index("watch_alert_at", "watch_alert", ["at"])
    op.create_table(
        "watch_run", _number("entry"), _text("at"), _text("body"), sa.PrimaryKeyConstraint("entry")
    )
    op.create_index("watch_run_at", "watch_run", ["at"])
    op.create_table(
        "notice",
        _text("id"),
        _text("channel"),
        _text("key"),
        _text("state"),
        _number("attempts"),
        _text("due"),
        _text("case_id"),
        _text("error"),
        _text("body"),
        _number("entry"),
        _number("changed"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel", "key", name="notice_once"),
    )
    op.create_index("notice_due", "notice", ["state", "due"])
    op.create_table(
        "selftest",
        _number("entry"),
        _text("at"),
        _number("passed"),
        _text("snapshot"),
        _text("body"),
        sa.PrimaryKeyConstraint("entry"),
    )
