"""How long a pass counts, as the product ships it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

CERTIFICATE_DEFAULTS = Default(
    key="training.certificates",
    title=_l("Skill certificates"),
    fields=(
        DefaultField("valid_months", _l("A pass is valid for"), 12, 1, 60, unit=_l("months")),
        DefaultField("renewal_days", _l("Renewal opens before the end"), 60, 0, 365, unit=_l("days")),
    ),
)
