"""The question bank, which every firm shares, and a firm's attempts at papers drawn from it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import ColumnClause, ColumnElement, ForeignKey, Index, UniqueConstraint, literal_column, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Model, public_code
from portal.i18n import LocalizedText
from portal.people import Principal
from portal.tenancy import TenantOwned, same_tenant, tenant_key
from training.courses.models import Course, Enrolment
from training.quizzes.drawing import DrawnQuestion
from training.quizzes.questions import Option, Question, QuestionKind
from training.quizzes.rules import QuizSettings

_IS_OPEN: ColumnClause[bool] = literal_column("closed_at IS NULL")


class BankQuestion(Model):
    """One version of a question, with its key. It never changes: what is reworded becomes a new version."""

    __tablename__ = "bank_questions"
    __table_args__ = (UniqueConstraint("course_id", "key", "version"),)
    shared_because: ClassVar[str] = "drawn and marked on the server for every firm; pages get OpenQuestion instead"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    key: Mapped[str]
    version: Mapped[int]
    module: Mapped[str]
    level: Mapped[int]
    kind: Mapped[QuestionKind]
    text: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    explanation: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    options: Mapped[list[Any]]
    correct: Mapped[list[str]]
    tolerance: Mapped[str]
    retired_at: Mapped[datetime | None]

    @classmethod
    def of(cls, question: Question, *, course: Course, version: int) -> BankQuestion:
        """The row that keeps a question of a course."""
        return cls(
            course_id=course.id,
            key=question.key,
            version=version,
            module=question.module,
            level=question.level,
            kind=question.kind,
            text=dict(question.text),
            explanation=dict(question.explanation),
            options=[{"key": option.key, "text": dict(option.text)} for option in question.options],
            correct=list(question.correct),
            tolerance=str(question.tolerance),
        )

    @property
    def value(self) -> Question:
        """The question as the rules know it."""
        return Question(
            key=self.key,
            module=self.module,
            level=self.level,
            kind=self.kind,
            text=self.text,
            explanation=self.explanation,
            correct=tuple(self.correct),
            options=tuple(Option(option["key"], option["text"]) for option in self.options),
            tolerance=Decimal(self.tolerance),
        )


class Attempt(TenantOwned, Model):
    """One sitting: a paper, the server's clock over it, and what came of it.

    `rules` are the settings in force when it started; a later change of settings does not touch it.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        tenant_key(),
        same_tenant("enrolment_id", "enrolments"),
        UniqueConstraint("enrolment_id", "number"),
        Index(
            "uq_attempts_open",
            "enrolment_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    enrolment_id: Mapped[int]
    number: Mapped[int]
    seed: Mapped[int]
    rules: Mapped[dict[str, int]]
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    passed: Mapped[bool | None]

    enrolment: Mapped[Enrolment] = relationship(lazy="joined", innerjoin=True)
    questions: Mapped[list[AttemptQuestion]] = relationship(
        order_by="AttemptQuestion.place", back_populates="attempt"
    )

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        """Whoever sees the enrolment."""
        return cls.enrolment_id.in_(select(Enrolment.id).where(Enrolment.visible_to(reader)))

    @property
    def settings(self) -> QuizSettings:
        return QuizSettings.from_numbers(self.rules)


class AttemptQuestion(TenantOwned, Model):
    """A question's place on a paper: its options as shown, and the answer as it stands."""

    __tablename__ = "attempt_questions"
    __table_args__ = (same_tenant("attempt_id", "attempts"), UniqueConstraint("attempt_id", "place"))

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int]
    place: Mapped[int]
    question_id: Mapped[int] = mapped_column(ForeignKey("bank_questions.id"))
    options: Mapped[list[str]]
    answer: Mapped[list[str]] = mapped_column(default=list)
    answered_at: Mapped[datetime | None]
    to_review: Mapped[bool] = mapped_column(default=False)
    is_right: Mapped[bool | None]

    attempt: Mapped[Attempt] = relationship(back_populates="questions")
    question: Mapped[BankQuestion] = relationship(lazy="joined", innerjoin=True)

    @property
    def drawn(self) -> DrawnQuestion:
        return DrawnQuestion(self.question.key, tuple(self.options))
