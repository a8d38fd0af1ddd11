"""Publishing a draft: the next version of a playbook, for onboardings to come."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from onboarding_phases.playbooks.differences import differences
from onboarding_phases.playbooks.events import PlaybookPublished
from onboarding_phases.playbooks.models import Playbook, PlaybookDraft
from onboarding_phases.playbooks.queries import newest_version_of
from onboarding_phases.playbooks.rules import blocking_faults
from onboarding_phases.playbooks.services.drafts import check_editor, flush_draft
from onboarding_phases.playbooks.services.shipping import new_version
from onboarding_phases.playbooks.wording import warnings_of
from partners.products.services import name_product
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import Principal


def publish_draft(draft: PlaybookDraft, *, reason: str, seen: int, actor: Principal) -> Playbook:
    """Make a draft the newest version of its playbook; running onboardings keep theirs.

    With the first one of a product, customers, firms and onboardings can have that product.

    What prescribes order or method to a firm's staff is warned about and kept in the trail, not refused.

    Raises:
        RuleViolation: no reason is given, nothing is changed, or something is missing or wrong.
        Stale: somebody changed the draft since `seen`, or published another version.
    """
    check_editor(actor)
    if draft.version != seen:
        raise Stale(_l("%(name)s has changed this draft in the meantime. Look again.", name=draft.changed_by))
    if not reason.strip():
        raise RuleViolation(_l("Say why, for those who come after you."), field="reason")
    before, after = draft.base, draft.text
    changes = differences(before.text, after)
    if not changes:
        raise RuleViolation(_l("Nothing is changed yet. Change something, or discard the draft."))
    faults = blocking_faults(after)
    if faults:
        raise RuleViolation(faults[0][1])
    if newest_version_of(draft.product) != draft.next_version - 1:
        raise Stale(_l("Another version was published in the meantime. Discard the draft and begin anew."))
    playbook = _store(draft, draft.next_version, reason.strip(), actor)
    told = PlaybookPublished(
        actor_id=actor.id,
        playbook_id=playbook.id,
        product=playbook.product,
        version=playbook.version,
        reason=playbook.reason,
        changes=changes.count,
        warnings=tuple(one.text for one in warnings_of(after)),
    )
    publish(told)
    if playbook.name is not None:
        name_product(playbook.product, playbook.name, actor=actor)
    return playbook


def _store(draft: PlaybookDraft, version: int, reason: str, actor: Principal) -> Playbook:
    playbook = new_version(draft.product, version, draft.text)
    playbook.reason, playbook.created_by, playbook.created_by_id = reason, actor.name, actor.id
    db.session.delete(draft)
    flush_draft()
    try:
        with db.session.begin_nested():
            db.session.add(playbook)
    except IntegrityError as taken:
        raise Stale(
            _l("Another version was published in the meantime. Discard the draft and begin anew.")
        ) from taken
    return playbook
