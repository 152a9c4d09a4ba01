"""Alembic's environment: it runs on the connection that `store.migrate` gives it, and nowhere else."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transactional_ddl=True, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
