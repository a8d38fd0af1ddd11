"""`bansou report KIND KEY`: print a report to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.commands import with_portal
from portal.reports.composing import as_pdf, compose, report_kinds
from portal.reports.printing import PrintingError
from portal.reports.values import ReportKind, Subject
from portal.settings import LOCALES
from portal.tables.problems import InputProblems, Problem
from portal.tables.saving import write_whole
from portal.tables.values import Misfit, month
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work


@click.command("report")
@click.argument("kind")
@click.argument("key")
@click.option("--month", "month_text", metavar="YYYY-MM", help="A month that has begun, for monthly reports.")
@click.option("--locale", type=click.Choice(LOCALES), default="ja", help="The language of the report.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="PDF.")
@with_portal
def report(kind: str, key: str, month_text: str | None, locale: str, out: Path) -> None:
    """Print a report, such as: report partner P0001 --month 2026-10 --out F.pdf."""
    asks_for_month = _kind(kind).is_monthly or month_text is not None
    wanted = _month(month_text or "") if asks_for_month else clock.today().replace(day=1)
    with unit_of_work(EVERY_TENANT, write=False):
        found, subject = _subject(kind, key)
        with force_locale(locale):
            document = compose(found, subject, wanted)
            try:
                pdf = as_pdf(document)
            except PrintingError as problem:
                raise click.ClickException(str(problem)) from problem
    write_whole(out, pdf)


def _month(text: str) -> date:
    try:
        wanted = month()(text)
    except Misfit as misfit:
        raise InputProblems([Problem("--month", None, None, misfit.what, misfit.remedy)]) from misfit
    if wanted > clock.today():
        what = _l("This month has not begun.")
        remedy = _l("This month or one before is right.")
        raise InputProblems([Problem("--month", None, None, what, remedy)])
    return wanted


def _kind(name: str) -> ReportKind:
    kinds = report_kinds()
    if name not in kinds:
        what = _l("There is no report of this kind.")
        remedy = _l("One of these is right: %(words)s.", words=", ".join(sorted(kinds)))
        raise InputProblems([Problem(f"report {name}", None, None, what, remedy)])
    return kinds[name]


def _subject(name: str, key: str) -> tuple[ReportKind, Subject]:
    kind = _kind(name)
    subject = kind.find(key)
    if subject is None:
        what, remedy = _l("Nothing is known under this code."), _l("A code as the list of partners has it is right.")
        raise InputProblems([Problem(f"report {name} {key}", None, None, what, remedy)])
    return kind, subject
