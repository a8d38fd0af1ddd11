"""Three firms side by side, each with customers, people and work of its own, so that leaks show.

Every name holds a word that stands nowhere else: who finds it on a page knows whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from certification.models import Evaluation
from certification.services import decide, evaluate_all
from onboarding_phases.allocation.enums import OverrideKind
from onboarding_phases.allocation.models import AllocationRuling, AllocationRun
from onboarding_phases.commitments.enums import CommitmentSource
from onboarding_phases.commitments.services import NewCommitment, add_commitment, share_commitment
from onboarding_phases.conversations.services import add_document, share_comment, share_document, write_comment
from onboarding_phases.customers.models import Customer
from onboarding_phases.escalations.enums import EscalationKind, Severity
from onboarding_phases.escalations.services import raise_escalation, write_message
from onboarding_phases.escalations.values import Words as Passed
from onboarding_phases.extensions.rules import shifts_of
from onboarding_phases.extensions.services import move_due_days
from onboarding_phases.extensions.values import digest
from onboarding_phases.filters.models import SavedFilter
from onboarding_phases.forecast.services import keep_scenario
from onboarding_phases.handoff.enums import HandoffState
from onboarding_phases.meetings.services import Words, agree_action, enter_meeting, share_meeting
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.orders.queries import order_of
from onboarding_phases.offers.services import accept_offer, counter_offer, decline_offer
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.services import start_phase, submit_phase
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.playbooks.queries import playbook_for
from onboarding_phases.playbooks.services import begin_draft
from onboarding_phases.risks.services import load_plays, watch_over
from onboarding_phases.room.models import RoomInvitation, RoomLetter
from onboarding_phases.scenarios.services import ask_what_if
from onboarding_phases.scenarios.values import Changes
from onboarding_phases.surveys.enums import Moment
from onboarding_phases.surveys.models import Survey, SurveyPeriod
from onboarding_phases.tasks.models import Task
from onboarding_phases.tasks.queries import tasks_of
from onboarding_phases.tasks.services import raise_blocker
from onboarding_phases.usage.models import UsageRecord
from partners.closings.services import state_closing
from partners.models import Consultant, Partner
from portal import clock
from portal.accounts.enums import LinkPurpose
from portal.accounts.loading import token_hash
from portal.accounts.models import LoginSession, MailedLink, User
from portal.exchange.models import ImportDraft
from portal.inbox.models import Notice
from portal.jobs.services import carry_out_all
from portal.levels import Level
from portal.people import PORTAL, Role
from tests.browsing import HOST
from tests.factories.allocations import make_offer, make_products, make_rehearsal, make_solved_run
from tests.factories.customers import make_customer
from tests.factories.files import upload
from tests.factories.handoffs import make_handoff
from tests.factories.onboardings import put_on
from tests.factories.partners import make_capacity, make_partner
from tests.factories.people import make_user, open_session, principal
from tests.factories.risks import propose
from tests.factories.rooms import COOKIE, invite, open_visit
from tests.factories.surveys import LOW, ask, recoveries
from tests.factories.surveys import answer as reply
from tests.factories.tokens import make_secret, make_token
from tests.factories.training import COURSE, answer, make_attempt, make_courses, make_enrolment
from tests.world import unit

FIRMS = ("Anzu", "Biwa", "Cassis")
MISSING = "0000-0000"
ROOM_TOKEN, LETTER_TOKEN = "room-of-nobody-else", "letter-of-nobody-else"
SURVEY_TOKEN = "survey-of-nobody-else"
PERIOD_END = date(2026, 9, 30)
# What a side keeps to itself: nobody of the other side reads these words anywhere.
FIRMS_OWN, VENDORS_OWN = "himitsu", "uragawa"
TOKENS = {LinkPurpose.INVITATION: "invitation-of-nobody-else", LinkPurpose.RESET: "reset-of-nobody-else"}


@dataclass(frozen=True)
class Row:
    """A row that an address can name: its value there, whose firm's it is, and who alone may open it, if so."""

    value: str
    firm: str | None = None
    only: frozenset[str] | None = None


@dataclass
class Person:
    """Somebody with an account, as tests name them."""

    name: str
    user: User
    firm: str | None = None

    @property
    def role(self) -> Role:
        return self.user.role


@dataclass(frozen=True)
class Visit:
    """Somebody of a customer in the room of its onboarding: who was invited, and the secret of the cookie."""

    name: str
    invitation: RoomInvitation
    cookie: str
    firm: str


@dataclass
class ThreeFirms:
    """What was made: people by name, and rows by the kind of address that names them."""

    app: Flask
    partners: dict[str, Partner] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    consultants: dict[str, Consultant] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    secrets: dict[str, set[str]] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    onboardings: dict[str, Onboarding] = field(default_factory=dict)
    guests: dict[str, Visit] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)
    _inside: set[str] = field(default_factory=set)

    def browser(self, name: str | None, *, locale: str = "en") -> FlaskClient:
        """A browser in which a person is signed in, or nobody."""
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["locale"] = locale
            if name is not None:
                cookie["_token"] = self._tokens.setdefault(name, "") or self._sign_in(name)
        return client

    def room(self, name: str) -> FlaskClient:
        """A browser in which a guest is in the room."""
        client, visit = self.browser(None), self.guests[name]
        if name in self._inside:
            client.set_cookie(COOKIE, visit.cookie, domain=HOST)
        else:
            open_visit(client, visit.invitation, visit.cookie)
            self._inside.add(name)
        return client

    def _sign_in(self, name: str) -> str:
        self._tokens[name] = open_session(self.people[name].user)
        return self._tokens[name]

    def add(self, kind: str, value: str, firm: str | None = None, only: set[str] | None = None) -> None:
        self.rows.setdefault(kind, []).append(Row(value, firm, None if only is None else frozenset(only)))

    def secret(self, firm: str, *words: str) -> None:
        self.secrets.setdefault(firm, set()).update(words)

    def foreign_words(self, firm: str) -> set[str]:
        """What nobody of this firm may ever read."""
        return {word for other, words in self.secrets.items() if other != firm for word in words}

    def others_rows(self, name: str) -> set[str]:
        """The codes of rows that are not this person's to open: no list or export may name them.

        The vendor's people are colleagues: a filter may name one whose account is not the reader's to open.
        """
        shut = [(kind, row) for kind, rows in self.rows.items() for row in rows if row.only and name not in row.only]
        return {row.value for kind, row in shut if row.firm or kind != "users/code"}


VENDOR_PEOPLE = {
    "admin": Role.ADMIN,
    "cs_manager": Role.CS_MANAGER,
    "cs_member": Role.CS_MEMBER,
    "cs_member_twin": Role.CS_MEMBER,
    "sales": Role.SALES,
    "sales_twin": Role.SALES,
    "support": Role.SUPPORT,
    "auditor": Role.AUDITOR,
}


def make_three_firms(app: Flask) -> ThreeFirms:
    """Everything, through the services that pages use where there are such."""
    made = ThreeFirms(app)
    for name, role in VENDOR_PEOPLE.items():
        made.people[name] = Person(name, make_user(role, name=f"Vendor {name}", email=f"{name}@vendor.example"))
    make_courses()
    for firm in FIRMS:
        _make_firm(made, firm)
    for firm in FIRMS:
        _make_work(made, firm)
    _make_training(made)
    _make_vendor_rows(made)
    _make_personal_rows(made)
    for key in app.extensions["bansou_defaults"]:
        made.add("settings/key", key)
    return made


def _make_firm(made: ThreeFirms, firm: str) -> None:
    partner = made.partners[firm] = make_partner(name=f"{firm}kaikei", code=f"{firm[0]}9001")
    made.secret(firm, f"{firm}kaikei")
    for month in (date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)):
        make_capacity(partner, month, stated=8)
    for job, role in (("manager", Role.PARTNER_MANAGER), ("one", Role.CONSULTANT), ("two", Role.CONSULTANT)):
        name, mail = f"{firm}_{job}", f"{firm.lower()}-{job}@firm.example"
        user = make_user(role, partner=partner, name=f"{firm}hito {job}", email=mail)
        made.people[name] = Person(name, user, firm)
        made.secret(firm, f"{firm}hito", mail, user.code)
        made.add("users/code", user.code, firm, {"admin", f"{firm}_manager"})
        if role is Role.CONSULTANT:
            with unit() as session:
                consultant = Consultant(
                    partner_id=partner.id, user_id=user.id, name=user.name, email=mail, created_at=clock.now()
                )
                session.add(consultant)
            made.consultants[name] = consultant
    manager = principal(made.people[f"{firm}_manager"].user)
    with unit(manager.scope):
        closed = {"first_on": date(2027, 1, 4), "last_on": date(2027, 1, 5), "note": f"{firm}yasumi"}
        closing = state_closing(partner, **closed, actor=manager)
    made.add("closing-days/closing", closing.code, firm, {f"{firm}_manager"})
    made.secret(firm, f"{firm}yasumi")
    made.add("partners/partner", partner.code, firm)


def _make_work(made: ThreeFirms, firm: str) -> None:
    """One onboarding under way, one offer open, one declined, one countered."""
    partner, twin = made.partners[firm], "_twin" if firm == "Biwa" else ""
    owners = {
        "cs_owner_id": made.people[f"cs_member{twin}"].user.id,
        "sales_owner_id": made.people[f"sales{twin}"].user.id,
    }
    for stage, name in enumerate(("Hiraku", "Matsu", "Kotowaru", "Taian")):
        start = date(2026, 11, 2) if stage == 0 else date(2026, 12, 10)
        customer = make_customer(
            name=f"{firm}{name} KK", code=f"{firm[0]}-{name}", onboarding_start=start, contract_start=start, **owners
        )
        made.customers[f"{firm}{name}"] = customer
        seen = {"cs_manager", "auditor", f"cs_member{twin}", f"sales{twin}"}
        made.add("customers/code", customer.public_code, None, seen)
        made.secret(firm, f"{firm}{name}", customer.public_code, customer.code)
        offer = make_offer(partner, customer)
        made.secret(firm, offer.code)
        made.add("offers/offer", offer.code, firm)
        if stage == 0:
            _begin(made, firm, offer)
        elif stage == 2:
            with unit() as session:
                found = session.scalars(select(Offer).where(Offer.id == offer.id)).one()
                decline_offer(found, reason=f"{firm}riyuu", actor=principal(made.people[f"{firm}_manager"].user))
            made.secret(firm, f"{firm}riyuu")
        elif stage == 3:
            with unit() as session:
                found = session.scalars(select(Offer).where(Offer.id == offer.id)).one()
                terms = replace(found.terms, fee=123_456)
                contact = principal(made.people[f"{firm}_manager"].user)
                counter_offer(found, terms=terms, reason=f"{firm}taian", actor=contact)
            made.secret(firm, f"{firm}taian")


def _begin(made: ThreeFirms, firm: str, offer: Offer) -> None:
    manager = principal(made.people[f"{firm}_manager"].user)
    with unit() as session:
        onboarding = accept_offer(session.scalars(select(Offer).where(Offer.id == offer.id)).one(), actor=manager)
        code = onboarding.code
        session.flush()
        phase = onboarding.phases[0]
        start_phase(phase, on=clock.today(), actor=manager)
        submit_phase(phase, on=clock.today(), note=f"{firm}memo", actor=manager)
        order = order_of(offer.id)
        assert order is not None
    made.add("orders/order", order.code, firm)
    made.secret(firm, order.code)
    made.onboardings[firm] = onboarding
    put_on(onboarding, made.consultants[f"{firm}_one"])
    twin = "_twin" if firm == "Biwa" else ""
    only = {"cs_manager", "auditor", "support", f"cs_member{twin}", f"sales{twin}", f"{firm}_manager", f"{firm}_one"}
    made.add("onboardings/code", code, firm, only)
    made.secret(firm, code, f"{firm}memo", f"{firm}sawari")
    with unit() as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        blocker = raise_blocker(found, text=f"{firm}sawari", side=TaskSide.PARTNER, position=1, actor=manager)
        task = next(task for task in tasks_of(found.id) if task.is_optional)
        made.add("tasks/task", task.code, firm, only)
        made.add("blockers/blocker", blocker.code, firm, only)
        play = propose(found, title=f"{firm}uchite")
        made.add("plays/play", play.code, firm, only)
        made.secret(firm, play.code, f"{firm}uchite")
    _ask_for_days(made, firm, onboarding.id)
    _escalate(made, firm, onboarding.id)
    _talk(made, firm, onboarding.id, only)
    _promise(made, firm, onboarding.id, only)
    _invite(made, firm, onboarding, only)
    _survey(made, firm, onboarding)
    with unit() as session:
        session.add(
            UsageRecord(
                customer_id=onboarding.customer_id,
                metric="journals_30d",
                on=clock.today(),
                value=12.0,
                reported_at=clock.now(),
            )
        )


def _ask_for_days(made: ThreeFirms, firm: str, onboarding_id: int) -> None:
    """A request of the firm to move due days, which waits."""
    with unit() as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding_id)).one()
        seen = digest(shifts_of(found.run, 2, 60, on=clock.today(), bounds=bounds_in_force()))
        given = {"position": 2, "days": 60, "reason": f"{firm}nobashi", "seen": seen}
        move_due_days(found, actor=principal(made.people[f"{firm}_manager"].user), **given)
    made.secret(firm, f"{firm}nobashi")


def _escalate(made: ThreeFirms, firm: str, onboarding_id: int) -> None:
    """One escalation that the firm raised, and one that the vendor keeps to itself, with a note on the first."""
    twin = "_twin" if firm == "Biwa" else ""
    inside = {"cs_manager", "auditor", f"cs_member{twin}", f"sales{twin}"}
    manager, member = (principal(made.people[name].user) for name in (f"{firm}_manager", f"cs_member{twin}"))
    kind, owner = (EscalationKind.LEGAL, "admin") if firm == "Anzu" else (EscalationKind.PRODUCT, "support")
    with unit() as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding_id)).one()
        plain = {"severity": Severity.NORMAL, "subject": f"{firm}soudan"}
        words = Passed(f"{firm}soudan no naiyou", Level.BOTH, told_customer=True)
        shared = raise_escalation(found, kind=EscalationKind.SCOPE, words=words, actor=manager, **plain)
        write_message(shared, Passed(f"{firm}uchiwa", Level.FIRM), actor=manager)
        write_message(shared, Passed("naisho no memo", Level.VENDOR), actor=member)
        plain = {"severity": Severity.HIGH, "subject": "naisho no ken"}
        kept = raise_escalation(found, kind=kind, words=Passed("naisho", Level.VENDOR, True), actor=member, **plain)
        made.add("escalations/escalation", shared.code, firm, {*inside, f"{firm}_manager", f"{firm}_one"})
        made.add("escalations/escalation", kept.code, firm, {*inside, owner})
    made.secret(firm, shared.code, f"{firm}soudan", f"{firm}uchiwa")
    # No firm reads what the vendor keeps to itself.
    made.secret("vendor", kept.code, "naisho")


def _talk(made: ThreeFirms, firm: str, onboarding_id: int, only: set[str]) -> None:
    """A comment, a file and a meeting that the firm keeps to itself, that the vendor keeps, and that both read."""
    manager, vendor = (principal(made.people[name].user) for name in (f"{firm}_manager", "cs_manager"))
    ours = {f"{firm}_manager", f"{firm}_one"}
    said = [
        (manager, f"{firm}{FIRMS_OWN}", None, ours),
        (vendor, f"{firm}{VENDORS_OWN}", None, only - ours),
        (manager, f"{firm}hanashi", Level.BOTH, only),
        (manager, f"{firm}annai", Level.CUSTOMER, {*only, f"{firm}_guest"}),
    ]
    for actor, words, shared, readers in said:
        with unit(actor.scope) as session:
            found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding_id)).one()
            comment = write_comment(found, text=words, uploads=[upload(name=f"{words}.pdf")], actor=actor)
            document = add_document(found, upload(name=f"{words}-2.pdf"), position=1, actor=actor)
            if shared:
                share_comment(comment, onboarding=found, level=shared, actor=actor)
                share_document(document, onboarding=found, level=shared, actor=actor)
            meeting = enter_meeting(found, Words(clock.today(), words, words, words), actor=actor)
            if shared:
                share_meeting(meeting, onboarding=found, level=Level.BOTH, actor=actor)
                task = {"text": f"{firm}yakusoku", "side": TaskSide.PARTNER, "position": 1, "due_on": None}
                agree_action(meeting, onboarding=found, actor=actor, **task)
                made.secret(firm, f"{firm}yakusoku")
            made.add("meetings/meeting", meeting.code, firm, only if shared else readers)
            made.add("room/files/file", document.code, firm, readers)
            made.add("comments/comment", comment.code, firm, readers)
            made.add("files/file", document.code, firm, readers)
            made.secret(firm, words, comment.code, document.code, meeting.code)


def _promise(made: ThreeFirms, firm: str, onboarding_id: int, only: set[str]) -> None:
    """A commitment that the vendor keeps to itself, one that a firm entered, and one shared with the customer."""
    manager, vendor = (principal(made.people[name].user) for name in (f"{firm}_manager", "cs_manager"))
    ours, today = {f"{firm}_manager", f"{firm}_one"}, clock.today()
    said = [
        (vendor, f"{firm}{VENDORS_OWN}", None, only - ours),
        (manager, f"{firm}kotoba", None, only),
        (vendor, f"{firm}chikai", Level.CUSTOMER, only),
    ]
    for actor, words, shared, readers in said:
        with unit(actor.scope) as session:
            found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding_id)).one()
            new = NewCommitment(words, CommitmentSource.MEETING, words, words, said_on=today, due_on=today)
            promised = add_commitment(found, new, actor=actor)
            if shared:
                share_commitment(promised, onboarding=found, level=shared, actor=actor)
            made.add("commitments/commitment", promised.code, firm, readers)
            made.secret(firm, words, promised.code)


def _invite(made: ThreeFirms, firm: str, onboarding: Onboarding, only: set[str]) -> None:
    """Somebody of the customer in its room, and a link that nobody has opened yet."""
    guest, mail = f"{firm}_guest", f"{firm.lower()}-guest@customer.example"
    invitation = invite(onboarding, name=f"{firm}kyaku", email=mail)
    made.add("rooms/invitation", invitation.code, firm, only)
    made.secret(firm, invitation.code, f"{firm}kyaku", mail)
    made.guests[guest] = Visit(guest, invitation, f"secret-of-{guest}", firm)
    with unit() as session:
        found = session.scalars(select(Task).where(Task.onboarding_id == onboarding.id, Task.key == "1.3")).one()
        made.add("room/tasks/task", found.code, firm, {*only, guest})


def _survey(made: ThreeFirms, firm: str, onboarding: Onboarding) -> None:
    """A low score that the vendor alone reads, a survey that waits, and the figures that the firm may read."""
    twin = "_twin" if firm == "Biwa" else ""
    inside, mail = {"cs_manager", "auditor", f"cs_member{twin}"}, f"{firm.lower()}-guest@customer.example"
    given = ask(onboarding, name=f"{firm}kyaku", email=mail)
    reply(given, LOW, words="naisho no kaitou", may_share=True)
    waits = ask(onboarding, Moment.MIDWAY, name=f"{firm}kyaku", email=mail)
    made.add("surveys/survey", given.code, firm, inside)
    made.add("surveys/recoveries/recovery", recoveries()[-1].code, firm, inside)
    period = SurveyPeriod(
        partner_id=onboarding.partner_id,
        moment=Moment.HANDOFF,
        from_on=date(2026, 7, 1),
        until_on=date(2026, 9, 30),
        sent=4,
        answered=3,
        customers=3,
        figures=[{"key": "satisfaction", "kind": "satisfaction", "counts": {"4": 2, "5": 1}}],
        remarks=[{"key": "remarks", "text": f"{firm}koe"}],
        published_at=clock.now(),
        reply=f"{firm}henji",
        replied_by=f"{firm}hito manager",
    )
    with unit() as session:
        session.add(period)
        session.flush()
        made.add("surveys/periods/period", period.code, firm, {f"{firm}_manager"})
    made.secret(firm, given.code, waits.code, period.code, f"{firm}koe", f"{firm}henji")


def _make_links(made: ThreeFirms) -> None:
    """A link whose secret is known here, for pages that a link opens."""
    invitation = invite(made.onboardings["Anzu"], name="Anzukyaku two", email="anzu-two@customer.example")
    with unit() as session:
        kept = update(RoomInvitation).where(RoomInvitation.id == invitation.id)
        session.execute(kept.values(token_hash=token_hash(ROOM_TOKEN)))
        letter = {"sent_on": clock.today(), "expires_at": clock.now() + timedelta(days=14)}
        of_invitation = {"partner_id": invitation.partner_id, "invitation_id": invitation.id}
        session.add(RoomLetter(**of_invitation, **letter, token_hash=token_hash(LETTER_TOKEN)))
    made.add("room/token", ROOM_TOKEN)
    made.add("room/token", LETTER_TOKEN)
    asked = ask(made.onboardings["Anzu"], Moment.END, name="Anzukyaku two", email="anzu-two@customer.example")
    with unit() as session:
        kept_survey = update(Survey).where(Survey.id == asked.id)
        session.execute(kept_survey.values(token_hash=token_hash(SURVEY_TOKEN)))
    made.add("survey/token", SURVEY_TOKEN)


def _make_training(made: ThreeFirms) -> None:
    for firm in FIRMS:
        make_enrolment(made.consultants[f"{firm}_two"])
        enrolment = make_enrolment(made.consultants[f"{firm}_one"])
        user = made.people[f"{firm}_one"].user
        attempt = make_attempt(user, enrolment)
        if firm == "Biwa":
            answer(user, attempt)
        made.add("training/attempts/attempt", attempt.code, firm, {f"{firm}_one"})
        made.secret(firm, attempt.code)
    made.add("training/course", COURSE)


def _make_vendor_rows(made: ThreeFirms) -> None:
    make_customer(name="Waiting KK", code="W-1")
    with unit():
        begin_draft(playbook_for("accounting"), actor=principal(made.people["cs_manager"].user))
        load_plays(PORTAL)
    with made.app.app_context():
        watch_over()
    make_products()
    for product in ("accounting", "year_end", "tax_filing"):
        made.add("playbooks/product", product)
    run = make_solved_run()
    made.add("allocations/run", run.code)
    with unit():
        told = {"growth": 10, "months": {"2027-02": {"extra": 3}}, "product": "accounting", "effort": 1}
        scenario = keep_scenario(name="2月に増える", **told, actor=principal(made.people["cs_manager"].user))
    made.add("capacity-plan/scenarios/scenario", scenario.code)
    _make_ruling(made)
    made.add("allocations/rehearsal/rehearsal", make_rehearsal().code)
    for firm in FIRMS:
        customer = made.customers[f"{firm}Matsu"]
        handoff = make_handoff(customer, state=HandoffState.SUBMITTED)
        made.secret(firm, handoff.code)
        twin = "_twin" if firm == "Biwa" else ""
        seen = {"cs_manager", "auditor", f"cs_member{twin}", f"sales{twin}"}
        made.add("handoffs/handoff", handoff.code, None, seen)
    evaluate_and_decide()
    for person in made.people.values():
        if person.firm is None:
            made.add("users/code", person.user.code, None, {"admin"})


def _make_ruling(made: ThreeFirms) -> None:
    """A firm that is ruled out for the customer who waits; the draft before it stays the one that the sweeps see."""
    with unit() as session:
        waiting = session.scalars(select(Customer).where(Customer.code == "W-1")).one()
        ruling = AllocationRuling(
            kind=OverrideKind.BAN,
            customer_id=waiting.id,
            firm_id=made.partners["Biwa"].id,
            reason="The two know each other too well.",
            made_at=clock.now(),
        )
        session.add(ruling)
        session.flush()
        made.add("allocations/rulings/ruling", ruling.code)
        run = session.scalars(select(AllocationRun)).first()
        assert run is not None
        gone = Changes(exits=(made.partners["Biwa"].code,))
        asked = ask_what_if(run, name="A firm gone", changes=gone, actor=PORTAL)
        made.add("what-if/scenario", asked.code)
    with made.app.app_context():
        carry_out_all()


def evaluate_and_decide() -> None:
    """The evaluations of the third quarter; the first two firms may read theirs, the last one is undecided."""
    with unit() as session:
        evaluate_all(period_end=PERIOD_END, actor=PORTAL)
        found = session.scalars(select(Evaluation).order_by(Evaluation.partner_id)).all()
        for evaluation in found[:-1]:
            decide(evaluation, tier=evaluation.proposed_tier, reason="As measured.", actor=PORTAL)


def _make_personal_rows(made: ThreeFirms) -> None:
    """What belongs to one person: an open browser, a notice, a draft of an import, a mailed link."""
    for name, person in made.people.items():
        open_session(person.user)
        with unit() as session:
            kept = session.scalars(select(LoginSession).where(LoginSession.user_id == person.user.id)).first()
            assert kept is not None
            notice = Notice(
                user_id=person.user.id,
                kind="offers.OfferLapsed",
                values={},
                href="/",
                created_at=clock.now(),
            )
            session.add(notice)
            session.flush()
            kept_filter = SavedFilter(
                user_id=person.user.id,
                name="朝の一覧",
                query="tab=late",
                is_default=False,
                created_at=clock.now(),
            )
            session.add(kept_filter)
            session.flush()
            if person.role is not Role.ADMIN:
                made.add("onboardings/filters/kept", kept_filter.code, person.firm, {name})
            made.add("account/sessions/code", kept.code, person.firm, {name})
            made.add("inbox/code", notice.code, person.firm, {name})
    for kind in made.app.extensions["bansou_exchanges"]:
        for name in ("admin", "cs_manager"):
            draft = _make_draft(made.people[name].user, kind)
            made.add(f"{kind}/import/draft", draft.code, None, {name})
    for purpose, token in TOKENS.items():
        with unit() as session:
            session.add(
                MailedLink(
                    user_id=made.people["support"].user.id,
                    purpose=purpose,
                    token_hash=token_hash(token),
                    created_at=clock.now(),
                    expires_at=clock.now() + timedelta(days=30),
                )
            )
    made.add("invitation/token", TOKENS[LinkPurpose.INVITATION])
    made.add("password/reset/token", TOKENS[LinkPurpose.RESET])
    made.add("static/filename", "tokens.css")
    _make_links(made)
    made.add("tokens/code", make_token(made.people["cs_manager"].user)[0].code, None, {"admin"})
    made.add("tokens/webhooks/secret", make_secret()[0].code, None, {"admin"})


def _make_draft(user: User, kind: str) -> ImportDraft:
    with unit() as session:
        draft = ImportDraft(
            user_id=user.id,
            kind=kind,
            file_name="file.csv",
            content=b"partner_code\n",
            created=1,
            changed=0,
            unchanged=0,
            warnings=[],
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(days=30),
        )
        session.add(draft)
    return draft


@contextmanager
def three_firms(world: Any, at: Any) -> Iterator[ThreeFirms]:
    """The whole world of this file in an empty database, made at a moment."""
    world.empty()
    with clock.at(at):
        made = make_three_firms(world.app)
    yield made
