"""Files are taken in, measured, opened to more readers and taken back; what fails leaves no row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation
from portal.files.models import FileUsage, StoredFile
from portal.files.services import FileTooLarge, UnfitFile, drop_file, keep_file, open_file, store, sweep_files
from portal.jobs.models import Job
from portal.levels import Level
from portal.people import Principal, Role
from portal.tenancy import EVERYTHING, Scope, ScopeError
from tests.conftest import NOW
from tests.factories.files import HTML, PDF, set_file_numbers, upload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import the_app, unit

MEGABYTE = 1024 * 1024


@pytest.fixture
def partner(app):
    return make_partner()


@pytest.fixture
def firm(partner) -> Principal:
    return principal(make_partner_manager(partner))


@pytest.fixture
def vendor(app) -> Principal:
    return principal(make_user(Role.CS_MANAGER))


def keep(actor: Principal, partner: Any, *, level: Level, content: bytes = PDF, name: str = "report.pdf") -> int:
    with unit(actor.scope):
        return keep_file(upload(content, name), partner_id=partner.id, level=level, actor=actor).id


def one(file_id: int) -> StoredFile:
    with unit(EVERYTHING, write=False) as session:
        found = session.scalars(select(StoredFile).where(StoredFile.id == file_id)).one()
        session.expunge_all()
    return found


def used(partner: Any) -> dict[Level, int]:
    with unit(EVERYTHING, write=False) as session:
        return {row.level: row.used for row in session.scalars(select(FileUsage))}


def content_of(key: str) -> bytes:
    with the_app().app_context():
        return b"".join(store().open(key))


def test_a_file_is_kept_under_a_made_up_name(firm, partner):
    file = one(keep(firm, partner, level=Level.FIRM, name="残高一覧.pdf"))

    assert file.name == "残高一覧.pdf"
    assert "残高" not in file.key
    assert "pdf" not in file.key
    assert content_of(file.key) == PDF
    assert used(partner) == {Level.FIRM: len(PDF)}


def test_the_trail_names_no_file(firm, partner):
    keep(firm, partner, level=Level.FIRM, name="secret-words.pdf")

    with unit(write=False) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "FileKept")).one()
        assert entry.values["level"] == "firm"
        assert "secret-words" not in str(entry.values)


@pytest.mark.parametrize(("content", "name"), [(b"", "empty.pdf"), (HTML, "page.png"), (PDF, "report.pdf.exe")])
def test_what_is_no_file_of_ours_is_refused_and_leaves_nothing(firm, partner, content, name):
    with pytest.raises(UnfitFile):
        keep(firm, partner, level=Level.FIRM, content=content, name=name)

    with unit(EVERYTHING, write=False) as session:
        assert session.scalars(select(StoredFile)).all() == []
        assert session.scalars(select(FileUsage)).all() == []


def test_one_byte_more_than_the_limit_is_too_large(firm, partner):
    set_file_numbers(file_megabytes=1)
    filled = PDF.ljust(MEGABYTE, b" ")

    keep(firm, partner, level=Level.FIRM, content=filled)
    with pytest.raises(FileTooLarge):
        keep(firm, partner, level=Level.FIRM, content=filled + b" ")
    assert used(partner) == {Level.FIRM: MEGABYTE}


def test_a_side_fills_its_own_room_and_not_the_others(firm, vendor, partner):
    set_file_numbers(firm_megabytes=10, file_megabytes=5)
    half = PDF.ljust(5 * MEGABYTE, b" ")
    keep(firm, partner, level=Level.BOTH, content=half)
    keep(firm, partner, level=Level.FIRM, content=half)

    with pytest.raises(RuleViolation):
        keep(firm, partner, level=Level.FIRM)
    keep(vendor, partner, level=Level.BOTH)

    with unit(Scope(partner.id), write=False) as session:
        assert [row.used for row in session.scalars(select(FileUsage))] == [10 * MEGABYTE]


def test_a_side_keeps_nothing_in_the_others_name(firm, vendor, partner):
    with pytest.raises(ScopeError):
        keep(firm, partner, level=Level.VENDOR)
    with pytest.raises(ScopeError):
        keep(vendor, partner, level=Level.FIRM)


def test_a_file_is_opened_to_more_readers_and_never_to_fewer(firm, partner):
    file_id = keep(firm, partner, level=Level.FIRM)
    with unit(firm.scope) as session:
        file = session.scalars(select(StoredFile).where(StoredFile.id == file_id)).one()
        open_file(file, level=Level.BOTH, actor=firm)
        with pytest.raises(RuleViolation):
            open_file(file, level=Level.FIRM, actor=firm)

    with unit(write=False) as session:
        assert session.scalars(select(StoredFile)).one().level is Level.BOTH


def test_a_transaction_that_fails_leaves_no_row_and_its_content_is_swept_up(app, firm, partner):
    with pytest.raises(RuntimeError), unit(firm.scope) as session:
        keep_file(upload(), partner_id=partner.id, level=Level.FIRM, actor=firm)
        lost = session.scalars(select(StoredFile)).one().key
        raise RuntimeError("the power is out")
    kept = one(keep(firm, partner, level=Level.FIRM)).key
    assert content_of(lost) == PDF
    assert used(partner) == {Level.FIRM: len(PDF)}

    sweep_after(app, hours=48)

    with pytest.raises(FileNotFoundError):
        content_of(lost)
    assert content_of(kept) == PDF


def test_what_is_taken_back_gives_its_room_back_and_is_swept_up(app, firm, partner):
    file = one(keep(firm, partner, level=Level.FIRM))
    with unit(firm.scope) as session:
        drop_file(session.scalars(select(StoredFile)).one(), actor=firm)

    assert used(partner) == {Level.FIRM: 0}
    sweep_after(app, hours=48)
    with pytest.raises(FileNotFoundError):
        content_of(file.key)


def test_what_is_being_written_is_left_alone_by_the_sweep(app, firm, partner):
    with pytest.raises(RuntimeError), unit(firm.scope) as session:
        keep_file(upload(), partner_id=partner.id, level=Level.FIRM, actor=firm)
        key = session.scalars(select(StoredFile)).one().key
        raise RuntimeError("not yet")

    with app.app_context(), clock.at(clock_of_the_disk()):
        sweep_files()

    assert content_of(key) == PDF


def test_one_sweep_waits_however_many_files_are_kept(firm, partner):
    for _ in range(3):
        keep(firm, partner, level=Level.FIRM)

    with unit(write=False) as session:
        assert [job.kind for job in session.scalars(select(Job))] == ["files.sweep"]
        assert session.scalars(select(Job)).one().run_at > NOW + timedelta(hours=24)


def clock_of_the_disk() -> datetime:
    """Contents carry the time of the machine, on which the clock of the tests stands still."""
    return datetime.now(UTC)


def sweep_after(app, *, hours: int) -> None:
    with app.app_context(), clock.at(clock_of_the_disk() + timedelta(hours=hours)):
        sweep_files()
