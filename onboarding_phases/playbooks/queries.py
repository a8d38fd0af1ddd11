"""Reading playbooks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, contains_eager, lazyload, selectinload

from onboarding_phases.playbooks.models import Playbook, PlaybookDraft, PlaybookPhase, PlaybookTask
from onboarding_phases.playbooks.rules import folded
from portal.database import db
from portal.errors import RuleViolation

MOST_DRAFTS, MOST_BASES = 100, 200


def playbook_for(product: str, *, version: int | None = None) -> Playbook:
    """A product's playbook in a version, or the newest.

    Raises:
        RuleViolation: the product has none.
    """
    wanted = select(Playbook).where(Playbook.product == product)
    if version is not None:
        wanted = wanted.where(Playbook.version == version)
    playbook = db.session.scalars(wanted.order_by(Playbook.version.desc()).limit(1)).first()
    if playbook is None:
        raise RuleViolation(_l("There is no playbook for the product %(product)s yet.", product=product))
    return playbook


def tasks_of_playbook(playbook_id: int) -> list[tuple[int, PlaybookTask]]:
    """The tasks of a playbook with the positions of their phases, in order."""
    statement = (
        select(PlaybookPhase.position, PlaybookTask)
        .join(PlaybookTask, PlaybookTask.playbook_phase_id == PlaybookPhase.id)
        .where(PlaybookPhase.playbook_id == playbook_id)
        .order_by(PlaybookPhase.position, PlaybookTask.position)
    )
    return [(position, task) for position, task in db.session.execute(statement)]


@dataclass(frozen=True)
class PlaybookRow:
    """A product's playbook in the list: its newest version, how many tasks it has, and who writes the next."""

    playbook: Playbook
    tasks: int
    draft: PlaybookDraft | None


def newest_playbooks() -> Select[Playbook]:
    """The newest version of each product's playbook, by product."""
    newer = aliased(Playbook)
    newest = select(func.max(newer.version)).where(newer.product == Playbook.product).scalar_subquery()
    statement = select(Playbook).where(Playbook.version == newest)
    return statement.options(lazyload(Playbook.phases)).order_by(Playbook.product)


def rows_of(playbooks: Iterable[Playbook]) -> list[PlaybookRow]:
    """What the list says of each of these playbooks."""
    found = list(playbooks)
    counted = (
        select(PlaybookPhase.playbook_id, func.count())
        .join(PlaybookTask, PlaybookTask.playbook_phase_id == PlaybookPhase.id)
        .where(PlaybookPhase.playbook_id.in_([playbook.id for playbook in found]))
        .group_by(PlaybookPhase.playbook_id)
    )
    tasks = dict(db.session.execute(counted).all())
    products = [playbook.product for playbook in found]
    asked = select(PlaybookDraft).where(PlaybookDraft.product.in_(products))
    drafts = {draft.product: draft for draft in db.session.scalars(asked)}
    return [PlaybookRow(one, tasks.get(one.id, 0), drafts.get(one.product)) for one in found]


def version_of(product: str, version: int | None = None) -> Playbook | None:
    """One version of a product's playbook with its phases and tasks; the newest unless told."""
    statement = (
        select(Playbook)
        .where(Playbook.product == product)
        .options(selectinload(Playbook.phases).selectinload(PlaybookPhase.tasks))
        .order_by(Playbook.version.desc())
        .limit(1)
    )
    if version is not None:
        statement = statement.where(Playbook.version == version)
    return db.session.scalars(statement).first()


def newest_version_of(product: str) -> int:
    """The number of the newest version; 0 where the product has none."""
    return db.session.scalar(select(func.max(Playbook.version)).where(Playbook.product == product)) or 0


def versions_of(product: str) -> Select[Playbook]:
    """Every version of a product's playbook, the newest first, without its phases."""
    statement = select(Playbook).where(Playbook.product == product)
    return statement.options(lazyload(Playbook.phases)).order_by(Playbook.version.desc())


def draft_of(product: str) -> PlaybookDraft | None:
    """The version that people are writing, if any."""
    return db.session.scalars(select(PlaybookDraft).where(PlaybookDraft.product == product)).first()


def first_drafts() -> list[PlaybookDraft]:
    """The drafts of products that have no playbook yet, by product, with the version that each was begun from."""
    statement = (
        select(PlaybookDraft)
        .join(PlaybookDraft.base)
        .where(Playbook.product != PlaybookDraft.product)
        .options(contains_eager(PlaybookDraft.base).lazyload(Playbook.phases))
        .order_by(PlaybookDraft.product)
        .limit(MOST_DRAFTS)
    )
    return list(db.session.scalars(statement))


def product_like(word: str) -> tuple[str, str | None] | None:
    """The product that has a playbook, or a first draft, under this word or one that reads the same.

    Beside it stands who has the draft. A draft is looked for before playbooks are, so that one which is published
    at this moment is found as one or the other.
    """
    drafts = db.session.execute(select(PlaybookDraft.product, PlaybookDraft.changed_by)).all()
    published = set(db.session.scalars(select(Playbook.product).distinct()))
    taken: dict[str, str | None] = {product: by for product, by in drafts if product not in published}
    known = {folded(product): product for product in (*taken, *published)}
    product = known.get(folded(word))
    return None if product is None else (product, taken.get(product))


def bases() -> list[tuple[str, int]]:
    """Every version of every playbook from which a new one can be begun: by product, the newest first."""
    statement = select(Playbook.product, Playbook.version).order_by(Playbook.product, Playbook.version.desc())
    return [(product, version) for product, version in db.session.execute(statement.limit(MOST_BASES))]


def keys_ever_used(*products: str) -> set[str]:
    """The keys of tasks in every version of these products' playbooks: each stands for one task for good."""
    statement = (
        select(PlaybookTask.key)
        .join(PlaybookPhase, PlaybookPhase.id == PlaybookTask.playbook_phase_id)
        .join(Playbook, Playbook.id == PlaybookPhase.playbook_id)
        .where(Playbook.product.in_(products))
        .distinct()
    )
    return set(db.session.scalars(statement))
