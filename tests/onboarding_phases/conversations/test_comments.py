"""A comment is written for the own side, shared in a second step, and taken back while there is time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.conversations.models import Comment, Document
from onboarding_phases.conversations.services import remove_document, share_comment, withdraw_comment, write_comment
from onboarding_phases.conversations.shared.queries import files, messages
from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation, Stale
from portal.files.models import StoredFile
from portal.inbox.models import Notice
from portal.levels import Level
from portal.people import Role
from portal.tenancy import EVERYTHING, Scope
from tests.conftest import NOW
from tests.factories.comments import at_work, comment_of, document_of, make_comment, make_document
from tests.factories.onboardings import put_on
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit


def share(onboarding, user, code, level=Level.BOTH):
    actor = principal(user)
    with at_work(onboarding, actor) as found:
        share_comment(comment_of(code), onboarding=found, level=level, actor=actor)


def withdraw(onboarding, user, code):
    actor = principal(user)
    with at_work(onboarding, actor) as found:
        withdraw_comment(comment_of(code), onboarding=found, actor=actor)


def read_by(user) -> list[str]:
    with unit(principal(user).scope, write=False) as session:
        return sorted(session.scalars(select(Comment.text)))


def told() -> dict[int, list[str]]:
    with unit(write=False) as session:
        found: dict[int, list[str]] = {}
        for notice in session.scalars(select(Notice).where(Notice.kind == "conversations.called")):
            found.setdefault(notice.user_id, []).append(notice.href)
        return found


def test_what_is_written_is_read_by_the_own_side_alone(onboarding, vendor, firm):
    make_comment(onboarding, principal(vendor), text="ours")
    make_comment(onboarding, principal(firm), text="theirs")
    auditor, admin = make_user(Role.AUDITOR), make_user(Role.ADMIN)

    assert read_by(vendor) == read_by(auditor) == read_by(admin) == ["ours"]
    assert read_by(firm) == ["theirs"]


def test_what_is_shared_is_read_by_both_with_its_files(onboarding, vendor, firm):
    code = make_comment(onboarding, principal(firm), text="look", files=("a.pdf", "b.pdf"))
    share(onboarding, firm, code)

    assert read_by(vendor) == ["look"]
    with unit(write=False) as session:
        levels = {row.level for model in (Document, StoredFile) for row in session.scalars(select(model))}
        assert levels == {Level.BOTH}
        assert [document.file.name for document in comment_of(code).documents] == ["a.pdf", "b.pdf"]


def test_the_firm_of_another_onboarding_reads_nothing(onboarding, vendor, firm):
    make_comment(onboarding, principal(firm), text="look", level=Level.BOTH)
    assert read_by(make_partner_manager(make_partner())) == []


def test_only_its_author_shares_a_comment_or_takes_it_back(onboarding, partner, firm):
    code, colleague = make_comment(onboarding, principal(firm)), make_partner_manager(partner)

    with pytest.raises(RuleViolation):
        share(onboarding, colleague, code)
    with pytest.raises(RuleViolation):
        withdraw(onboarding, colleague, code)


@pytest.mark.parametrize("level", [Level.VENDOR, Level.FIRM, Level.BOTH])
def test_a_level_is_only_ever_widened(onboarding, firm, level):
    code = make_comment(onboarding, principal(firm), level=Level.BOTH)

    with pytest.raises(RuleViolation):
        share(onboarding, firm, code, level)


def test_what_is_shared_with_the_customer_is_what_the_customer_reads(onboarding, vendor, firm):
    make_comment(onboarding, principal(firm), text="for us two", level=Level.BOTH)
    make_comment(onboarding, principal(firm), text="for you", level=Level.CUSTOMER)
    make_document(onboarding, principal(vendor), name="plan.pdf", level=Level.CUSTOMER)
    make_document(onboarding, principal(vendor), name="cost.pdf")

    with unit(Scope(onboarding.partner_id, case_id=onboarding.id), write=False):
        assert [comment.text for comment in messages(onboarding.id)] == ["for you"]
        assert [document.file.name for document in files(onboarding.id)] == ["plan.pdf"]
    with unit(Scope(onboarding.partner_id, case_id=onboarding.id + 1), write=False):
        assert messages(onboarding.id) == files(onboarding.id) == []


def test_a_shared_comment_is_taken_back_for_some_minutes_and_leaves_a_line(onboarding, vendor, firm):
    code = make_comment(onboarding, principal(firm), text="oh no", level=Level.BOTH, files=("a.pdf",))
    with clock.at(NOW + timedelta(minutes=15)):
        withdraw(onboarding, firm, code)

    with unit(EVERYTHING, write=False) as session:
        comment = comment_of(code)
        assert (comment.text, comment.withdrawn_at) == ("", NOW + timedelta(minutes=15))
        assert session.scalars(select(StoredFile)).all() == []
    assert read_by(vendor) == [""]
    with pytest.raises(Stale):
        withdraw(onboarding, firm, code)
    with pytest.raises(Stale):
        share(onboarding, firm, code, Level.CUSTOMER)


def test_after_that_what_was_read_stays(onboarding, firm):
    code = make_comment(onboarding, principal(firm), level=Level.BOTH)

    with clock.at(NOW + timedelta(minutes=15, seconds=1)), pytest.raises(RuleViolation):
        withdraw(onboarding, firm, code)


def test_what_nobody_else_read_may_be_taken_back_at_any_time(onboarding, firm):
    code = make_comment(onboarding, principal(firm))
    with clock.at(NOW + timedelta(days=9)):
        withdraw(onboarding, firm, code)

    assert read_by(firm) == [""]


def test_nothing_said_is_no_comment_and_a_bad_file_undoes_it(onboarding, firm):
    with pytest.raises(RuleViolation):
        make_comment(onboarding, principal(firm), text="  ")
    with pytest.raises(RuleViolation):
        make_comment(onboarding, principal(firm), files=("good.pdf", "bad.exe"))

    with unit(EVERYTHING, write=False) as session:
        assert [session.scalars(select(model)).all() for model in (Comment, Document, StoredFile)] == [[], [], []]


def test_the_auditor_writes_nothing(onboarding):
    auditor = principal(make_user(Role.AUDITOR))

    with pytest.raises(RuleViolation), at_work(onboarding, auditor) as found:
        write_comment(found, text="a word", actor=auditor)


def test_a_call_reaches_the_other_side_only_when_it_is_shared(onboarding, vendor, firm):
    code = make_comment(onboarding, principal(firm), text="@owner @firm please look")
    assert told() == {firm.id: [f"/onboardings/{onboarding.code}/conversation#c-{code}"]}

    share(onboarding, firm, code)

    assert {user_id: len(notices) for user_id, notices in told().items()} == {firm.id: 1, vendor.id: 1}


def test_the_vendor_calls_the_firms_contact_and_never_its_people(onboarding, partner, vendor, firm):
    _, consultant = make_consultant_user(partner)
    put_on(onboarding, consultant)

    make_comment(onboarding, principal(vendor), text="@firm @team please look", level=Level.BOTH)

    assert set(told()) == {firm.id}


def test_the_firm_calls_its_own_people(onboarding, partner, firm):
    user, consultant = make_consultant_user(partner)
    put_on(onboarding, consultant)

    make_comment(onboarding, principal(firm), text="@team please look")

    assert set(told()) == {user.id}


def test_neither_trail_nor_inbox_holds_the_words(onboarding, firm):
    code = make_comment(onboarding, principal(firm), text="@owner kabocha", files=("kabocha.pdf",))
    share(onboarding, firm, code)

    with unit(EVERYTHING, write=False) as session:
        trail = [str(entry.values) for entry in session.scalars(select(AuditEntry))]
        inbox = [str(notice.values) for notice in session.scalars(select(Notice))]
        assert len(trail) >= 4
        assert [text for text in (*trail, *inbox) if "kabocha" in text] == []


def test_the_trail_says_that_a_shared_comment_names_people_of_the_firm(onboarding, partner, vendor):
    _, consultant = make_consultant_user(partner)
    make_comment(onboarding, principal(vendor), text=f"{consultant.name} does it", level=Level.BOTH)
    make_comment(onboarding, principal(vendor), text="@firm does it", level=Level.BOTH)

    with unit(write=False) as session:
        shared = session.scalars(
            select(AuditEntry).where(AuditEntry.event == "CommentShared").order_by(AuditEntry.id)
        )
        assert [entry.values["names_people"] for entry in shared] == [True, False]


def test_a_file_is_taken_back_by_whoever_added_it(onboarding, partner, firm):
    code, colleague = make_document(onboarding, principal(firm), level=Level.BOTH), make_partner_manager(partner)
    with pytest.raises(RuleViolation), at_work(onboarding, principal(colleague)) as found:
        remove_document(document_of(code), onboarding=found, actor=principal(colleague))
    with (
        clock.at(NOW + timedelta(hours=1)),
        pytest.raises(RuleViolation),
        at_work(onboarding, principal(firm)) as found,
    ):
        remove_document(document_of(code), onboarding=found, actor=principal(firm))
    with at_work(onboarding, principal(firm)) as found:
        remove_document(document_of(code), onboarding=found, actor=principal(firm))

    with unit(EVERYTHING, write=False) as session:
        assert session.scalars(select(StoredFile)).all() == []
