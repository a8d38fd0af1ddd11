"""Reading which due days were moved, and what waits for an answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, or_, select

from onboarding_phases.extensions.defaults import NUMBERS
from onboarding_phases.extensions.enums import Ground
from onboarding_phases.extensions.models import Extension
from onboarding_phases.extensions.values import Right
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from partners.rights.queries import decision_rights, member_extension_days
from portal import clock
from portal.access import person, select_visible
from portal.database import db
from portal.defaults.queries import numbers
from portal.needs import need_columns
from portal.people import Principal, Role

MOST = 20


def extensions_of(onboarding_id: int) -> list[Extension]:
    """What was moved or asked for of an onboarding, the latest first."""
    mine = select(Extension).where(Extension.onboarding_id == onboarding_id)
    return list(db.session.scalars(mine.order_by(Extension.id.desc())))


def waiting_extension(onboarding_id: int) -> Extension | None:
    """The request that waits for an answer; there is one at most."""
    mine = select(Extension).where(Extension.onboarding_id == onboarding_id, Extension.decided_at.is_(None))
    return db.session.scalars(mine).one_or_none()


def answer_days() -> int:
    """Within how many business days a request is answered."""
    return int(numbers(NUMBERS)["answer_days"])


def right_of(actor: Principal, onboarding: Onboarding) -> Right:
    """By how many days somebody moves due days of an onboarding without asking, and how many of them are gone."""
    if not actor.is_vendor:
        days = decision_rights(onboarding.partner_id).extension_days
        return Right(Ground.TIER, days, _used(onboarding.id, Ground.TIER))
    if actor.role is Role.CS_MEMBER:
        return Right(Ground.MEMBER, member_extension_days(), _used(onboarding.id, Ground.MEMBER))
    return Right(Ground.MANAGER, None)


def _used(onboarding_id: int, ground: Ground) -> int:
    used = select(func.coalesce(func.sum(Extension.days), 0))
    mine = used.where(Extension.onboarding_id == onboarding_id, Extension.ground == ground)
    return int(db.session.scalar(mine) or 0)


def decides(actor: Principal, extension: Extension) -> bool:
    """Whether somebody may answer a request: a CS member within the own right, nobody what they asked themselves."""
    if extension.asked_by_id is not None and extension.asked_by_id == actor.id:
        return False
    return actor.role is not Role.CS_MEMBER or extension.days <= member_extension_days()


def may_withdraw(actor: Principal, extension: Extension) -> bool:
    """Whether somebody may take a request back: of a firm's, the firm; of the vendor's, the one who asked."""
    if extension.by_firm:
        return not actor.is_vendor
    return extension.asked_by_id is not None and extension.asked_by_id == actor.id


def extensions_to_decide() -> Select[Any]:
    """Requests that wait for the reader.

    The owner answers within the own right; a CS manager what is beyond it, what has no owner, and what was left
    unanswered.
    """
    reader, most = person(), member_extension_days()
    waiting = (
        select_visible(Onboarding)
        .join(Extension, Extension.onboarding_id == Onboarding.id)
        .where(
            Extension.decided_at.is_(None),
            Onboarding.state == OnboardingState.RUNNING,
            or_(Extension.asked_by_id.is_(None), Extension.asked_by_id != reader.id),
        )
    )
    if reader.role is Role.CS_MEMBER:
        waiting = waiting.where(Extension.days <= most)
    else:
        unanswered = Extension.answer_by < clock.today()
        mine = or_(Onboarding.owner_id.is_(None), Onboarding.owner_id == reader.id)
        waiting = waiting.where(or_(mine, Extension.days > most, unanswered))
    told = need_columns(
        code=Onboarding.code, name=Onboarding.customer_name, on=Extension.answer_by, number=Extension.days
    )
    return waiting.order_by(Extension.answer_by).limit(MOST).with_only_columns(*told)
