"""The columns of the partners file and of the capacity file."""

import re
from collections.abc import Callable

from flask_babel import lazy_gettext as _l

from partners.geography import PREFECTURES
from partners.industries import INDUSTRIES
from partners.numbers import check_digit, is_corporate_number
from portal.tables.problems import Misfit, excerpt
from portal.tables.schema import Column, Schema
from portal.tables.values import choice, day, decimal, integer, listed, month, pairs, text
from portal.tables.widths import narrow

REMOTE = "*"
"""Among a partner's prefectures: it also serves everywhere, remotely."""

KINDS = ("tax_accountant", "cpa_firm", "labor_consultant", "system_consulting", "bpo", "other")
STATUSES = ("candidate", "screening", "contracted", "preparing", "active", "paused", "ended")

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_THIRTEEN = re.compile(r"[0-9]{13}")


def code() -> Callable[[str], str]:
    """Read a code: up to 32 letters, digits, hyphens and underscores."""

    def parse(cell: str) -> str:
        found = narrow(cell)
        if not _CODE.fullmatch(found):
            what = _l("%(value)s is no code.", value=excerpt(cell))
            raise Misfit(what, _l("A code has up to 32 letters, digits, hyphens and underscores."))
        return found

    return parse


def corporate_number(cell: str) -> str:
    """Read a corporate number: thirteen digits of which the first checks the others."""
    found = narrow(cell)
    _check_number(found, cell)
    return found


def invoice_number(cell: str) -> str:
    """Read a qualified-invoice number: T and a corporate number."""
    found = narrow(cell).upper()
    if not found.startswith("T"):
        what = _l("%(value)s is no invoice number.", value=excerpt(cell))
        raise Misfit(what, _l("T and 13 digits are right."))
    _check_number(found[1:], cell)
    return found


def _check_number(digits: str, cell: str) -> None:
    if not _THIRTEEN.fullmatch(digits):
        what = _l("%(value)s does not have 13 digits.", value=excerpt(cell))
        raise Misfit(what, _l("Write all 13 digits without spaces or hyphens."))
    if not is_corporate_number(digits):
        what = _l("The check digit of %(value)s is wrong.", value=excerpt(cell))
        right = check_digit(digits[1:])
        raise Misfit(what, _l("With these last 12 digits the first would be %(digit)s.", digit=right))


def words(names: tuple[str, ...]) -> Callable[[str], str]:
    """Read one of these words."""
    return choice({name: name for name in names})


CODES = listed(code())
DIVISION = words(tuple(INDUSTRIES))
PREFECTURE = words(PREFECTURES)
TAG = text(60)

PARTNERS = Schema(
    key="partner_code",
    columns=(
        Column("partner_code", code()),
        Column("name", text()),
        Column("kind", words(KINDS)),
        Column("corporate_number", corporate_number, required=False),
        Column("invoice_number", invoice_number, required=False),
        Column("prefectures", listed(words((*PREFECTURES, REMOTE))), required=False, default=()),
        Column("languages", listed(TAG), required=False, default=()),
        Column("products", listed(TAG), required=False, default=()),
        Column("industries", pairs(DIVISION), required=False, default={}),
        Column("strengths", pairs(TAG), required=False, default={}),
        Column("tier", integer(1, 5)),
        Column("capacity", integer(0, 10_000)),
        Column("min_volume", integer(0, 10_000), required=False, default=0),
        Column("status", words(STATUSES)),
        Column("contract_until", day(), required=False),
        Column("outcome", decimal(0, 1), required=False, present=False),
    ),
)
"""One row per partner; without `contract_until` no start date is covered."""

CAPACITY = Schema(
    columns=(
        Column("partner_code", code()),
        Column("month", month()),
        Column("slots", integer(0, 10_000)),
    ),
)
"""One row per partner and month."""
