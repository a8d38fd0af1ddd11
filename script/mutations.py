"""Takes each lock away once, and reports which of them no test misses; `--locks` or `--sites` choose one half."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from script.lifting import ROOT, Site, lines

ACCESS = ("tests/portal/test_tenancy.py", "tests/architecture/test_seal.py", "tests/architecture/test_access.py")
LOG_IN = ("tests/portal/accounts/test_log_in.py",)
LINKS = ("tests/portal/accounts/test_links.py",)
REPLAY = ("tests/architecture/test_replay.py",)
THROTTLES = ("tests/portal/accounts/test_throttles.py",)
USERS = ("tests/portal/accounts/test_users.py",)
ANSWERS = ("tests/portal/web/test_answers.py",)
FORGERY = ("tests/portal/web/test_forgery.py",)
SETTINGS = ("tests/portal/test_settings.py",)
FILES = ("tests/portal/files",)
UPLOADS = ("tests/onboarding_phases/conversations/test_pages.py",)
STORAGE = ("tests/races/test_writers.py",)
WALLS = ("tests/architecture/test_walls.py",)
TABLES = ("tests/architecture/test_tables.py",)
GUESTS = ("tests/architecture/test_guests.py",)
ROOM = ("tests/onboarding_phases/room",)


@dataclass(frozen=True)
class Mutation:
    """A lock, the text that takes it away, the tests that must notice, and the database on which it stands."""

    file: str
    before: str
    after: str
    checks: tuple[str, ...] = ACCESS
    line: int = 0
    on: str = "sqlite"

    def text(self, whole: str) -> str:
        """The file without the lock.

        Raises:
            LookupError: the file holds no such text any more.
        """
        head = whole.splitlines(keepends=True)[: max(self.line - 1, 0)]
        rest = whole[len("".join(head)) :]
        if self.before not in rest:
            raise LookupError(f"{self.file} holds no {self.before!r} any more")
        return "".join(head) + rest.replace(self.before, self.after, 1)

    def __str__(self) -> str:
        return f"{self.file}:{self.line or '-'} {self.before.strip().splitlines()[0][:70]} ({self.on})"


LOCKS = [
    Mutation(
        "portal/tenancy.py",
        "with_loader_criteria(TenantOwned, lambda cls: cls.partner_id == partner_id,",
        "with_loader_criteria(TenantOwned, lambda cls: cls.partner_id != -1,",
    ),
    Mutation(
        "portal/tenancy.py",
        "with_loader_criteria(VendorOwned, lambda cls: false(),",
        "with_loader_criteria(VendorOwned, lambda cls: ~false(),",
    ),
    Mutation("portal/tenancy.py", '@event.listens_for(Session, "before_flush")\n', ""),
    Mutation("portal/access.py", "enter(session, person().scope)", "enter(session, EVERY_TENANT)"),
    Mutation("portal/access.py", "        abort(403)\n", "        pass\n"),
    Mutation("portal/access.py", "        abort(401)\n", "        pass\n"),
    Mutation(
        "portal/access.py", "return statement if narrowed is None else statement.where(narrowed)", "return statement"
    ),
    Mutation("portal/app.py", "    seal(app)\n", ""),
    Mutation("portal/access.py", "enter(session, guest().scope)", "enter(session, EVERY_TENANT)", GUESTS),
    Mutation("portal/access.py", "abort(401 if g.reader is None else 403)", "return view(**values)", GUESTS),
    Mutation(
        "portal/access.py", "                g.reader = None  # somebody", "                pass  # somebody", GUESTS
    ),
    Mutation("portal/tenancy.py", "(mine, case == scope.case_id, shown)", "(mine, shown)", ROOM),
    Mutation(
        "portal/tenancy.py", "    if not issubclass(kind, OpenToGuests):\n        return false()\n", "", GUESTS
    ),
    Mutation("portal/tenancy.py", "if scope.is_guest and not _is_guests_to_write(row, scope)", "if False", GUESTS),
    Mutation(
        "portal/schema.py",
        "'guest:' || partner_id::text || ':' || {column}::text",
        "{SCOPE}",
        GUESTS,
        on="postgresql",
    ),
    *(
        Mutation(f"onboarding_phases/room/{file}", before, after, ROOM)
        for file, before, after in (
            ("queries.py", "            RoomSession.revoked_at.is_(None),\n", ""),
            ("queries.py", "            RoomSession.expires_at > now,\n", ""),
            ("queries.py", "and_(RoomInvitation.revoked_at.is_(None), ", "and_("),
            ("queries.py", "RoomInvitation.expires_at > now, Tenant", "Tenant"),
            ("queries.py", "== kept, RoomLetter.expires_at > now)", "== kept)"),
            ("services.py", "    db.session.execute(mine.values(expires_at=now))\n", ""),
            ("letters/notices.py", "with unit_of_work(reader.guest.scope, ", "with unit_of_work(firm, "),
            ("letters/queries.py", ", ~got_one)", ")"),
            ("letters/services.py", ", RoomInvitation.known_until == reader.known_until)", ")"),
            ("services.py", "    invitation.code_guesses += 1\n", ""),
            ("services.py", "    invitation.code_hash, invitation.code_expires_at = None, None\n", ""),
            ("services.py", " or until <= clock.now()", ""),
            ("notices.py", "sealed=sealed)", "sealed=None)"),
            ("views.py", '        response.headers["Referrer-Policy"] = "strict-origin"\n', "        pass\n"),
            ("invitations/services.py", "    end_visits(invitation)\n", ""),
        )
    ),
    Mutation("portal/units.py", '{"read_only": not write}', '{"read_only": False}'),
    Mutation("portal/schema.py", "USING (({SCOPE} = 'every'{ours}){mine})", "USING (true)", WALLS, on="postgresql"),
    Mutation("portal/schema.py", "AND (level <> 'firm' OR", "AND (true OR", ACCESS[:1], on="postgresql"),
    Mutation("portal/schema.py", "AND level <> 'vendor'", "", ACCESS[:1], on="postgresql"),
    Mutation(
        "portal/tenancy.py", "lambda cls: cls.level != Level.FIRM", "lambda cls: cls.level != Level.BOTH", ACCESS
    ),
    Mutation("portal/tenancy.py", "        NOT_THE_VENDORS,\n", "", ACCESS),
    Mutation("portal/tenancy.py", "row.level is hidden", "row.level is None", FILES),
    Mutation("portal/files/services.py", ".where(FileUsage.used + size <= most)", "", FILES),
    Mutation("portal/files/services.py", "if size > most * MEGABYTE:", "if size < 0:", FILES),
    Mutation("portal/files/services.py", "if key not in known", "if key", FILES),
    Mutation("portal/files/kinds.py", "return found if found is wanted else None", "return wanted", FILES),
    Mutation("portal/files/serving.py", '        "sandbox",\n', "", UPLOADS),
    Mutation("portal/files/names.py", 'f"attachment; filename=', 'f"inline; filename=', UPLOADS),
    Mutation("portal/app.py", "    app.before_request(limit_uploads)\n", "", UPLOADS),
    Mutation("portal/web/security.py", "        raise ForeignOrigin\n", "        return\n", FORGERY),
    Mutation("portal/web/security.py", "    CSRFProtect(app)\n", "", FORGERY),
    Mutation("portal/web/security.py", "    app.before_request(refuse_repeated_keys)\n", "", FORGERY),
    Mutation("portal/web/security.py", '        headers["Cache-Control"] = "no-store"\n', "        pass\n", ANSWERS),
    Mutation("portal/web/security.py", '    headers["X-Content-Type-Options"] = "nosniff"\n', "", ANSWERS),
    Mutation("portal/web/security.py", "    if request.is_secure:\n", "    if False:\n", ANSWERS),
    Mutation("portal/web/security.py", "        \"object-src 'none'\",\n", "", ANSWERS),
    Mutation("portal/web/sessions.py", "return request.is_secure\n", "return False\n", ANSWERS),
    Mutation("portal/app.py", "MAX_CONTENT_LENGTH=LARGEST_REQUEST,", "", ANSWERS),
    Mutation("portal/accounts/loading.py", "        LoginSession.revoked_at.is_(None),\n", "", LOG_IN),
    Mutation("portal/accounts/loading.py", "        LoginSession.expires_at > clock.now(),\n", "", LOG_IN),
    Mutation(
        "portal/accounts/loading.py", " or not found.user.may_enter", "", ("tests/architecture/test_rights.py",)
    ),
    Mutation("portal/accounts/services.py", "    end_sessions(user)\n", "", REPLAY),
    Mutation("portal/accounts/services.py", "    _use_up_links(user)\n", "", LINKS),
    Mutation(
        "portal/accounts/users/services.py",
        "    end_sessions(user)\n    publish(UserDis",
        "    publish(UserDis",
        REPLAY,
    ),
    Mutation(
        "portal/accounts/users/services.py",
        "    end_sessions(user)\n    publish(\n        Role",
        "    publish(\n        Role",
        REPLAY,
    ),
    Mutation("portal/accounts/users/services.py", "    _check_may_give(role, partner_id, actor)\n", "", USERS),
    Mutation("portal/accounts/users/services.py", "    _check_not_last(user)\n", "", USERS),
    Mutation("portal/accounts/throttles.py", "        if len(recent) >= most:\n", "        if False:\n", THROTTLES),
    Mutation("portal/accounts/entry/services.py", "    attempt.forgive()\n", "", THROTTLES),
    Mutation("portal/accounts/queries.py", "        MailedLink.used_at.is_(None),\n", "", LINKS),
    Mutation("portal/accounts/queries.py", "        MailedLink.expires_at > clock.now(),\n", "", LINKS),
    Mutation("portal/mail/services.py", "_settings().base_url + path", 'f"http://{request.host}{path}"', LINKS),
    Mutation("portal/settings.py", "text.casefold() in KNOWN_KEYS or ", "", SETTINGS),
    Mutation("portal/settings.py", "    if len(text) < SHORTEST_KEY:\n", "    if False:\n", SETTINGS),
    Mutation("portal/database.py", "PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL", STORAGE),
    Mutation("portal/database.py", "PRAGMA journal_mode=WAL", "PRAGMA journal_mode=DELETE", STORAGE),
    Mutation("portal/database.py", "PRAGMA foreign_keys=ON", "PRAGMA foreign_keys=OFF", STORAGE),
    Mutation("portal/database.py", '"BEGIN IMMEDIATE"', '"BEGIN"', STORAGE),
    Mutation("partners/models.py", "reserved + accepted <= stated", "reserved <= stated", TABLES),
    Mutation(
        "partners/services.py",
        "    if status is PartnerStatus.ENDED:\n",
        "    if False:\n",
        ("tests/partners/test_contact.py",),
    ),
    Mutation(
        "partners/contacts/services.py",
        "    if contacts_of(partner.id):\n",
        "    if False:\n",
        ("tests/partners/test_contact.py",),
    ),
    *(
        Mutation(file, before, "        return\n", checks)
        for file, before, checks in (
            (
                "onboarding_phases/onboardings/services/history.py",
                '        raise RuleViolation(_l("Your role does not include this."))\n',
                ("tests/onboarding_phases/onboardings",),
            ),
            (
                "certification/services.py",
                '        raise RuleViolation(_l("Your role does not include this."))\n',
                ("tests/certification",),
            ),
        )
    ),
]


PLAIN = {
    "fetch_or_404": "_mutated_fetch",
    "select_visible": "_mutated_select",
    "visible": "_mutated_visible",
}
PLAIN_TEXT = """

def _mutated_fetch(model, **keys):
    from portal.database import db as _db
    from portal.tenancy import widened as _widened
    from sqlalchemy import select as _select
    from werkzeug.exceptions import NotFound as _NotFound
    with _widened(_db.session()):
        row = _db.session.execute(_select(model).filter_by(**keys)).scalar_one_or_none()
    if row is None:
        raise _NotFound
    return row


def _mutated_select(model):
    from sqlalchemy import select as _select
    return _select(model)


def _mutated_visible(*_given):
    return None
"""


def of_site(site: Site) -> Mutation:
    """A site as a text, for the tests of its room."""
    file = site.module.replace(".", "/")
    place = f"{file}.py" if (ROOT / f"{file}.py").exists() else f"{file}/__init__.py"
    parts = site.module.split(".")
    rooms = ["/".join(["tests", *parts[:depth]]) for depth in (3, 2, 1)]
    room = next(folder for folder in rooms if any((ROOT / folder).glob("test_*.py")) or (ROOT / folder).is_dir())
    checks = ("tests/architecture/test_newcomers.py", room)
    return Mutation(place, f"{site.name}(", f"{PLAIN[site.name]}(", checks, site.first)


class Copy:
    """A copy of the project in which locks are taken away and put back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "copy"
        left_out = shutil.ignore_patterns(".git", ".venv", "instance", "node_modules", ".*_cache")
        shutil.copytree(ROOT, self.folder, ignore=left_out)

    def notices(self, mutation: Mutation) -> bool:
        """Whether some test turns red without this lock."""
        file = self.folder / mutation.file
        whole = file.read_text(encoding="utf-8")
        file.write_text(
            mutation.text(whole) + (PLAIN_TEXT if "_mutated" in mutation.after else ""), encoding="utf-8"
        )
        run = [str(ROOT / ".venv/bin/python"), "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider"]
        try:
            done = subprocess.run(  # noqa: S603 - our own tests
                [*run, "-m", "not browser", f"--database={mutation.on}", *mutation.checks],
                cwd=self.folder,
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            file.write_text(whole, encoding="utf-8")
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{mutation}: the tests did not run\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.returncode != 0


def judged(copy: Copy, wanted: set[str]) -> Iterator[tuple[str, bool]]:
    """Every lock and site with whether its loss was noticed."""
    if "--sites" in wanted:
        for place, noticed in lines():
            yield str(place), noticed or (isinstance(place, Site) and copy.notices(of_site(place)))
    if "--locks" in wanted:
        for mutation in LOCKS:
            yield str(mutation), copy.notices(mutation)


def main() -> int:
    """Print a line for each lock; exit 1 where a test missed one."""
    wanted = set(sys.argv[1:]) & {"--locks", "--sites"} or {"--locks", "--sites"}
    count = missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for place, noticed in judged(Copy(Path(folder)), wanted):
            count, missed = count + 1, missed + (not noticed)
            sys.stdout.write(f"{'red   ' if noticed else 'MISSED'} {place}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{count} locks, {missed} missed\n")
    return 1 if missed or (count < 150 and len(wanted) == 2) else 0


if __name__ == "__main__":
    raise SystemExit(main())
