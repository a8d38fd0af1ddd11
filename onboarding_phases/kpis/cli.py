"""`bansou kpi`: the X-day rate, its Wilson interval and Kaplan-Meier on a file, without a database."""

from datetime import date
from pathlib import Path

import click

from onboarding_phases.kpis.files import kpi_csv, read_cases
from portal.commands import tell
from portal.tables.reading import read_table
from portal.tables.saving import write_whole
from portal.tables.values import Misfit, day


class Day(click.ParamType[date]):
    """A day as the tables have it: 2026-10-31, 2026/10/31 or 令和8年10月31日."""

    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or end the command with what would be right."""
        if isinstance(value, date):
            return value
        try:
            return day()(value)
        except Misfit as misfit:
            self.fail(str(misfit), param, ctx)


@click.command("kpi")
@click.option("--onboardings", type=click.Path(path_type=Path), required=True, help="CSV or XLSX.")
@click.option("--x", type=click.IntRange(min=0), required=True, help="Net days, such as 90.")
@click.option("--as-of", type=Day(), required=True, help="What lies after this day has not happened.")
@click.option("--by", metavar="COLUMN", help="A row per value of this column.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="CSV.")
def kpi(onboardings: Path, x: int, as_of: date, by: str | None, out: Path) -> None:
    """Estimate the X-day activation rate on a file of onboardings."""
    cases = read_cases(read_table(onboardings), as_of=as_of, by=by)
    write_whole(out, kpi_csv(cases.groups, x=x, as_of=as_of))
    tell(cases.warnings)
