"""Letters of what is new in a room: to whom, when, in which words, and never of what was not shared.

Broken twins, each seen to turn one of these red: a letter that is read in the scope of the firm; a reader who is
written to though they have been in the room; a second letter on one day; a morning that knows no holidays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from onboarding_phases.commitments.services import keep_commitment
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.room.letters.queries import digest_for, readers_of
from onboarding_phases.room.letters.rules import SETTLED
from onboarding_phases.room.letters.services import MORNING, WRITE, make_letter, plan_morning
from onboarding_phases.room.letters.values import MOST_LINES
from onboarding_phases.room.models import RoomInvitation
from onboarding_phases.tasks.models import Task
from onboarding_phases.tasks.services import finish_tasks
from portal import clock
from portal.audit.models import AuditEntry
from portal.jobs.models import Job
from portal.jobs.services import enqueue
from portal.levels import Level
from portal.news import NewsSource
from portal.people import PORTAL, Guest, Principal, Role
from portal.settings import GUEST_LOCALES
from portal.tenancy import Scope, Tenant
from tests.conftest import NOW
from tests.factories.accounts import make_member, run_jobs
from tests.factories.comments import make_comment, make_document
from tests.factories.commitments import make_commitment, with_commitment
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.people import make_user, principal
from tests.factories.rooms import come_in, invite, mailed_token, news_at, reload
from tests.world import the_app, unit

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEDNESDAY = NOW + 22 * HOUR  # 8:00 in Tokyo, the morning after
MONDAY = WEDNESDAY + 5 * DAY
ENGLISH = re.compile(
    r"new thing|Dear|room|Messages|Files|promised|planned|business day|Next|open|link|success", re.IGNORECASE
)


@pytest.fixture
def firm(app) -> Principal:
    partner = make_partner(name="Soyogi Joho")
    return principal(make_member(Role.PARTNER_MANAGER, partner=partner, name="Soyogi Contact"))


@pytest.fixture
def vendor(app) -> Principal:
    return principal(make_user(Role.CS_MANAGER, name="Vendor Manager"))


@pytest.fixture
def onboarding(firm) -> Onboarding:
    with unit(write=False) as session:
        partner = session.scalars(select(Tenant).where(Tenant.id == firm.partner_id)).one()
        session.expunge_all()
    return make_onboarding(partner)


@pytest.fixture
def invitation(onboarding) -> RoomInvitation:
    return invite(onboarding)


def share_all(onboarding: Onboarding, firm: Principal, vendor: Principal, level: Level = Level.CUSTOMER) -> None:
    """A message with a file, a file and a commitment, an hour after whoever is invited was."""
    with clock.at(NOW + HOUR):
        if level is not Level.VENDOR:
            make_comment(onboarding, firm, text=f"talk-{level}", level=wider(level), files=(f"with-{level}.pdf",))
            make_document(onboarding, firm, name=f"file-{level}.pdf", level=wider(level))
        if level is not Level.FIRM:
            make_comment(onboarding, vendor, text=f"word-{level}", level=wider(level), files=(f"by-{level}.pdf",))
            make_commitment(onboarding, vendor, text=f"promise-{level}", level=wider(level))


def wider(level: Level) -> Level | None:
    return level if level in (Level.BOTH, Level.CUSTOMER) else None


def finish(onboarding: Onboarding, key: str) -> None:
    with unit() as session:
        kept = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        task = session.scalars(select(Task).where(Task.onboarding_id == onboarding.id, Task.key == key)).one()
        finish_tasks(kept, [task], actor=PORTAL)


def add_own_task(onboarding: Onboarding, text: str, **values) -> Task:
    """One more task of the customer's in the first step."""
    with unit() as session:
        first = session.scalars(select(Task).where(Task.onboarding_id == onboarding.id, Task.key == "1.3")).one()
        added = Task(
            partner_id=first.partner_id,
            onboarding_id=first.onboarding_id,
            position=1,
            place=90,
            text={"en": text},
            side=first.side,
            kind=first.kind,
            is_optional=False,
            depends_on=[],
            **values,
        )
        session.add(added)
    return added


def audited() -> list[str]:
    with unit(write=False) as session:
        told = session.scalars(select(AuditEntry.event).order_by(AuditEntry.id))
        return [event for event in told if event.startswith("RoomLetter")]


def test_one_letter_gathers_what_is_new(onboarding, invitation, firm, vendor):
    share_all(onboarding, firm, vendor)

    [(address, subject, text)] = news_at(WEDNESDAY)

    assert address == "hana@customer.example"
    assert subject == f"6 new things in the onboarding of {onboarding.customer_name}"
    assert "24 Nov 2026: Soyogi Contact (Soyogi Joho)" in text
    assert "24 Nov 2026: Vendor Manager (Customer success team)" in text
    assert "- with-customer.pdf\n" in text
    assert "- file-customer.pdf\n" in text
    assert "- promise-customer (planned by 10 Dec 2026)" in text
    assert audited() == ["RoomLetterSent"]
    assert reload(invitation).written_to_at == WEDNESDAY


def test_what_was_said_stays_in_the_room(onboarding, invitation, firm, vendor):
    share_all(onboarding, firm, vendor)

    [(_, _, text)] = news_at(WEDNESDAY)

    assert "talk-" not in text
    assert "word-" not in text


@pytest.mark.parametrize("locale", GUEST_LOCALES)
def test_a_letter_speaks_the_language_of_its_reader(onboarding, firm, vendor, locale):
    invite(onboarding, locale=locale)
    share_all(onboarding, firm, vendor)
    finish(onboarding, "1.3")
    add_own_task(onboarding, "1.9")

    [(_, subject, text)] = news_at(WEDNESDAY)

    words = ENGLISH.findall(subject + re.sub(r"https?://\S+|\S+\.pdf", "", text))
    assert len(words) > 12 if locale == "en" else words == []


def test_nothing_new_is_no_letter(invitation):
    assert news_at(WEDNESDAY) == []
    assert news_at(MONDAY) == []


@pytest.mark.parametrize("level", list(Level))
def test_only_what_is_shared_with_the_customer_is_told(onboarding, invitation, firm, vendor, level):
    share_all(onboarding, firm, vendor, level)

    told = "".join("".join(letter) for letter in news_at(WEDNESDAY))

    assert bool(told) == (level is Level.CUSTOMER)
    assert (f"-{level}" in told) == (level is Level.CUSTOMER)


def test_read_in_the_scope_of_the_firm_a_letter_would_tell_of_more(
    onboarding, invitation, firm, vendor, monkeypatch
):
    """The broken twin: it is the scope of the case that keeps other levels out."""
    for level in Level:
        share_all(onboarding, firm, vendor, level)
    monkeypatch.setattr(Guest, "scope", property(lambda guest: Scope(guest.partner_id)))

    [(_, _, text)] = news_at(WEDNESDAY)

    assert {level for level in Level if f"-{level}" in text} == {Level.FIRM, Level.BOTH, Level.CUSTOMER}


def test_a_letter_tells_nothing_of_other_customers(onboarding, invitation, firm, vendor):
    with unit(write=False) as session:
        partner = session.scalars(select(Tenant).where(Tenant.id == firm.partner_id)).one()
        session.expunge_all()
    for other in (make_onboarding(partner), make_onboarding(make_partner())):
        invite(other, email="taro@other.example")
        with clock.at(NOW + HOUR):
            make_commitment(other, vendor, text="promise-to-others", level=Level.CUSTOMER)

    letters = news_at(WEDNESDAY)

    assert [address for address, _, _ in letters] == ["taro@other.example"] * 2
    assert all(onboarding.customer_name not in subject + text for _, subject, text in letters)


def test_each_person_gets_one_letter_a_day_however_often_the_morning_comes(onboarding, invitation, firm, vendor):
    invite(onboarding, name="Jiro", email="jiro@customer.example")
    share_all(onboarding, firm, vendor)

    first = news_at(WEDNESDAY)
    with clock.at(WEDNESDAY + HOUR):
        make_document(onboarding, firm, name="later.pdf", level=Level.CUSTOMER)
    again = news_at(WEDNESDAY + 3 * HOUR)
    [(_, subject, text), _] = news_at(WEDNESDAY + DAY)

    assert sorted(address for address, _, _ in first) == ["hana@customer.example", "jiro@customer.example"]
    assert again == []
    assert subject.startswith("1 new thing in")
    assert "later.pdf" in text
    assert "file-customer" not in text


def test_nobody_is_written_to_on_days_that_are_not_worked(onboarding, invitation, firm, vendor):
    share_all(onboarding, firm, vendor)

    assert news_at(WEDNESDAY + 3 * DAY) == []  # Saturday
    with unit(write=False) as session:
        assert session.scalars(select(Job.id).where(Job.kind == WRITE)).all() == []
    with clock.at(WEDNESDAY + 3 * DAY), unit() as session:
        enqueue(WRITE, partner_id=onboarding.partner_id, onboarding_id=onboarding.id)  # held up since Friday
        session.flush()
    with clock.at(WEDNESDAY + 3 * DAY):
        run_jobs()
    assert reload(invitation).written_to_at is None
    with clock.at(WEDNESDAY + 2 * DAY + HOUR), unit() as session:
        session.execute(update(Job).where(Job.kind == MORNING).values(kind="room.seen"))
        plan_morning()
        planned = session.scalars(select(Job.run_at).where(Job.kind == MORNING)).one()
    assert planned == MONDAY
    assert len(news_at(MONDAY)) == 1


def test_what_somebody_saw_in_the_room_is_not_mailed(app, onboarding, invitation, firm, vendor):
    token = mailed_token()
    invite(onboarding, name="Jiro", email="jiro@customer.example")
    share_all(onboarding, firm, vendor)
    finish(onboarding, "1.3")
    with clock.at(NOW + 2 * HOUR):
        come_in(app, token)

    assert [address for address, _, _ in news_at(WEDNESDAY)] == ["jiro@customer.example"]


def test_what_is_shared_while_the_morning_comes_is_told_the_next_day(onboarding, invitation, firm):
    with clock.at(WEDNESDAY - SETTLED / 2):
        make_document(onboarding, firm, name="just-now.pdf", level=Level.CUSTOMER)

    assert news_at(WEDNESDAY) == []
    assert len(news_at(WEDNESDAY + DAY)) == 1


def test_the_next_task_is_told_to_those_who_did_not_see_it(app, onboarding, invitation):
    guest = come_in(app, mailed_token())
    invite(onboarding, name="Jiro", email="jiro@customer.example")
    done, following = "Name the contact and the approver", add_own_task(onboarding, "Send the list")
    page = guest.get("/room").text
    assert done in page
    [code] = re.findall(r"/room/tasks/(\S+)/done", page)
    with clock.at(NOW + HOUR):
        assert guest.send(f"/room/tasks/{code}/done", data={"version": "1"}, page="/room").status_code == 303
        run_jobs()

    [(address, _, text)] = news_at(WEDNESDAY)

    assert address == "jiro@customer.example"
    assert f"Your next task\n- {following.text['en']} (planned by" in text
    assert news_at(WEDNESDAY + DAY) == []


def test_a_task_that_is_due_soon_is_told_once(app, onboarding, invitation):
    with unit() as session:
        first = update(Task).where(Task.onboarding_id == onboarding.id, Task.key == "1.3")
        session.execute(first.values(due_on=clock.day_of(MONDAY) + 3 * DAY))  # three business days on

    told = {day: news_at(WEDNESDAY + day * DAY) for day in range(10)}

    assert [day for day, letters in told.items() if letters] == [5]
    assert "Your next task is due soon\n- Name the contact and the approver (planned by 3 Dec 2026)" in told[5][0][2]


def test_a_commitment_that_was_kept_is_told(onboarding, invitation, vendor):
    code = make_commitment(onboarding, vendor, text="the list", level=Level.CUSTOMER)
    news_at(WEDNESDAY)
    with clock.at(WEDNESDAY + HOUR), with_commitment(code, vendor) as found:
        plain = {"proof": "sent by mail", "on": clock.today(), "told_on": None}
        keep_commitment(found, onboarding=found.onboarding, actor=vendor, **plain)

    [(_, _, text)] = news_at(WEDNESDAY + DAY)

    assert "What we promised you\n- the list (kept on 25 Nov 2026)\n" in text
    assert "sent by mail" not in text


def test_words_that_somebody_wrote_make_no_lines_of_their_own(onboarding, invitation, vendor):
    with clock.at(NOW + HOUR):
        forged = "the list\n\nOpen your room:\nhttps://elsewhere.example"
        make_commitment(onboarding, vendor, text=forged, level=Level.CUSTOMER)

    [(_, _, text)] = news_at(WEDNESDAY)

    assert [line for line in text.splitlines() if "elsewhere" in line] == [
        "- the list Open your room: https://elsewhere.example (planned by 10 Dec 2026)"
    ]


def test_whatever_a_room_brings_stands_on_one_line(app, onboarding, invitation, monkeypatch):
    careless = NewsSource("Loud", lambda _guest, _window: ["one\r\nBcc: all@elsewhere.example\n\ntwo"], order=1)
    monkeypatch.setitem(app.extensions, "bansou_news", [careless])

    [(_, _, text)] = news_at(WEDNESDAY)

    assert "\n\nLoud\n- one Bcc: all@elsewhere.example two\n\n" in text


def test_of_many_things_the_newest_are_named(onboarding, invitation, firm):
    for number in range(MOST_LINES + 2):
        with clock.at(NOW + HOUR + number * timedelta(minutes=1)):
            make_document(onboarding, firm, name=f"file{number:02}.pdf", level=Level.CUSTOMER)

    [(_, subject, text)] = news_at(WEDNESDAY)

    assert subject.startswith(f"{MOST_LINES + 2} new things in")
    assert re.findall(r"file(\d\d)", text) == [f"{number:02}" for number in range(MOST_LINES + 1, 1, -1)]
    assert "- and more in your room\n" in text


def test_who_was_invited_before_letters_were_built_is_not_told_of_what_is_there(onboarding, invitation):
    with unit() as session:
        session.execute(update(RoomInvitation).values(known_task=None))

    assert news_at(WEDNESDAY) == []
    finish(onboarding, "1.3")
    add_own_task(onboarding, "Send the list")
    assert len(news_at(WEDNESDAY + DAY)) == 1


def revoked(invitation: RoomInvitation) -> None:
    change(invitation, revoked_at=clock.now())


def expired(invitation: RoomInvitation) -> None:
    change(invitation, expires_at=WEDNESDAY)


def unwanted(invitation: RoomInvitation) -> None:
    change(invitation, wants_letters=False)


def change(invitation: RoomInvitation, **values) -> None:
    with unit() as session:
        session.execute(update(RoomInvitation).where(RoomInvitation.id == invitation.id).values(**values))


def closed(invitation: RoomInvitation) -> None:
    with unit() as session:
        session.execute(update(Tenant).where(Tenant.id == invitation.partner_id).values(closed_at=clock.now()))


def been_there(invitation: RoomInvitation) -> None:
    change(invitation, known_until=WEDNESDAY)


ENDS: list[Callable[[RoomInvitation], None]] = [revoked, expired, unwanted, closed, been_there]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_whoever_has_no_room_wants_no_letters_or_has_seen_it_gets_none(onboarding, invitation, firm, vendor, end):
    share_all(onboarding, firm, vendor)
    end(invitation)

    assert news_at(WEDNESDAY) == []


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_whoever_loses_the_room_or_comes_in_while_a_letter_is_made_gets_none(
    onboarding, invitation, firm, vendor, end
):
    share_all(onboarding, firm, vendor)
    with clock.at(WEDNESDAY), the_app().app_context():
        with unit(firm.scope, write=False):
            [reader] = readers_of(onboarding.id)
        with unit(reader.guest.scope, write=False):
            digest = digest_for(reader)
        end(invitation)
        with unit(firm.scope):
            assert make_letter(reader, digest) is None

    assert digest.count == 6
    assert audited() == []
