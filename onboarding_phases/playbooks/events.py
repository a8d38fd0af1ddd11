"""What happens to playbooks."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class PlaybookAdded(Event):
    """A version of a product's playbook is there for onboardings to come."""

    title = _l("Playbook added")

    playbook_id: int
    product: str
    version: int
