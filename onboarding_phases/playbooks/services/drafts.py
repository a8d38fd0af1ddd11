"""Writing the next version of a playbook: one draft for each product, part by part."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from onboarding_phases.playbooks.differences import differences
from onboarding_phases.playbooks.events import PlaybookDraftBegun, PlaybookDraftChanged, PlaybookDraftDiscarded
from onboarding_phases.playbooks.models import Playbook, PlaybookDraft
from onboarding_phases.playbooks.permissions import EDIT_PLAYBOOKS
from onboarding_phases.playbooks.queries import draft_of
from onboarding_phases.playbooks.rules import circle_fault
from onboarding_phases.playbooks.values import PlaybookText, written
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import PORTAL, Principal

NAME, SCHEDULE, RULE = "name", "schedule", "rule"


def begin_draft(playbook: Playbook, *, actor: Principal) -> PlaybookDraft:
    """The draft of the version after `playbook`; the one that is there already, whoever began it.

    Raises:
        RuleViolation: the actor may not edit playbooks.
    """
    check_editor(actor)
    draft = draft_of(playbook.product)
    if draft is not None:
        return draft
    draft = new_draft(playbook.product, playbook, playbook.text, actor)
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError as taken:
        found = draft_of(playbook.product)
        if found is None:
            raise Stale(_l("Somebody else began this draft at the same moment. Open it again.")) from taken
        return found
    told = PlaybookDraftBegun(actor_id=actor.id, product=playbook.product, base_version=playbook.version)
    publish(told)
    return draft


def new_draft(product: str, base: Playbook, text: PlaybookText, actor: Principal) -> PlaybookDraft:
    """A draft that nobody has changed, not yet stored."""
    now = clock.now()
    return PlaybookDraft(
        product=product,
        base_id=base.id,
        content=written(text),
        touched={},
        begun_at=now,
        begun_by=actor.name,
        changed_at=now,
        changed_by=actor.name,
    )


def change_draft(
    draft: PlaybookDraft,
    *parts: str,
    change: Callable[[PlaybookText], PlaybookText],
    seen: int,
    actor: Principal,
) -> None:
    """Change parts of a draft: `name`, `schedule`, `rule`, or positions of phases; most changes are of one part.

    `seen` is the version of the draft that the actor had before their eyes; what others did to other parts since
    then is kept and in nobody's way.

    Raises:
        RuleViolation: tasks would wait for each other in a circle, or the actor may not edit playbooks.
        Stale: somebody else changed the same part since then; says who.
    """
    check_editor(actor)
    for part in parts:
        check_seen(draft, part, seen)
    before = draft.text
    after = change(before)
    if after == before:
        return
    circle = circle_fault(after)
    if circle is not None:
        raise RuleViolation(circle, field="depends_on")
    draft.content = written(after)
    draft.changed_at, draft.changed_by = clock.now(), actor.name
    touched = {"version": draft.version + 1, "by": actor.name}
    draft.touched = {**draft.touched, **dict.fromkeys(parts, touched)}
    flush_draft()
    for part in parts:
        publish(PlaybookDraftChanged(actor_id=actor.id, product=draft.product, part=part, version=draft.version))


def discard_draft(draft: PlaybookDraft, *, seen: int, actor: Principal) -> None:
    """Throw a draft away: the newest version stays as it is.

    Raises:
        RuleViolation: the actor may not edit playbooks.
        Stale: somebody changed it since `seen`.
    """
    check_editor(actor)
    if draft.version != seen:
        raise Stale(_l("%(name)s has changed this draft in the meantime. Look again.", name=draft.changed_by))
    changes = differences(draft.base.text, draft.text).count
    db.session.delete(draft)
    flush_draft()
    publish(PlaybookDraftDiscarded(actor_id=actor.id, product=draft.product, changes=changes))


def check_editor(actor: Principal) -> None:
    """See that the actor may edit playbooks; the portal itself may.

    Raises:
        RuleViolation: the actor's role does not include it.
    """
    if actor != PORTAL and not EDIT_PLAYBOOKS.allows(actor):
        raise RuleViolation(_l("Your role does not include this."))


def check_seen(draft: PlaybookDraft, part: str, seen: int) -> None:
    """See that nobody changed a part since the version that was seen.

    Raises:
        Stale: somebody did; says who.
    """
    touched = draft.touched.get(part)
    if touched is not None and touched["version"] > seen:
        raise Stale(
            _l(
                "%(name)s has changed this in the meantime. What you entered is still here, beside what stands now.",
                name=touched["by"],
            )
        )


def flush_draft() -> None:
    """Write a draft now, so that its version is checked here.

    Raises:
        Stale: somebody else wrote it since it was read.
    """
    try:
        db.session.flush()
    except StaleDataError as error:
        raise Stale(_l("Somebody else changed this at the same moment. Reload and look again.")) from error
