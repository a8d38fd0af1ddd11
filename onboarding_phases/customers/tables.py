"""The columns of the customers file."""

from partners.tables import CODES, DIVISION, PREFECTURE, TAG, code
from portal.tables.schema import Column, Schema
from portal.tables.values import day, integer, pairs, text

MOST_EFFORT = 3
"""Slots that one customer takes at most."""

MOST_WEIGHT = 100
"""What one need weighs at most."""

MOST_PRIORITY = 1_000

CUSTOMERS = Schema(
    key="customer_code",
    columns=(
        Column("customer_code", code()),
        Column("name", text()),
        Column("industry", DIVISION),
        Column("employees", integer(0), required=False),
        Column("prefecture", PREFECTURE),
        Column("language", TAG),
        Column("product", TAG),
        Column("plan", text(60), required=False, default=""),
        Column("contract_start", day(), required=False),
        Column("onboarding_start", day()),
        Column("annual_value", integer(0), required=False, default=0),
        Column("effort", integer(1, MOST_EFFORT)),
        Column("needs", pairs(TAG, 1, MOST_WEIGHT), required=False, default={}),
        Column("required_tier", integer(1, 5), required=False, default=1),
        Column("priority", integer(0, MOST_PRIORITY), required=False, default=0),
        Column("preferred_partners", CODES, required=False, default=()),
        Column("excluded_partners", CODES, required=False, default=()),
    ),
)
"""One row per customer; `needs` are strengths with their weights."""
