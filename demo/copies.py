"""Which told cases are told again, by which firm and how long ago; and the numbers and codes that they get."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, islice

from demo.founding import Likeness, Named
from demo.names import company
from demo.scale import SPAN_DAYS, Scale
from demo.templates import Case
from portal.database import CODE_LETTERS

WEEKS_APART = 4  # what is over lies up to so many weeks before its template, so that not all falls on the same day


@dataclass(frozen=True, slots=True)
class Copy:
    """A case told again. Its rows carry `number` counted from where the told rows end."""

    number: int
    case: Case
    firm: Likeness
    by: Named
    ago: timedelta
    owner_id: int
    name: str
    public_code: str
    offer_code: str
    onboarding_code: str
    handoff_code: str

    @property
    def starts_on(self) -> date:
        return self.case.starts_on - self.ago

    @property
    def begins_at(self) -> datetime:
        return self.case.begins_at - self.ago

    @property
    def keeps_handoff(self) -> bool:
        """Handoffs are kept of the latest era alone: they are long, and read while an onboarding runs."""
        return self.case.handoff is not None and self.ago.days < SPAN_DAYS


def plan(
    cases: Mapping[int, Sequence[Case]],
    firms: Sequence[Likeness],
    scale: Scale,
    *,
    missing: int,
    dice: random.Random,
) -> list[tuple[Case, Likeness, timedelta]]:
    """So many onboardings as are missing, shared by the firms, and the offers that these have not answered yet."""
    wanted: list[tuple[Case, Likeness, timedelta]] = []
    for place, firm in enumerate(firms):
        share = missing // len(firms) + (place < missing % len(firms))
        own = cases[firm.told_id]
        begun = [case for case in own if case.onboarding is not None]
        wanted += [(case, firm, timedelta()) for case in own if case.onboarding is None]
        told = islice(_again(begun, scale.eras, dice), share)
        wanted += [(case, firm, ago) for case, ago in told]
    return wanted


def _again(begun: Sequence[Case], eras: int, dice: random.Random) -> Iterator[tuple[Case, timedelta]]:
    """The cases of a firm again and again, one era further back each time; what still runs stays where it is."""
    for turn in count():
        era = turn % eras
        for case in begun:
            if case.is_over:
                yield case, timedelta(days=era * SPAN_DAYS + 7 * dice.randrange(WEEKS_APART))
            elif era == 0:
                yield case, timedelta()


def numbered(
    wanted: list[tuple[Case, Likeness, timedelta]], *, owners: Sequence[int], taken: set[str], dice: random.Random
) -> list[Copy]:
    """The copies in the order in which they were begun, with names and codes that nobody else has."""
    wanted.sort(key=lambda item: (item[0].begins_at - item[2], item[1].id))
    return [
        Copy(
            number=number,
            case=case,
            firm=firm,
            by=firm.consultants[number % len(firm.consultants)],
            ago=ago,
            owner_id=owners[number % len(owners)],
            name=company(dice, case.customer["industry"]),
            public_code=fresh_code(dice, taken),
            offer_code=fresh_code(dice, taken),
            onboarding_code=fresh_code(dice, taken),
            handoff_code=fresh_code(dice, taken),
        )
        for number, (case, firm, ago) in enumerate(wanted, 1)
    ]


def fresh_code(dice: random.Random, taken: set[str]) -> str:
    """A public code that is not taken yet, drawn from the seed."""
    while True:
        letters = "".join(dice.choices(CODE_LETTERS, k=8))
        code = f"{letters[:4]}-{letters[4:]}"
        if code not in taken:
            taken.add(code)
            return code
