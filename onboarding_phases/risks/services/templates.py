"""The plays that are proposed: those that the product ships with, and what the vendor makes of them."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from onboarding_phases.onboardings.services.history import check_permission, write
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.risks.defaults import SHIPPED
from onboarding_phases.risks.enums import SILENT
from onboarding_phases.risks.events import PlayTemplateChanged
from onboarding_phases.risks.models import PlayTemplate
from onboarding_phases.risks.permissions import CHANGE_TEMPLATES
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import Principal
from portal.settings import LOCALES


def load_plays(_actor: Principal) -> None:
    """Enter the plays that the product ships with, each where its cause has none yet."""
    known = set(db.session.scalars(select(PlayTemplate.cause)))
    for cause, shipped in SHIPPED.items():
        if cause not in known:
            row = PlayTemplate(
                cause=cause,
                title=dict(shipped.title),
                text=dict(shipped.text),
                side=shipped.side,
                due_days=shipped.due_days,
                metric=shipped.metric,
                is_active=True,
            )
            db.session.add(row)
    db.session.flush()


def change_template(
    template: PlayTemplate,
    *,
    title: Mapping[str, str],
    text: Mapping[str, str],
    side: TaskSide,
    due_days: int,
    metric: str,
    is_active: bool,
    version: int,
    actor: Principal,
) -> None:
    """Change what is proposed against a cause from now on, or propose nothing; open plays stay as they are.

    Raises:
        RuleViolation: a language has no words, or a silent struggle no metric to be read from.
        Stale: somebody else changed it since `version`.
    """
    check_permission(CHANGE_TEMPLATES, actor)
    if template.version != version:
        raise Stale(_l("Somebody else changed this play. What you typed is still here; look again."))
    _check_words("title", title)
    _check_words("text", text)
    if template.cause in SILENT and not metric.strip():
        raise RuleViolation(_l("Name the metric of usage from which this is read."), field="metric")
    template.title, template.text = dict(title), dict(text)
    template.side, template.due_days, template.is_active = side, due_days, is_active
    template.metric = metric.strip() if template.cause in SILENT else None
    template.changed_at, template.changed_by, template.changed_by_id = clock.now(), actor.name, actor.id
    write()
    publish(
        PlayTemplateChanged(
            actor_id=actor.id,
            cause=template.cause.value,
            side=side.value,
            due_days=due_days,
            metric=template.metric,
            is_active=is_active,
        )
    )


def _check_words(name: str, words: Mapping[str, str]) -> None:
    for locale in LOCALES:
        if not words.get(locale, "").strip():
            raise RuleViolation(_l("Say it in every language."), field=f"{name}_{locale}")
