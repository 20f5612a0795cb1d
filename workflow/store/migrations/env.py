"""Runs the migrations on the connection that the program hands over."""

from alembic import context

from workflow.store import models

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=models.Case.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
