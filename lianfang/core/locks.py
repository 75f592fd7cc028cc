"""One at a time across processes, for as long as a transaction lasts."""

from django.db import connection


def hold(*name: object) -> None:
    """Wait for whoever holds the same name; let go at the end of the transaction.

    SQLite has one writer at a time anyway: its transactions begin by taking the file.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            key = ":".join(map(str, name))
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
