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


@dataclass(frozen=True, kw_only=True)
class PlaybookPublished(Event):
    """Somebody published the next version of a playbook; `changes` are counted, `warnings` are texts."""

    title = _l("Playbook published")

    playbook_id: int
    product: str
    version: int
    reason: str
    changes: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlaybookDraftBegun(Event):
    """Somebody began to write the next version of a playbook."""

    title = _l("Draft of a playbook begun")

    product: str
    base_version: int


@dataclass(frozen=True, kw_only=True)
class PlaybookForProductBegun(Event):
    """Somebody began the first playbook of a product, from a version of another one."""

    title = _l("First playbook of a product begun")

    product: str
    name: dict[str, str]
    base_product: str
    base_version: int


@dataclass(frozen=True, kw_only=True)
class PlaybookDraftChanged(Event):
    """A part of a draft was changed: `name`, `schedule`, `rule`, or the position of a phase."""

    title = _l("Draft of a playbook changed")

    product: str
    part: str
    version: int


@dataclass(frozen=True, kw_only=True)
class PlaybookDraftDiscarded(Event):
    """Somebody threw the draft of the next version away."""

    title = _l("Draft of a playbook discarded")

    product: str
    changes: int
