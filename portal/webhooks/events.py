"""What happened to signing secrets. Nothing here holds one."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class WebhookSecretMade(Event):
    """A secret was made by which reports of a kind may be signed; the one before it ends soon."""

    title = _l("Signing secret made")

    secret_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class WebhookSecretEnded(Event):
    """What is signed with a secret is refused from now on."""

    title = _l("Signing secret ended")

    secret_id: int
    kind: str
