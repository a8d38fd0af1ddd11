"""Changing settings: a new version from a day on; the old ones stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from portal import clock
from portal.database import db
from portal.defaults.events import SettingChanged
from portal.defaults.models import DefaultVersion
from portal.defaults.queries import defaults_by_key, forget_numbers, numbers, versions_of
from portal.defaults.values import DefaultField, Number
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import Principal


def change_default(
    key: str, values: Mapping[str, Number], *, effective_on: date, reason: str, seen: int, actor: Principal
) -> DefaultVersion:
    """Write a new version of a setting, in force from a day on.

    `seen` is the newest version that the actor had before their eyes; 0 stands for what the product ships with.

    Raises:
        RuleViolation: a number is out of bounds, the day is past, the reason is missing, or nothing changes.
        Stale: somebody wrote a newer version meanwhile.
    """
    versions = versions_of(key)
    newest = versions[0].version if versions else 0
    if newest != seen:
        raise Stale(_l("Somebody has changed this setting meanwhile. Look at the new numbers, then change them."))
    checked = {field.key: _checked(field, values[field.key]) for field in defaults_by_key()[key].fields}
    before = dict(numbers(key, on=max(effective_on, clock.today())))
    _check_change(checked, before, effective_on, reason)
    written = DefaultVersion(
        key=key,
        version=newest + 1,
        values=checked,
        effective_on=effective_on,
        reason=reason.strip(),
        created_at=clock.now(),
        created_by=actor.id,
    )
    db.session.add(written)
    db.session.flush()
    forget_numbers()
    _tell(written, before, actor)
    return written


def _checked(field: DefaultField, value: Number) -> Number:
    exact = Decimal(str(value))
    if not exact.is_finite() or not Decimal(str(field.minimum)) <= exact <= Decimal(str(field.maximum)):
        text = _l("Between %(minimum)s and %(maximum)s.", minimum=field.minimum, maximum=field.maximum)
        raise RuleViolation(text, field=field.key)
    if exact % field.step:
        raise RuleViolation(_l("In steps of %(step)s.", step=field.step), field=field.key)
    return int(exact) if field.step % 1 == 0 else float(exact)


def _check_change(after: Mapping[str, Number], before: Mapping[str, Number], on: date, reason: str) -> None:
    if on < clock.today():
        raise RuleViolation(_l("From today on: what was in force stays as it was."), field="effective_on")
    if not reason.strip():
        raise RuleViolation(_l("Say why, for those who come after you."), field="reason")
    if after == {key: before[key] for key in after}:
        raise RuleViolation(_l("These are the numbers already in force on that day."))


def _tell(written: DefaultVersion, before: Mapping[str, Number], actor: Principal) -> None:
    changed = [key for key, value in written.values.items() if before.get(key) != value]
    publish(
        SettingChanged(
            actor_id=actor.id,
            key=written.key,
            version=written.version,
            before={key: before[key] for key in changed},
            after={key: written.values[key] for key in changed},
            effective_on=written.effective_on,
            reason=written.reason,
        )
    )
