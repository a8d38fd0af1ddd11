"""Takes each lock away once, in a copy of the project, and reports which of them no test misses."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("portal", "partners", "onboarding_phases", "training", "certification")
CHECKS = ["tests/architecture/test_seal.py", "tests/portal/test_tenancy.py", "tests/architecture/test_access.py"]


@dataclass(frozen=True)
class Mutation:
    """A lock, and the text that takes it away; `on` is the database on which it stands."""

    file: str
    before: str
    after: str
    line: int = 0
    on: str = "sqlite"

    def text(self, whole: str) -> str:
        if not self.line:
            if self.before not in whole:
                raise LookupError(f"{self.file} holds no {self.before!r} any more")
            return whole.replace(self.before, self.after, 1)
        lines = whole.splitlines(keepends=True)
        lines[self.line - 1] = lines[self.line - 1].replace(self.before, self.after)
        return "".join(lines)

    def __str__(self) -> str:
        return f"{self.file}:{self.line or '-'} {self.before.strip().splitlines()[0][:60]} ({self.on})"


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
    Mutation("portal/units.py", '{"read_only": not write}', '{"read_only": False}'),
    Mutation("portal/schema.py", "USING ({SCOPE} = 'every'{mine})", "USING (true)", on="postgresql"),
]


def guards() -> Iterator[Mutation]:
    """Every guard of a view and every fetch of a row by its address."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            place = file.relative_to(ROOT).as_posix()
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if line.lstrip().startswith("@requires("):
                    yield Mutation(place, line.strip(), "", number)
                elif re.search(r"[ (=]fetch_or_404\(", line) and "def " not in line:
                    yield Mutation(place, "fetch_or_404(", "_mutated(", number)


PLAIN_FETCH = """

def _mutated(model, **keys):
    from portal.database import db as _db
    from portal.tenancy import widened as _widened
    from sqlalchemy import select as _select
    with _widened(_db.session()):
        return _db.session.execute(_select(model).filter_by(**keys)).scalar_one()
"""


def is_noticed(mutation: Mutation, copy: Path) -> bool:
    """Whether some test turns red without this lock."""
    file = copy / mutation.file
    whole = file.read_text(encoding="utf-8")
    changed = mutation.text(whole)
    file.write_text(changed + (PLAIN_FETCH if "_mutated" in mutation.after else ""), encoding="utf-8")
    try:
        run = [str(ROOT / ".venv/bin/python"), "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *CHECKS]
        done = subprocess.run(  # noqa: S603 - our own tests
            [*run, f"--database={mutation.on}"], cwd=copy, capture_output=True, text=True, check=False
        )
    finally:
        file.write_text(whole, encoding="utf-8")
    return done.returncode != 0


def main() -> int:
    """Print a line for each lock; exit 1 where a test missed one."""
    chosen = list(LOCKS) if "--locks" in sys.argv else [*LOCKS, *guards()]
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(
            ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "instance", "node_modules", ".*_cache")
        )
        for mutation in chosen:
            noticed = is_noticed(mutation, copy)
            missed += not noticed
            sys.stdout.write(f"{'red   ' if noticed else 'MISSED'} {mutation}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(chosen)} locks, {missed} missed\n")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
