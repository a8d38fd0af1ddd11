"""The numbers of decision rights, tier by tier; certification decides the tier, this setting what it carries."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField, Number

RIGHTS = "decision_rights"
HIGHEST = 5
ALL_PHASES = 123456

REVIEWED: tuple[Number, ...] = (ALL_PHASES, ALL_PHASES, 26, 6, 0)
OPTIONAL_TASKS: tuple[Number, ...] = (0, 0, 1, 1, 1)
HOLD_DAYS: tuple[Number, ...] = (0, 0, 5, 5, 5)
# The published table gives no tier the right to skip a phase; a vendor may grant it, for any phase but go-live.
SKIPPED: tuple[Number, ...] = (0, 0, 0, 0, 0)
SKIPPABLE = 12345
EXTENSION_DAYS: tuple[Number, ...] = (0, 3, 5, 10, 15)


def _by_tier(tier: int) -> tuple[DefaultField, ...]:
    place = tier - 1
    return (
        DefaultField(
            f"reviewed_{tier}",
            _l("Tier %(tier)s: phases that need review, as a row of digits (26 is phases 2 and 6)", tier=tier),
            REVIEWED[place],
            0,
            ALL_PHASES,
        ),
        DefaultField(
            f"optional_tasks_{tier}",
            _l("Tier %(tier)s: leaves out optional tasks (1 yes, 0 no)", tier=tier),
            OPTIONAL_TASKS[place],
            0,
            1,
        ),
        DefaultField(
            f"skipped_{tier}",
            _l("Tier %(tier)s: phases that it may skip, as a row of digits (35 is phases 3 and 5)", tier=tier),
            SKIPPED[place],
            0,
            SKIPPABLE,
        ),
        *_days_by_tier(tier),
    )


def _days_by_tier(tier: int) -> tuple[DefaultField, ...]:
    place, days = tier - 1, _l("days")
    return (
        DefaultField(
            f"hold_days_{tier}",
            _l("Tier %(tier)s: days that a hold for customer or vendor counts without confirmation", tier=tier),
            HOLD_DAYS[place],
            0,
            30,
            unit=days,
        ),
        DefaultField(
            f"extension_days_{tier}",
            _l("Tier %(tier)s: days by which due days of one onboarding are moved without asking", tier=tier),
            EXTENSION_DAYS[place],
            0,
            90,
            unit=days,
        ),
    )


DEFAULT = Default(
    key=RIGHTS,
    title=_l("Decision rights by tier"),
    fields=(
        *(field for tier in range(1, HIGHEST + 1) for field in _by_tier(tier)),
        DefaultField(
            "sampled_percent",
            _l("Of submissions that need no review, looked at by sample"),
            10,
            0,
            100,
            unit="%",
        ),
        DefaultField(
            "extension_days_member",
            _l("CS member: days by which due days of one onboarding are moved without asking"),
            10,
            0,
            90,
            unit=_l("days"),
        ),
    ),
)
