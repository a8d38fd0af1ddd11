"""Letters."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model
from portal.mail.sealing import unsealed


class Letter(Model):
    """A mail in the outbox: written in a transaction, sent by a job after it.

    A letter that holds a secret, such as a link to set a password, loses its text when it has been sent. `sealed`
    are places in the text with what the secret there is made of: the secret itself is made on the way out.
    """

    __tablename__ = "letters"
    shared_because: ClassVar[str] = "written and sent by the ground floor; shown on a page of the demo to admins"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    locale: Mapped[str]
    holds_secret: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[dict[str, str] | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]

    @property
    def text(self) -> str:
        """The text as its reader gets it."""
        return unsealed(self.body, self.sealed)
