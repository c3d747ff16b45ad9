"""The use cases run on both databases."""

from stores import another_store, database_url, migrated_postgres, migrated_sqlite, postgres, store

__all__ = ["another_store", "database_url", "migrated_postgres", "migrated_sqlite", "postgres", "store"]
