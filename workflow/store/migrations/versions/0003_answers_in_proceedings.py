"""When a proceeding was answered, and whether it runs in the simplified procedure."""

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CASES = sa.table("cases", sa.column("id", sa.Uuid()), sa.column("snapshot", sa.Text()))
_PROCEEDINGS = sa.table("proceedings", sa.column("case_id", sa.Uuid()))
_NEITHER = [False, None]  # Of what is on record so far, no proceeding is simplified or answered.


def upgrade() -> None:
    op.add_column("proceedings", sa.Column("simplified", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("proceedings", sa.Column("answered_on", sa.Date(), nullable=True))
    connection = op.get_bind()
    filed = sa.select(_PROCEEDINGS.c.case_id).where(_PROCEEDINGS.c.case_id.is_not(None))
    for case_id, snapshot in connection.execute(sa.select(_CASES).where(_CASES.c.id.in_(filed))).all():
        values = {"snapshot": _with_answers(snapshot)}
        connection.execute(sa.update(_CASES).where(_CASES.c.id == case_id).values(values))


def _with_answers(snapshot: str) -> str:
    """Return a case as text with the two new values of each of its proceedings, which have their place at the end."""
    case = msgspec.json.decode(snapshot)
    case["proceedings"] = [[*one, *_NEITHER] for one in case.get("proceedings", ())]
    return msgspec.json.encode(case).decode()
