"""What the people of the added firms have learnt: as the told consultants did, on the same days."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from demo.copies import fresh_code
from demo.founding import Likeness, Named, ToldFirm
from demo.templates import Row, rows
from partners.models import Qualification
from portal.database import Model
from training.courses.models import Enrolment, LessonProgress
from training.quizzes.models import Attempt, AttemptQuestion

EVENTS = ("ConsultantEnrolled", "AttemptStarted", "AttemptClosed", "EnrolmentClosed", "QualificationGranted")


class Studies:
    """What told consultants learnt, ready to be told of others."""

    def __init__(self, trail: Sequence[Row]) -> None:
        self._enrolments = {row["consultant_id"]: row for row in rows(Enrolment)}
        self._read = _by(rows(LessonProgress), "enrolment_id")
        self._attempts = {row["enrolment_id"]: row for row in rows(Attempt)}
        self._asked = _by(rows(AttemptQuestion), "attempt_id")
        self._held = {row["consultant_id"]: row for row in rows(Qualification)}
        self._ends = {
            "enrolment_id": _last(self._enrolments.values()),
            "attempt_id": _last(self._attempts.values()),
            "qualification_id": _last(self._held.values()),
        }
        self._trail: Mapping[int, list[Row]] = self._trails(trail)
        self._number = 0

    def _trails(self, trail: Sequence[Row]) -> dict[int, list[Row]]:
        consultant = {row["id"]: row["consultant_id"] for row in self._enrolments.values()}
        found: dict[int, list[Row]] = defaultdict(list)
        for entry in trail:
            if entry["event"] in EVENTS:
                values = entry["values"]
                found[values.get("consultant_id") or consultant[values["enrolment_id"]]].append(entry)
        return found

    def again(
        self, firm: Likeness, told: ToldFirm, taken: set[str], dice: random.Random
    ) -> tuple[dict[type[Model], list[dict[str, Any]]], list[dict[str, Any]]]:
        """The rows and the trail of everybody at a firm, each like one of the told firm's people."""
        made: dict[type[Model], list[dict[str, Any]]] = defaultdict(list)
        trail: list[dict[str, Any]] = []
        models = list(told.consultants.items())
        for place, person in enumerate(firm.consultants):
            user, consultant = models[place % len(models)]
            if consultant in self._enrolments:
                self._number += 1
                code = fresh_code(dice, taken)
                self._one(made, trail, firm, person, consultant, code)
                for entry in trail[-len(self._trail[consultant]) :]:
                    entry["actor_id"] = _actor(entry["actor_id"], user, told.manager_user, person, firm)
        return made, trail

    def _one(
        self,
        made: dict[type[Model], list[dict[str, Any]]],
        trail: list[dict[str, Any]],
        firm: Likeness,
        person: Named,
        told: int,
        code: str,
    ) -> None:
        enrolment, attempt = self._enrolments[told], self._attempts[self._enrolments[told]["id"]]
        ids = {key: end + self._number for key, end in self._ends.items()}
        own = {"partner_id": firm.id, "consultant_id": person.consultant_id}
        made[Enrolment].append({**enrolment, **own, "id": ids["enrolment_id"], "enrolled_by": firm.manager.user_id})
        made[Attempt].append(
            {
                **attempt,
                "id": ids["attempt_id"],
                "code": code,
                "enrolment_id": ids["enrolment_id"],
                "partner_id": firm.id,
            }
        )
        made[Qualification].append({**self._held[told], **own, "id": ids["qualification_id"]})
        for row in self._read[enrolment["id"]]:
            made[LessonProgress].append(_leaf(row, partner_id=firm.id, enrolment_id=ids["enrolment_id"]))
        for row in self._asked[attempt["id"]]:
            made[AttemptQuestion].append(_leaf(row, partner_id=firm.id, attempt_id=ids["attempt_id"]))
        words = {**ids, **own}
        for entry in self._trail[told]:
            values = {key: words.get(key, value) for key, value in entry["values"].items()}
            trail.append(_leaf(entry, values=values))


def _actor(told: int | None, user: int, manager: int, person: Named, firm: Likeness) -> int | None:
    return {user: person.user_id, manager: firm.manager.user_id}.get(told or 0, told)


def _leaf(row: Row, **changed: Any) -> dict[str, Any]:
    again = {**row, **changed}
    del again["id"]
    return again


def _last(found: Any) -> int:
    return max((row["id"] for row in found), default=0)


def _by(found: Sequence[Row], column: str) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in found:
        groups[row[column]].append(row)
    return groups
