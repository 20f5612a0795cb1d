"""Letters as PDF, letters that take the place of others, and every attempt at their service."""

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

def _added() -> list[sa.Column[object]]:
    return [
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("pdf", sa.Text(), nullable=True),
        sa.Column("replaces", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("resent_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("receiver", sa.Text(), nullable=True),
        sa.Column("witness", sa.Text(), nullable=True),
    ]


def upgrade() -> None:
    with op.batch_alter_table("letters", schema=None) as letters:
        for column in _added():
            letters.add_column(column)
        letters.create_index("ix_letters_number", ["number"], unique=False)
        letters.create_index(
            "ix_letters_to_set_out",
            ["case_id"],
            unique=False,
            postgresql_where=sa.text("pdf IS NULL AND source <> ''"),
            sqlite_where=sa.text("pdf IS NULL AND source <> ''"),
        )
    op.execute("update letters set attempts = 1, carrier = '' where dispatched_on is not null")
    op.execute("update letters set receiver = '', witness = '' where served_on is not null")
    op.create_table(
        "templates",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_templates_agency_id_agencies")),
        sa.PrimaryKeyConstraint("agency_id", "letter", "version", name=op.f("pk_templates")),
    )
    op.create_table(
        "template_choices",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_template_choices_agency_id_agencies")),
        sa.PrimaryKeyConstraint("agency_id", "letter", "from_on", name=op.f("pk_template_choices")),
    )
    _tell_cases()


def _tell_cases() -> None:
    """Write the letters in the snapshot of each case as this version does."""
    connection = op.get_bind()
    cases = sa.table("cases", sa.column("id", sa.Uuid()), sa.column("snapshot", sa.Text()))
    letters = sa.table("letters", sa.column("case_id", sa.Uuid()), sa.column("no"), sa.column("voided_by"))
    void: dict[object, set[int]] = {}
    for case_id, no in connection.execute(sa.select(letters.c.case_id, letters.c.no).where(letters.c.voided_by.is_not(None))):
        void.setdefault(case_id, set()).add(no)
    with_letters = sa.select(letters.c.case_id).distinct()
    found = connection.execute(sa.select(cases.c.id, cases.c.snapshot).where(cases.c.id.in_(with_letters))).all()
    for case_id, text in found:
        case = msgspec.json.decode(text)
        case["letters"] = [_letter(one, void.get(case_id, set())) for one in case["letters"]]
        told = msgspec.json.encode(case).decode()
        connection.execute(sa.update(cases).where(cases.c.id == case_id).values(snapshot=told))


def _letter(letter: list[object], void: set[int]) -> list[object]:
    """Return a letter with how often it was sent, and whether it came back, is void and was set out."""
    no, kind, decision, sent, on = (*letter, None)[:5]
    return [no, kind, decision, sent, on, int(bool(sent)), False, no in void, False]
