"""Courses, which every firm shares, and who of a firm is enrolled in one and has read what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    false,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partners.models import Consultant
from portal.database import Model
from portal.i18n import LocalizedText
from portal.people import Principal, Role
from portal.tenancy import TenantOwned, same_tenant, tenant_key
from training.courses.enums import EnrolmentOutcome

_IS_OPEN: ColumnClause[bool] = literal_column("closed_at IS NULL")


class Course(Model):
    """A course as it stands now. `modules` are its parts: key, title, and how many questions a paper takes."""

    __tablename__ = "courses"
    shared_because: ClassVar[str] = "every firm trains by the same courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    product: Mapped[str | None]
    title: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    summary: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    modules: Mapped[list[Any]]
    loaded_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    lessons: Mapped[list[Lesson]] = relationship(
        order_by="Lesson.position",
        back_populates="course",
        primaryjoin="(Lesson.course_id == Course.id) & Lesson.retired_at.is_(None)",
    )

    @property
    def blueprint(self) -> dict[str, int]:
        """Questions per module of one paper, in the order in which they are asked."""
        return {module["key"]: module["questions"] for module in self.modules}

    def module_title(self, key: str) -> dict[str, str]:
        """What a module is called."""
        return next((module["title"] for module in self.modules if module["key"] == key), {"en": key})


class Lesson(Model):
    """One lesson, its text in Markdown by locale. One that is no longer taught is retired, not deleted."""

    __tablename__ = "lessons"
    __table_args__ = (UniqueConstraint("course_id", "key"),)
    shared_because: ClassVar[str] = "every firm trains by the same courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    key: Mapped[str]
    position: Mapped[int]
    module: Mapped[str]
    title: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    minutes: Mapped[int]
    body: Mapped[dict[str, str]] = mapped_column(LocalizedText, deferred=True)
    retired_at: Mapped[datetime | None]

    course: Mapped[Course] = relationship(back_populates="lessons")


class Enrolment(TenantOwned, Model):
    """A consultant's run through a course, entered by the firm; one at a time per course."""

    __tablename__ = "enrolments"
    __table_args__ = (
        tenant_key(),
        same_tenant("consultant_id", "consultants"),
        Index(
            "uq_enrolments_open",
            "consultant_id",
            "course_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultant_id: Mapped[int] = mapped_column(index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    enrolled_at: Mapped[datetime]
    enrolled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[EnrolmentOutcome | None]

    course: Mapped[Course] = relationship(lazy="joined", innerjoin=True)
    consultant: Mapped[Consultant] = relationship(
        primaryjoin="foreign(Enrolment.consultant_id) == Consultant.id", viewonly=True
    )
    progress: Mapped[list[LessonProgress]] = relationship(back_populates="enrolment")

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        """A consultant sees their own, a firm's manager the firm's; the vendor none, it reads counts."""
        if reader.role == Role.CONSULTANT:
            return cls.consultant_id.in_(select(Consultant.id).where(Consultant.user_id == reader.id))
        return true() if reader.role == Role.PARTNER_MANAGER else false()

    @property
    def read_lesson_ids(self) -> set[int]:
        return {progress.lesson_id for progress in self.progress}

    @property
    def unread(self) -> list[Lesson]:
        """The lessons still to be read, in their order."""
        return [lesson for lesson in self.course.lessons if lesson.id not in self.read_lesson_ids]


class LessonProgress(TenantOwned, Model):
    """That a lesson was read, and when it was said so first."""

    __tablename__ = "lesson_progress"
    __table_args__ = (
        same_tenant("enrolment_id", "enrolments"),
        UniqueConstraint("enrolment_id", "lesson_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    read_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relationship(back_populates="progress")
