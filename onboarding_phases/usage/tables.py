"""The columns of the usage file."""

from __future__ import annotations

from portal.tables.schema import Column, Schema
from portal.tables.values import day, decimal, text
from portal.tables.widths import narrow

USAGE = Schema(
    (
        Column("customer_code", narrow),
        Column("date", day()),
        Column("metric", text(max=80)),
        Column("value", decimal(0, 1_000_000_000_000)),
    )
)
