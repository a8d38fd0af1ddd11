"""What a question of a handoff is: its words, how much it is wanted, and what kind of answer it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from onboarding_phases.handoff.enums import FieldKind, FieldLevel


@dataclass(frozen=True, eq=False)
class Field:
    """One question of a handoff. A hidden one (price, politics, personal notes) is never shown to a partner."""

    key: str
    label: LazyString
    help: LazyString
    level: FieldLevel
    weight: int
    kind: FieldKind = FieldKind.LONG_TEXT
    hidden: bool = False
    choices: Mapping[str, LazyString] = field(default_factory=dict)
    bounds: tuple[int, int] = (0, 100_000_000)


@dataclass(frozen=True, eq=False)
class Category:
    """One of the seven parts of a handoff."""

    key: str
    label: LazyString
    fields: tuple[Field, ...]


CONTACT_WAYS: Mapping[str, LazyString] = {
    "mail": _l("Mail"),
    "phone": _l("Telephone"),
    "chat": _l("Chat"),
    "video": _l("Video meeting"),
    "visit": _l("Visit in person"),
}
CONFIDENCE: Mapping[str, LazyString] = {"high": _l("Sure"), "medium": _l("Rather sure"), "low": _l("Unsure")}
