"""What surveys ask, whom they were sent to, what was answered, and what was made of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.surveys.enums import Moment, QuestionKind, SurveyState
from onboarding_phases.surveys.values import Question, SurveyText, questions_read
from onboarding_phases.tasks.models import OfOnboarding
from portal.database import Model, public_code
from portal.i18n import LocalizedText
from portal.people import Principal
from portal.tenancy import OpenToGuests, TenantOwned, VendorOwned, same_tenant, tenant_key


class SurveyVersion(Model):
    """One version of what a survey asks. Whoever was sent it answers it, whatever is published later."""

    __tablename__ = "survey_versions"
    __table_args__ = (UniqueConstraint("moment", "version"),)
    shared_because: ClassVar[str] = "what every customer is asked, whichever firm works with it"

    id: Mapped[int] = mapped_column(primary_key=True)
    moment: Mapped[Moment]
    version: Mapped[int]
    title: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    intro: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    questions: Mapped[list[Any]]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(default="", server_default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(default="", server_default="")

    @property
    def asked(self) -> tuple[Question, ...]:
        return questions_read(self.questions)

    @property
    def text(self) -> SurveyText:
        return SurveyText(self.title, self.intro, self.asked)


class Survey(OpenToGuests, OfOnboarding, Model):
    """A survey that was sent to one person of a customer; `expires_at` never changes, so that a month gets complete.

    Of the link only a hash stands here, and the word of which the portal's own key makes it, while it is good.
    """

    __tablename__ = "surveys"
    __table_args__ = (
        tenant_key(),
        same_tenant("onboarding_id", "onboardings"),
        Index("ix_surveys_moment_sent_on", "moment", "sent_on"),
        Index("ix_surveys_expires_at", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    moment: Mapped[Moment]
    version_id: Mapped[int] = mapped_column(ForeignKey("survey_versions.id"))
    name: Mapped[str]
    email: Mapped[str]
    locale: Mapped[str]
    # The invitation to the room by which the same person came in, if there is one: the room shows the survey too.
    invitation: Mapped[str | None]
    word: Mapped[str | None]
    token_hash: Mapped[str] = mapped_column(unique=True)
    sent_at: Mapped[datetime]
    sent_on: Mapped[date]
    sent_by: Mapped[str]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]

    version: Mapped[SurveyVersion] = relationship(lazy="joined", innerjoin=True)
    onboarding: Mapped[Onboarding] = relationship(
        primaryjoin="foreign(Survey.onboarding_id) == Onboarding.id", viewonly=True
    )

    def state(self, now: datetime) -> SurveyState:
        if self.answered_at is not None:
            return SurveyState.ANSWERED
        if self.withdrawn_at is not None:
            return SurveyState.WITHDRAWN
        return SurveyState.EXPIRED if self.expires_at <= now else SurveyState.OPEN


class SurveyAnswer(VendorOwned, Model):
    """What a customer said. It is the vendor's: a firm's session finds no single answer, whatever is asked."""

    __tablename__ = "survey_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), unique=True)
    texts: Mapped[dict[str, str]]
    may_share: Mapped[bool]
    locale: Mapped[str]
    answered_at: Mapped[datetime]

    scores: Mapped[list[SurveyScore]] = relationship(order_by="SurveyScore.id")
    survey: Mapped[Survey] = relationship()


class SurveyScore(VendorOwned, Model):
    """One number of an answer."""

    __tablename__ = "survey_scores"
    __table_args__ = (UniqueConstraint("answer_id", "key"), CheckConstraint("value BETWEEN 0 AND 10", name="value"))

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("survey_answers.id"))
    key: Mapped[str]
    kind: Mapped[QuestionKind]
    value: Mapped[int]


class SurveyRecovery(VendorOwned, Model):
    """What is to be done about a low score, by whom and until when; closed with what was done."""

    __tablename__ = "survey_recoveries"
    __table_args__ = (Index("ix_survey_recoveries_closed_at_due_on", "closed_at", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), unique=True)
    onboarding_id: Mapped[int] = mapped_column(ForeignKey("onboardings.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime]
    due_on: Mapped[date]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    done: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    survey: Mapped[Survey] = relationship(lazy="joined", innerjoin=True)
    onboarding: Mapped[Onboarding] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        return Onboarding.seen_with(cls.onboarding_id, reader)


class SurveyPeriod(TenantOwned, Model):
    """What a firm may read of its surveys: whole months together, of enough customers, and unchanged once published.

    `figures` are the counts of each question, `remarks` the words that customers let the firm read.
    """

    __tablename__ = "survey_periods"
    __table_args__ = (
        UniqueConstraint("partner_id", "moment", "from_on"),
        CheckConstraint("customers >= 3", name="customers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    moment: Mapped[Moment]
    from_on: Mapped[date]
    until_on: Mapped[date]
    sent: Mapped[int]
    answered: Mapped[int]
    customers: Mapped[int]
    figures: Mapped[list[Any]]
    remarks: Mapped[list[Any]]
    published_at: Mapped[datetime]
    reply: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]
    replied_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
