"""Exit 0 if a PostgreSQL server answers where the tests look for it, on which databases and roles may be made."""

import os
import sys

import psycopg

place = os.environ.get("BANSOU_TEST_POSTGRESQL", "host=127.0.0.1 port=5432 user=postgres dbname=postgres")
try:
    with psycopg.connect(place, connect_timeout=5) as connection:
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
except psycopg.Error:
    sys.exit(1)
sys.exit(0 if row and row[0] else 1)
