"""The words of the next candidate."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Passed(StrEnum):
    """Why a firm is passed over, beside the hard rules of an allocation."""

    DECLINED = "declined"
    FULL = "full"
    BANNED = "banned"
    BEHIND_ALTERNATES = "behind_alternates"


PASSED_LABELS: dict[str, LazyString] = {
    Passed.DECLINED: _l("declined it, let the offer lapse or gave it back"),
    Passed.FULL: _l("too few free slots in the month of the start"),
    Passed.BANNED: _l("ruled out for this customer by a CS manager"),
    Passed.BEHIND_ALTERNATES: _l("the alternates of the plan come first"),
}
