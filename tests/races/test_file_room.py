"""Sixteen processes send files at once into the last of a firm's room: never over it, and every byte is counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from portal.files.models import FileUsage, StoredFile
from portal.files.services import keep_file
from portal.levels import Level
from portal.people import Principal
from portal.tenancy import Scope
from portal.units import unit_of_work
from tests.factories.files import PDF, set_file_numbers, upload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import principal
from tests.races.racing import DONE, Racers
from tests.world import unit

RACERS = 16
MEGABYTE = 1024 * 1024
ROOM, EACH = 10, 3


def send(actor: Principal) -> None:
    """Send a file of three megabytes."""
    partner_id = actor.partner_id or 0
    with unit_of_work(Scope(partner_id)):
        sent = upload(PDF.ljust(EACH * MEGABYTE, b" "))
        keep_file(sent, partner_id=partner_id, level=Level.FIRM, actor=actor)


@pytest.fixture
def senders(app) -> Iterator[Racers]:
    racers = Racers(app, send, RACERS)
    yield racers
    racers.close()


def test_the_last_room_goes_to_as_many_files_as_fit(senders, app):
    set_file_numbers(firm_megabytes=ROOM, file_megabytes=5)
    partner = make_partner()

    results = senders.race([principal(make_partner_manager(partner))] * RACERS)

    assert all(word == DONE or word.startswith("RuleViolation") for word in results), results
    assert results[DONE] == ROOM // EACH
    with unit(Scope(partner.id), write=False) as session:
        kept = session.scalar(select(func.sum(StoredFile.size)))
        assert session.scalars(select(FileUsage.used)).all() == [kept]
        assert kept == ROOM // EACH * EACH * MEGABYTE
