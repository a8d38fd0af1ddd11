"""Taking files in, opening them to more readers, taking them back, and sweeping up what a failure left behind."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from typing import IO, Any, ClassVar, cast

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, Update, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation
from portal.events import publish
from portal.files.defaults import MEGABYTE, NUMBERS
from portal.files.events import FileDropped, FileEvent, FileKept, FileOpened, FilesSwept
from portal.files.kinds import FileKind, kind_of
from portal.files.models import FileUsage, StoredFile
from portal.files.names import ending_of, plain_name
from portal.files.stores import Store
from portal.jobs.services import enqueue, is_waiting, opens_own_units
from portal.levels import Level, is_wider, narrowest
from portal.people import PORTAL, Principal
from portal.tenancy import EVERYTHING
from portal.units import unit_of_work

SWEEP = "files.sweep"
AT_ONCE = 500


class UnfitFile(RuleViolation):
    """The file is none that is taken."""

    status: ClassVar[int] = 422


class FileTooLarge(RuleViolation):
    """The file is larger than the setting allows."""

    status: ClassVar[int] = 413


def store() -> Store:
    """Where the contents of this installation's files lie."""
    return cast(Store, current_app.extensions["bansou_files"])


def keep_file(
    upload: FileStorage,
    *,
    partner_id: int,
    level: Level,
    actor: Principal,
    case_id: int | None = None,
    field: str = "file",
) -> StoredFile:
    """Take a file into a firm's world, its content first: a transaction that fails leaves no row behind.

    Raises:
        UnfitFile: it is empty, of no kind that is taken, or not what its name says.
        FileTooLarge: it is larger than one file may be.
        RuleViolation: the side has no room left.
    """
    name, content = plain_name(upload.filename), upload.stream
    size = _checked_size(content, field)
    kind = _checked_kind(content, name, field)
    _take_room(partner_id, size, actor, field)
    file = StoredFile(
        partner_id=partner_id,
        key=_new_key(),
        name=name,
        kind=kind,
        size=size,
        sha256=_digest(content),
        level=level,
        by_vendor=actor.is_vendor,
        kept_at=clock.now(),
        kept_by=actor.name,
        kept_by_id=actor.id,
        case_id=case_id,
    )
    store().put(file.key, content)
    db.session.add(file)
    db.session.flush()
    _plan_sweep()
    _tell(FileKept, file, actor, kind=kind.value, size=size, sha256=file.sha256)
    return file


def open_file(file: StoredFile, *, level: Level, actor: Principal) -> None:
    """Let more people read a file.

    Raises:
        RuleViolation: the level is not wider than the present one.
    """
    before = file.level
    if not is_wider(level, before):
        raise RuleViolation(_l("A file can only be opened to more readers. Remove it to take it back."))
    file.level = level
    db.session.flush()
    _tell(FileOpened, file, actor, before=before.value)


def drop_file(file: StoredFile, *, actor: Principal) -> None:
    """Take a file back: its row goes now, its content with the next sweep."""
    mine = _usage(file.partner_id, narrowest(is_vendor=file.by_vendor))
    db.session.execute(mine.values(used=FileUsage.used - file.size))
    db.session.delete(file)
    db.session.flush()
    _plan_sweep()
    _tell(FileDropped, file, actor)


def _tell(event: type[FileEvent], file: StoredFile, actor: Principal, **values: Any) -> None:
    told = {"partner_id": file.partner_id, "file_id": file.id, "level": file.level.value, **values}
    publish(event(actor_id=actor.id, **told))


@opens_own_units
def sweep_files() -> None:
    """Remove contents that belong to no file: left by a failure, or by a file that was taken back."""
    with unit_of_work(EVERYTHING, write=False):
        before = clock.now() - timedelta(hours=float(numbers(NUMBERS)["orphan_hours"]))
    found, count = store().keys(under=_own_part(), before=before), 0
    while some := list(islice(found, AT_ONCE)):
        for key in _orphans(some):
            store().delete(key)
            count += 1
    if count:
        with unit_of_work(EVERYTHING):
            publish(FilesSwept(actor_id=PORTAL.id, count=count))


def _orphans(keys: Sequence[str]) -> list[str]:
    with unit_of_work(EVERYTHING, write=False) as session:
        known = set(session.scalars(select(StoredFile.key).where(StoredFile.key.in_(keys))))
    return [key for key in keys if key not in known]


def _checked_size(content: IO[bytes], field: str) -> int:
    content.seek(0, 2)
    size, most = content.tell(), int(numbers(NUMBERS)["file_megabytes"])
    if size == 0:
        raise UnfitFile(_l("This file is empty. Choose one that holds something."), field=field)
    if size > most * MEGABYTE:
        raise FileTooLarge(_l("This file is larger than %(most)s MB. Send a smaller one.", most=most), field=field)
    return size


def _checked_kind(content: IO[bytes], name: str, field: str) -> FileKind:
    kind = kind_of(content, ending=ending_of(name))
    if kind is None:
        raise UnfitFile(
            _l(
                "This is none of PDF, PNG, JPEG, WEBP, HEIC, DOCX, XLSX, PPTX, CSV, TXT, or it is not what its name"
                " says. Save it anew as one of these and send that."
            ),
            field=field,
        )
    return kind


def _take_room(partner_id: int, size: int, actor: Principal, field: str) -> None:
    """Count the bytes before they are written; two at once cannot both take the last of the room."""
    level = narrowest(is_vendor=actor.is_vendor)
    most = int(numbers(NUMBERS)["vendor_megabytes" if actor.is_vendor else "firm_megabytes"]) * MEGABYTE
    _make_usage(partner_id, level)
    fits = _usage(partner_id, level).where(FileUsage.used + size <= most)
    taken = db.session.execute(fits.values(used=FileUsage.used + size))
    if cast(CursorResult[object], taken).rowcount == 0:
        raise RuleViolation(
            _l("There is no room left for this file. Remove files that nobody needs, or ask for more room."),
            field=field,
        )


def _usage(partner_id: int, level: Level) -> Update:
    mine = update(FileUsage).where(FileUsage.partner_id == partner_id, FileUsage.level == level)
    return mine.execution_options(synchronize_session=False)


def _make_usage(partner_id: int, level: Level) -> None:
    mine = select(FileUsage.id).where(FileUsage.partner_id == partner_id, FileUsage.level == level)
    if db.session.scalar(mine) is not None:
        return
    try:
        with db.session.begin_nested():
            db.session.add(FileUsage(partner_id=partner_id, level=level, used=0))
    except IntegrityError:
        pass  # somebody else was quicker


def _digest(content: IO[bytes]) -> str:
    content.seek(0)
    return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]


def _new_key() -> str:
    made_up = secrets.token_hex(20)
    return f"{_own_part()}/{made_up[:2]}/{made_up}"


def _own_part() -> str:
    """What keys of this database begin with, so that two that share a store never sweep each other's files."""
    url = db.engine.url.set(password=None).render_as_string()
    return hashlib.sha256(url.encode()).hexdigest()[:12]


def _plan_sweep() -> None:
    """One sweep is enough for all that is kept before it."""
    if not is_waiting(SWEEP):
        hours = float(numbers(NUMBERS)["orphan_hours"])
        enqueue(SWEEP, run_at=clock.now() + timedelta(hours=hours + 1))
