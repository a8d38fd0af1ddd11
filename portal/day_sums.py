"""Days counted from a day inside a statement, in each database's own words."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class days_after(FunctionElement[date]):  # noqa: N801 - read like a function of the database
    """The day that lies so many days after another: `days_after(Onboarding.start_on, Phase.due_day)`."""

    type = Date()
    inherit_cache = True


@compiles(days_after)
def _by_addition(element: days_after, compiler: Any, **given: Any) -> str:
    day, days = element.clauses
    return f"({compiler.process(day, **given)} + {compiler.process(days, **given)})"


@compiles(days_after, "sqlite")
def _by_modifier(element: days_after, compiler: Any, **given: Any) -> str:
    day, days = element.clauses
    return f"date({compiler.process(day, **given)}, '+' || {compiler.process(days, **given)} || ' days')"
