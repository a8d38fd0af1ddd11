"""The words of the handoff to support."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l

from onboarding_phases.handoff.enums import FieldLevel
from onboarding_phases.handoff.template.fields import Category, Field


class SupportState(StrEnum):
    """Who holds the handoff to support."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


STATE_LABELS: Mapping[SupportState, LazyString] = {
    SupportState.DRAFT: _l("Draft"),
    SupportState.SUBMITTED: _l("Waits for support"),
    SupportState.RETURNED: lazy_pgettext("handoff", "Returned"),
    SupportState.ACCEPTED: _l("Accepted by support"),
}
REQUIRED, RECOMMENDED = FieldLevel.REQUIRED, FieldLevel.RECOMMENDED
# No field asks for a price: firm, owner and support read all of them.
TO_SUPPORT: tuple[Category, ...] = (
    Category(
        "set_up",
        _l("What is set up"),
        (
            Field(
                "in_use", _l("Set up and in use"), _l("Which functions are set up, and who uses them?"), REQUIRED, 3
            ),
            Field("data", _l("Data brought over"), _l("Which data was migrated, up to which month?"), REQUIRED, 2),
            Field(
                "connections_live", _l("Connections"), _l("Which banks and systems are connected?"), RECOMMENDED, 2
            ),
        ),
    ),
    Category(
        "open",
        _l("Open points"),
        (
            Field(
                "open_points", _l("Open points"), _l("What is not solved, and what was said about it?"), REQUIRED, 3
            ),
            Field(
                "workarounds", _l("Workarounds"), _l("What do they do differently for now, and why?"), RECOMMENDED, 1
            ),
        ),
    ),
    Category(
        "contacts",
        _l("Contacts"),
        (
            Field("people", _l("Who asks and who decides"), _l("Who will write to support, and how?"), REQUIRED, 3),
            Field(
                "firm_people", _l("Whom to ask at the firm"), _l("Who knows the set-up, until when?"), RECOMMENDED, 1
            ),
        ),
    ),
    Category(
        "agreements",
        _l("Agreements"),
        (
            Field(
                "agreed",
                _l("What was agreed for afterwards"),
                _l("Which answering times, dates or habits were agreed? Prices stay out."),
                REQUIRED,
                2,
            ),
        ),
    ),
    Category(
        "known",
        _l("Not to be asked again"),
        (
            Field(
                "told_already",
                _l("What the customer has told us"),
                _l("What has the customer explained already, to whom and when?"),
                REQUIRED,
                2,
            ),
        ),
    ),
)
FIELDS: Mapping[str, Field] = {item.key: item for category in TO_SUPPORT for item in category.fields}
