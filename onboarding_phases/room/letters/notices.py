"""The letters of what is new, in their reader's language. The link in them stands in no database."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from onboarding_phases.room.letters.queries import digest_for, readers_of
from onboarding_phases.room.letters.rules import CALENDAR
from onboarding_phases.room.letters.services import SEEN, make_letter
from onboarding_phases.room.letters.values import MOST_LINES, Digest, Part, Reader
from onboarding_phases.room.models import RoomLetter
from onboarding_phases.room.rules import NEWS
from onboarding_phases.tasks.events import TaskDoneByCustomer
from portal import clock
from portal.events import Subscription
from portal.jobs.services import enqueue, opens_own_units
from portal.mail.rules import one_line
from portal.mail.sealing import place_for_secret, sealed_token
from portal.mail.services import link_to, post_letter
from portal.tenancy import Scope
from portal.ui.formatting import format_day
from portal.units import unit_of_work


@opens_own_units
def write_to_case(*, partner_id: int, onboarding_id: int) -> None:
    """Tell everybody of one onboarding what is new for them, each in a transaction of its own; it bears repeating.

    What a letter tells is read in the scope of its reader: that holds nothing which was not shared with them. A job
    that was held up until a day that is not worked leaves it to the next morning.
    """
    if not CALENDAR.is_business_day(clock.today()):
        return
    firm = Scope(partner_id)
    with unit_of_work(firm, write=False):
        readers = readers_of(onboarding_id)
    for reader in readers:
        with unit_of_work(reader.guest.scope, write=False):
            digest = digest_for(reader)
        if digest.count or digest.next_task != reader.known_task:
            with unit_of_work(firm):
                _write(reader, digest)


def _write(reader: Reader, digest: Digest) -> None:
    made = make_letter(reader, digest)
    if made is None:
        return
    invitation, letter, word = made
    place, locale = place_for_secret(), reader.guest.locale
    with force_locale(locale):
        subject = ngettext(
            "%(num)s new thing in the onboarding of %(customer)s",
            "%(num)s new things in the onboarding of %(customer)s",
            digest.count,
            customer=digest.customer_name,
        )
        text = "\n\n".join(_paragraphs(reader, digest, letter, place)) + "\n"
        post_letter(invitation.email, subject, text, locale, sealed={place: sealed_token(NEWS, word)})


def _paragraphs(reader: Reader, digest: Digest, letter: RoomLetter, place: str) -> Iterator[str]:
    until = format_day(clock.day_of(letter.expires_at), reader.guest.locale)
    told = {"customer": one_line(digest.customer_name), "firm": one_line(reader.guest.firm_name)}
    yield _("Dear %(name)s,", name=one_line(reader.guest.name))
    yield _("In your room for the onboarding of %(customer)s with %(firm)s there is something new.", **told)
    yield from (_part(part) for part in digest.parts)
    yield _("Open your room:") + "\n" + link_to("room.enter", token=place)
    yield _(
        "When you open it, we mail a short code to this address. The link is for you alone and works until %(day)s.",
        day=until,
    )
    yield (
        _("We write at most once a business day. To stop these letters, open this page and press the button:")
        + "\n"
        + link_to("room.letters_at_the_door", token=place)
    )
    yield "Bansou"


def _part(part: Part) -> str:
    """A title and its lines; each is one line, whatever somebody wrote into it."""
    shown = [f"- {one_line(line)}" for line in part.lines[:MOST_LINES]]
    more = [_("- and more in your room")] if len(part.lines) > MOST_LINES else []
    return "\n".join([part.title, *shown, *more])


def plan_seeing(event: TaskDoneByCustomer) -> None:
    """Whoever ticks a task off sees the room as it is then; a guest's own session cannot keep that."""
    enqueue(SEEN, invitation=event.invitation, at=clock.now().isoformat())


SUBSCRIPTIONS = [Subscription(TaskDoneByCustomer, plan_seeing)]
