"""Saving filters, naming them, choosing one to begin with, and deleting them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.filters.events import DefaultFilterChosen, FilterDeleted, FilterRenamed, FilterSaved
from onboarding_phases.filters.models import SavedFilter
from onboarding_phases.filters.queries import saved_filters
from onboarding_phases.filters.values import text_of, words_of
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import Principal

MOST = 20


def save_filter(*, name: str, query: str, is_default: bool, actor: Principal) -> SavedFilter:
    """Keep the words of a list's address under a name of the actor's own.

    Raises:
        RuleViolation: the name is empty or taken, or the actor has as many as can be.
    """
    if actor.id is None:
        raise RuleViolation(_l("Only a person has saved filters."))
    mine = saved_filters()
    if len(mine) >= MOST:
        raise RuleViolation(_l("You have %(most)s saved filters. Delete one of them first.", most=MOST))
    kept = SavedFilter(
        user_id=actor.id,
        name=_free_name(name, mine),
        query=text_of(words_of(query)),
        is_default=False,
        created_at=clock.now(),
    )
    db.session.add(kept)
    if is_default:
        _begin_with(kept, mine)
    db.session.flush()
    told = {"name": kept.name, "query": kept.query}
    publish(FilterSaved(actor_id=actor.id, filter_id=kept.id, is_default=is_default, **told))
    return kept


def rename_filter(kept: SavedFilter, *, name: str, actor: Principal) -> None:
    """Give a saved filter another name.

    Raises:
        RuleViolation: the name is empty or taken.
    """
    others = [one for one in saved_filters() if one.id != kept.id]
    before, kept.name = kept.name, _free_name(name, others)
    db.session.flush()
    publish(FilterRenamed(actor_id=actor.id, filter_id=kept.id, before=before, name=kept.name))


def choose_default(kept: SavedFilter, *, chosen: bool, actor: Principal) -> None:
    """Let the list open with a saved filter, or with all that runs again."""
    if chosen:
        _begin_with(kept, saved_filters())
    else:
        kept.is_default = False
    db.session.flush()
    publish(DefaultFilterChosen(actor_id=actor.id, filter_id=kept.id if chosen else None))


def delete_filter(kept: SavedFilter, *, actor: Principal) -> None:
    """Forget a saved filter."""
    db.session.delete(kept)
    db.session.flush()
    publish(FilterDeleted(actor_id=actor.id, filter_id=kept.id, name=kept.name))


def _begin_with(kept: SavedFilter, mine: list[SavedFilter]) -> None:
    """At most one: the others are written first, since the database says so too."""
    for one in mine:
        one.is_default = False
    db.session.flush()
    kept.is_default = True


def _free_name(name: str, others: list[SavedFilter]) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise RuleViolation(_l("Give it a name that you will know again."), field="name")
    if wanted in {one.name for one in others}:
        raise RuleViolation(_l("You have saved a filter under this name already."), field="name")
    return wanted
