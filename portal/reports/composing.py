"""A report as one document: the sections of every room in order, the same on screen and on paper."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import cast

from flask import current_app, render_template
from markupsafe import Markup

from portal import clock
from portal.database import db
from portal.i18n import current_locale
from portal.reports.printing import print_pdf
from portal.reports.values import ReportKind, ReportSection, Subject
from portal.tenancy import Scope, enter


@dataclass(frozen=True)
class Document:
    """A composed report. `code` changes with any of its data: two prints with one code say the same."""

    kind: ReportKind
    subject: Subject
    month: date
    as_of: date
    body: Markup
    code: str

    @property
    def file_name(self) -> str:
        of_month = f"-{self.month:%Y-%m}" if self.kind.is_monthly else ""
        return f"{self.subject.key}{of_month}-{current_locale()}.pdf"

    @property
    def month_before(self) -> date:
        return (self.month - timedelta(days=1)).replace(day=1)

    @property
    def month_after(self) -> date | None:
        """The next month, if it has begun."""
        after = (self.month + timedelta(days=31)).replace(day=1)
        return after if after <= clock.today() else None


def report_kinds() -> dict[str, ReportKind]:
    """The kinds of reports that rooms bring, by name."""
    return cast(dict[str, ReportKind], current_app.extensions["bansou_report_kinds"])


def compose(kind: ReportKind, subject: Subject, month: date) -> Document:
    """Put a report of a month together, in the reader's language; from here on the session sees that firm alone."""
    enter(db.session(), Scope(subject.partner_id))
    sections: list[ReportSection] = current_app.extensions["bansou_report_sections"]
    own = sorted((item for item in sections if item.report == kind.name), key=lambda item: item.order)
    opened = [(item.template, values) for item in own if (values := item.collect(subject.row, month)) is not None]
    body = Markup(render_template("reports/sections.html", sections=opened))  # noqa: S704 - templates escape
    as_of = min(month.replace(day=monthrange(month.year, month.month)[1]), clock.today())
    return Document(kind, subject, month, as_of, body, check_code(f"{subject.key} {as_of} {body}"))


def check_code(data: str) -> str:
    """Twelve letters that change with any of the data, such as 7F3A-91C2-0D4E."""
    letters = sha256(data.encode()).hexdigest()[:12].upper()
    return "-".join(letters[at : at + 4] for at in range(0, 12, 4))


def as_page(document: Document) -> str:
    """The report as a page to look at."""
    return render_template(document.kind.template, document=document, printing=False)


def as_pdf(document: Document) -> bytes:
    """The report on paper; the same data give the same bytes.

    Raises:
        PrintingError: it cannot be printed; says why.
    """
    return print_pdf(render_template(document.kind.template, document=document, printing=True))
