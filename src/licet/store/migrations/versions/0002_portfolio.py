"""Portfolios: records by version beside the log, and what the log says of their batches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def upgrade() -> None:
    """Make them."""
    op.create_table("portfolio", _text("id"), _text("body"), _number("entry"), sa.PrimaryKeyConstraint("id"))
    op.create_table(
        "portfolio_batch",
        _number("entry"),
        _text("portfolio"),
        _text("kind"),
        _number("rows"),
        _text("root"),
        _text("source"),
        sa.PrimaryKeyConstraint("entry"),
    )
    op.create_index("portfolio_batch_portfolio", "portfolio_batch", ["portfolio"])
    op.create_table(
        "portfolio_load",
        _number("entry"),
        _text("portfolio"),
        _text("kind"),
        _text("body"),
        sa.PrimaryKeyConstraint("entry"),
    )
    op.create_index("portfolio_load_portfolio", "portfolio_load", ["portfolio"])
    op.create_table(
        "portfolio_erased",
        _number("entry"),
        _text("portfolio"),
        _text("kind"),
        _text("id"),
        _number("version"),
        sa.PrimaryKeyConstraint("entry"),
    )
    op.create_index("portfolio_erased_portfolio", "portfolio_erased", ["portfolio"])
    op.create_table(
        "portfolio_row",
        _text("portfolio"),
        _text("kind"),
        _text("id"),
        _number("version"),
        _number("entry"),
        _number("seq"),
        _text("digest"),
        _text("body", null=True),
        sa.PrimaryKeyConstraint("portfolio", "kind", "id", "version"),
    )
    op.create_index("portfolio_row_entry", "portfolio_row", ["entry", "seq"])
    op.create_table(
        "portfolio_tie",
        _text("portfolio"),
        _text("party"),
        _text("kind"),
        _text("id"),
        _number("version"),
        _text("role"),
        sa.PrimaryKeyConstraint("portfolio", "party", "kind", "id", "version", "role"),
    )
    op.create_index("portfolio_tie_record", "portfolio_tie", ["portfolio", "kind", "id"])
