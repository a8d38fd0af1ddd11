"""Beginning the playbook of a product that has none yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from onboarding_phases.playbooks.events import PlaybookForProductBegun
from onboarding_phases.playbooks.models import Playbook, PlaybookDraft
from onboarding_phases.playbooks.queries import product_like
from onboarding_phases.playbooks.rules import empty_locales
from onboarding_phases.playbooks.services.drafts import check_editor, new_draft
from partners.rules import TAG
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import Principal


def begin_product(product: str, *, name: Mapping[str, str], base: Playbook, actor: Principal) -> PlaybookDraft:
    """The draft of the first playbook of a product, with what a version of another product's playbook says.

    `product` is the word that files and addresses use for good, `name` what readers see, by language.

    Raises:
        RuleViolation: the word is none or is taken, a name is missing, or the actor may not edit playbooks.
        Stale: somebody else began the same product at the same moment.
    """
    check_editor(actor)
    word, called = product.strip(), {locale: text.strip() for locale, text in name.items()}
    _check_word(word)
    for locale in empty_locales(called):
        raise RuleViolation(_l("Say what the product is called, in each language."), field=f"name_{locale}")
    draft = new_draft(word, base, replace(base.text, name=called), actor)
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError as taken:
        raise Stale(
            _l("Somebody else began the playbook of this product at the same moment. It stands in the list."),
            field="product",
        ) from taken
    publish(
        PlaybookForProductBegun(
            actor_id=actor.id, product=word, name=called, base_product=base.product, base_version=base.version
        )
    )
    return draft


def _check_word(word: str) -> None:
    if not (TAG.fullmatch(word) and word.isprintable()):
        raise RuleViolation(_l("A product is a word of at most 60 characters without ; or :."), field="product")
    found = product_like(word)
    if found is None:
        return
    what, by = {"product": found[0]}, found[1]
    if by is None:
        told = _l("The product %(product)s has a playbook already. Write its next version.", **what)
    else:
        told = _l("%(name)s writes the playbook of %(product)s already; it is in the list.", name=by, **what)
    raise RuleViolation(told, field="product")
