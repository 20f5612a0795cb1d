"""The key of a reminder begins with its rule and day; the desk and the messages have an index each.

Duties say who has the case.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("duties", sa.Column("assignee_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE duties SET assignee_id = (SELECT assignee_id FROM cases WHERE cases.id = duties.case_id)")
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminders_sweep_recipient_id"))
        batch_op.drop_constraint("pk_reminders", type_="primary")
        batch_op.create_primary_key(
            "pk_reminders",
            ["rule", "mark_on", "subject_id", "recipient_id", "due_on", "channel", "duty", "ref"],
        )
        batch_op.create_index(
            "ix_reminders_desk",
            ["recipient_id", "created_at"],
            unique=False,
            postgresql_where=sa.text("channel = 'desk'"),
            sqlite_where=sa.text("channel = 'desk'"),
        )
        batch_op.create_index(
            "ix_reminders_messages",
            ["sweep", "recipient_id"],
            unique=False,
            postgresql_where=sa.text("channel <> 'desk'"),
            sqlite_where=sa.text("channel <> 'desk'"),
        )
