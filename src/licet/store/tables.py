"""The tables, in three groups.

*Log*: entries, the tree's right edge and its inner nodes. *Projection*: what the entries say, rebuilt from
them by replay and compared byte for byte. *Beside the log*: secrets, attachment bytes and kept checkpoints,
which must be erasable; the log holds their hashes.

Every column is text, a whole number or bytes, so that SQLite and PostgreSQL hold the same values exactly:
days and times are ISO 8601, amounts decimal strings, structures canonical JSON.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, Table, Text, UniqueConstraint

__all__ = ["BESIDE", "INSERT_ONLY", "LOG", "PROJECTION", "metadata", "projection"]

metadata = MetaData()

#: Tables that replay rebuilds. A module that keeps more adds its own with `projection(...)`.
PROJECTION: dict[str, Table] = {}
#: Projection tables whose rows are never changed after they are put: compared by a sum of hashes.
INSERT_ONLY: set[str] = set()


def text(name: str, *, key: bool = False, null: bool = False) -> Column[str]:
    """A text column; never empty of meaning unless `null`."""
    return Column(name, Text, primary_key=key, nullable=null)


def number(name: str, *, key: bool = False, null: bool = False) -> Column[int]:
    """A whole number of 64 bits."""
    return Column(name, BigInteger, primary_key=key, nullable=null, autoincrement=False)


def projection(table: Table, *, insert_only: bool = False) -> Table:
    """Register a table as part of what the log says."""
    PROJECTION[table.name] = table
    if insert_only:
        INSERT_ONLY.add(table.name)
    return table


log_entry = Table(
    "log_entry",
    metadata,
    number("idx", key=True),
    text("kind"),
    text("subject"),
    text("body", null=True),  # None once erased under 15 CFR 762.6; the leaf stays
    Column("leaf", LargeBinary, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Index("log_entry_subject", "subject"),
    Index("log_entry_kind", "kind"),
)
log_head = Table(
    "log_head",
    metadata,
    number("id", key=True),
    text("origin"),
    number("size"),
    Column("edge", LargeBinary, nullable=False),
)
#: Roots of complete subtrees at levels 8, 16, 24: what makes a proof quick.
log_node = Table(
    "log_node",
    metadata,
    number("level", key=True),
    number("idx", key=True),
    Column("hash", LargeBinary, nullable=False),
)
LOG = (log_entry, log_head, log_node)

log_checkpoint = Table("log_checkpoint", metadata, number("size", key=True), text("note"))
credential = Table("credential", metadata, text("id", key=True), text("secret"))
attachment_bytes = Table(
    "attachment_bytes", metadata, text("sha256", key=True), Column("content", LargeBinary, nullable=False)
)
#: Records of portfolios, one row a version. A million of them would drown the log: it holds one entry a batch
#: with the root over its rows (`portfolio_batch`), and verification recomputes it. `digest` and `body` are
#: empty for a record that was withdrawn; `body` is None once it was erased.
portfolio_row = Table(
    "portfolio_row",
    metadata,
    text("portfolio", key=True),
    text("kind", key=True),
    text("id", key=True),
    number("version", key=True),
    number("entry"),
    number("seq"),
    text("digest"),
    text("body", null=True),
    Index("portfolio_row_entry", "entry", "seq"),
)
#: Which counterparties a row names: read from its body, kept to be found by.
portfolio_tie = Table(
    "portfolio_tie",
    metadata,
    text("portfolio", key=True),
    text("party", key=True),
    text("kind", key=True),
    text("id", key=True),
    number("version", key=True),
    text("role", key=True),
    Index("portfolio_tie_record", "portfolio", "kind", "id"),
)
BESIDE = (log_checkpoint, credential, attachment_bytes, portfolio_row, portfolio_tie)

touch = projection(
    Table(
        "touch",
        metadata,
        text("subject", key=True),
        number("entry", key=True),
        Index("touch_entry", "entry"),
    ),
    insert_only=True,
)
#: 15 CFR 762.5(c): the three ways to find all records of a transaction.
find_key = projection(
    Table(
        "find_key",
        metadata,
        text("by", key=True),  # party, country, document
        text("key", key=True),  # folded
        number("entry", key=True),
        text("subject"),
        Index("find_key_subject", "subject"),
    ),
    insert_only=True,
)
decision = projection(
    Table(
        "decision",
        metadata,
        text("id", key=True),
        number("entry"),
        text("status"),
        text("on_day"),
        text("at"),
        text("by"),
        text("rule_book"),
        text("reference"),
        Index("decision_reference", "reference"),
    ),
    insert_only=True,
)
policy = projection(Table("policy", metadata, text("id", key=True), number("entry"), text("body")))
clock = projection(
    Table(
        "clock",
        metadata,
        number("entry", key=True),
        text("subject", key=True),
        text("event"),
        text("day"),
        Index("clock_subject", "subject"),
    )
)
hold = projection(
    Table(
        "hold",
        metadata,
        text("id", key=True),
        text("subject"),
        text("agency"),
        text("reason"),
        number("placed"),
        number("released", null=True),
        Index("hold_subject", "subject"),
    )
)
attachment = projection(
    Table(
        "attachment",
        metadata,
        text("id", key=True),
        text("subject"),
        text("name"),
        text("media"),
        number("size"),
        text("sha256"),
        number("entry"),
        number("erased", null=True),
        Index("attachment_subject", "subject"),
        Index("attachment_sha256", "sha256"),
    )
)
case_file = projection(
    Table(
        "case_file",
        metadata,
        text("id", key=True),
        text("state"),
        text("title"),
        text("party"),
        text("party_version"),
        text("assignee"),
        text("due"),
        text("disposition"),
        text("reason"),
        text("proposed_by"),
        number("opened"),
        number("changed"),
        Index("case_file_state", "state"),
    )
)
case_alert = projection(
    Table(
        "case_alert",
        metadata,
        text("case_id", key=True),
        text("listing", key=True),
        text("version"),
        text("evidence"),
        number("entry"),
        Index("case_alert_listing", "listing"),
    )
)
case_flag = projection(
    Table(
        "case_flag",
        metadata,
        text("case_id", key=True),
        text("flag", key=True),
        text("answer"),
        text("note"),
        number("entry"),
    )
)
application = projection(
    Table(
        "application",
        metadata,
        text("id", key=True),
        text("state"),
        text("control_number"),
        text("body"),
        number("entry"),
    )
)
licence = projection(
    Table(
        "licence",
        metadata,
        text("id", key=True),
        text("number"),
        text("agency"),
        text("kind"),
        text("state"),
        text("valid_from"),
        text("valid_to"),
        text("body"),
        number("entry"),
        UniqueConstraint("agency", "number", name="licence_number"),
    )
)
licence_line = projection(
    Table(
        "licence_line",
        metadata,
        text("licence_id", key=True),
        text("line", key=True),
        text("drawn_quantity"),
        text("drawn_value"),
        number("entry"),
    )
)
draw = projection(
    Table(
        "draw",
        metadata,
        number("entry", key=True),
        text("licence_id"),
        text("line"),
        text("shipment"),
        text("quantity"),
        text("value"),
        text("day"),
        number("reversed", null=True),
        Index("draw_licence", "licence_id"),
        Index("draw_shipment", "shipment"),
    )
)
shipment = projection(
    Table(
        "shipment",
        metadata,
        text("id", key=True),
        text("state"),
        text("exported"),
        text("itn"),
        text("body"),
        number("entry"),
    )
)
statement = projection(
    Table(
        "statement",
        metadata,
        text("id", key=True),
        text("kind"),
        text("party"),
        text("party_key"),
        text("state"),
        text("signed"),
        text("valid_to"),
        text("body"),
        number("entry"),
        Index("statement_party", "party_key"),
    )
)
person = projection(
    Table(
        "person",
        metadata,
        text("id", key=True),
        text("name"),
        text("roles"),
        text("state"),
        number("failures"),
        text("locked_until"),
        text("secret_sha256"),
        number("entry"),
    )
)
api_key = projection(
    Table(
        "api_key",
        metadata,
        text("id", key=True),
        text("person"),
        text("name"),
        text("scopes"),
        text("state"),
        text("expires"),
        text("secret_sha256"),
        number("entry"),
    )
)
portfolio = projection(Table("portfolio", metadata, text("id", key=True), text("body"), number("entry")))
portfolio_batch = projection(
    Table(
        "portfolio_batch",
        metadata,
        number("entry", key=True),
        text("portfolio"),
        text("kind"),
        number("rows"),
        text("root"),
        text("source"),
        Index("portfolio_batch_portfolio", "portfolio"),
    )
)
portfolio_load = projection(
    Table(
        "portfolio_load",
        metadata,
        number("entry", key=True),
        text("portfolio"),
        text("kind"),
        text("body"),
        Index("portfolio_load_portfolio", "portfolio"),
    )
)
portfolio_erased = projection(
    Table(
        "portfolio_erased",
        metadata,
        number("entry", key=True),
        text("portfolio"),
        text("kind"),
        text("id"),
        number("version"),
        Index("portfolio_erased_portfolio", "portfolio"),
    )
)
suppression = projection(
    Table(
        "suppression",
        metadata,
        text("id", key=True),
        text("state"),
        text("party"),
        text("party_version"),
        text("listing"),
        number("strong"),
        text("by"),
        text("second"),
        text("at"),
        text("expires"),
        text("review"),
        text("case_id"),
        text("why_ended"),
        text("body"),
        number("entry"),
        number("changed"),
        Index("suppression_party", "party"),
        Index("suppression_party_version", "party_version"),
        Index("suppression_listing", "listing"),
    )
)
#: How far each work of the watch is done: committed with the alerts that it found.
watch_cursor = projection(
    Table("watch_cursor", metadata, text("work", key=True), text("body"), number("entry"))
)
#: Hits that were alerted, by what makes them one: never alerted twice.
watch_alert = projection(
    Table(
        "watch_alert",
        metadata,
        text("key", key=True),
        text("portfolio"),
        text("party"),
        text("listing"),
        text("case_id"),
        text("cause"),
        text("published"),
        text("at"),
        text("body"),
        number("entry"),
        Index("watch_alert_party", "portfolio", "party"),
        Index("watch_alert_at", "at"),
    )
)
watch_run = projection(
    Table(
        "watch_run",
        metadata,
        number("entry", key=True),
        text("at"),
        text("body"),
        Index("watch_run_at", "at"),
    ),
    insert_only=True,
)
notice = projection(
    Table(
        "notice",
        metadata,
        text("id", key=True),
        text("channel"),
        text("key"),
        text("state"),
        number("attempts"),
        text("due"),
        text("case_id"),
        text("error"),
        text("body"),
        number("entry"),
        number("changed"),
        UniqueConstraint("channel", "key", name="notice_once"),
        Index("notice_due", "state", "due"),
    )
)
selftest = projection(
    Table(
        "selftest",
        metadata,
        number("entry", key=True),
        text("at"),
        number("passed"),
        text("snapshot"),
        text("body"),
    ),
    insert_only=True,
)
