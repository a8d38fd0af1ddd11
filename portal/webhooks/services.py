"""Making secrets, and keeping what is delivered until it is worked off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from portal import clock
from portal.api.defaults import NUMBERS
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation
from portal.events import publish
from portal.mail.sealing import fresh_word
from portal.people import Principal
from portal.webhooks.enums import DeliveryState
from portal.webhooks.events import WebhookSecretEnded, WebhookSecretMade
from portal.webhooks.models import Delivery, WebhookSecret
from portal.webhooks.queries import key_of, kinds_by_name, valid_secrets
from portal.webhooks.rules import written


def make_secret(kind: str, *, actor: Principal) -> str:
    """A new secret for a kind of report, told this once. The one before stays valid for a while, older ones end.

    Raises:
        RuleViolation: no room takes reports of this kind.
    """
    if kind not in kinds_by_name():
        raise RuleViolation(_l("There is no such kind of report."), field="kind")
    now = clock.now()
    for place, before in enumerate(valid_secrets(kind)):
        overlap = timedelta(hours=int(numbers(NUMBERS)["overlap_hours"])) if place == 0 else timedelta()
        before.ends_at = min(before.ends_at or now + overlap, now + overlap)
    secret = WebhookSecret(kind=kind, word=fresh_word(), made_at=now, made_by_id=actor.id)
    db.session.add(secret)
    db.session.flush()
    publish(WebhookSecretMade(actor_id=actor.id, secret_id=secret.id, kind=kind))
    return written(key_of(secret))


def end_secret(secret: WebhookSecret, *, actor: Principal) -> None:
    """Refuse what is signed with a secret from the next report on."""
    now = clock.now()
    if secret.ends_at is None or secret.ends_at > now:
        secret.ends_at = now
        publish(WebhookSecretEnded(actor_id=actor.id, secret_id=secret.id, kind=secret.kind))


def keep_delivery(kind: str, message_id: str, contents: Sequence[Any]) -> int | None:
    """Keep what was reported until it is worked off; None where the same report came before, or comes just now."""
    now = clock.now()
    kept_since = now - timedelta(days=int(numbers(NUMBERS)["delivery_days"]))
    is_old = (Delivery.received_at < kept_since) & (Delivery.state != DeliveryState.WAITING)
    db.session.execute(delete(Delivery).where(is_old))
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"kind": kind, "message_id": message_id, "contents": list(contents), "rows": len(contents)}
    statement = (
        insert(Delivery)
        .values(**values, state=DeliveryState.WAITING, received_at=now, created=0, changed=0, reason="")
        .on_conflict_do_nothing(index_elements=["kind", "message_id"])
        .returning(Delivery.id)
    )
    return db.session.scalars(statement).first()


def finish_delivery(delivery: Delivery, *, created: int, changed: int) -> None:
    """Note what became of a report, and drop its contents."""
    delivery.state, delivery.created, delivery.changed = DeliveryState.TAKEN, created, changed
    delivery.contents, delivery.finished_at = None, clock.now()


def refuse_delivery(delivery: Delivery, reason: str) -> None:
    """Note why a report that was acknowledged could not be worked off in the end."""
    delivery.state, delivery.reason = DeliveryState.REFUSED, reason
    delivery.contents, delivery.finished_at = None, clock.now()
