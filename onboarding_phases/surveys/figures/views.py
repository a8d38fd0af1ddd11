"""The page of figures for vendor and firm, the answers behind them, and a firm's comment."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.kpis.rules import add_months, month_end
from onboarding_phases.surveys.defaults import NUMBERS
from onboarding_phases.surveys.enums import KIND_LABELS, MOMENT_LABELS, Moment
from onboarding_phases.surveys.figures.forms import ReplyForm
from onboarding_phases.surveys.figures.queries import (
    answer_of,
    answers,
    by_firm,
    comments,
    firms_asked,
    overview,
    published,
    survey_in_full,
)
from onboarding_phases.surveys.figures.reports import drawn, moment_of, overview_of, rate_text, short
from onboarding_phases.surveys.figures.rules import added
from onboarding_phases.surveys.figures.services import reply_to_period
from onboarding_phases.surveys.figures.values import Asked, Overview, Wanted
from onboarding_phases.surveys.models import Survey, SurveyPeriod
from onboarding_phases.surveys.permissions import (
    REPLY_TO_FIGURES,
    VIEW_ANSWERS,
    VIEW_FIGURES,
    VIEW_QUESTIONS,
    VIEW_RECOVERIES,
)
from onboarding_phases.surveys.queries import newest_versions
from partners.rules import first_of_month
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.defaults.queries import numbers
from portal.forms import attempt
from portal.i18n import current_locale
from portal.paging import chips, paginate
from portal.ui.formatting import format_month

bp = Blueprint("survey_figures", __name__, url_prefix="/surveys", template_folder="templates")
MONTHS_BACK = 17


@bp.get("")
@requires(VIEW_FIGURES)
def index() -> ResponseReturnValue:
    return _vendors_page() if person().is_vendor else _firms_page()


@bp.get("/answers")
@requires(VIEW_ANSWERS)
def all_answers() -> ResponseReturnValue:
    wanted, text = _wanted(), request.args.get("q", "").strip()[:200]
    firms = firms_asked()
    return render_template(
        "survey_figures/answers.html",
        page=paginate(answers(wanted, text=text)),
        tabs=_tabs("survey_figures.all_answers", wanted.moment),
        selects=_selects(wanted, firms),
        chips=chips(_labels(wanted, firms, text)),
        text=text,
        moment=wanted.moment,
        versions=newest_versions(),
    )


@bp.get("/<code:survey>/answer")
@requires(VIEW_ANSWERS)
def answer(survey: str) -> ResponseReturnValue:
    found = fetch_or_404(Survey, code=survey)
    given = answer_of(found) or abort(404)
    return render_template(
        "survey_figures/answer.html",
        survey=survey_in_full(found.id),
        answer=given,
        label=MOMENT_LABELS[found.moment],
    )


@bp.route("/periods/<code:period>/reply", methods=["GET", "POST"])
@requires(REPLY_TO_FIGURES)
def reply(period: str) -> ResponseReturnValue:
    found, status = fetch_or_404(SurveyPeriod, code=period), 200
    form = ReplyForm(version=found.version, text=found.reply)
    if form.validate_on_submit():
        with attempt(form) as tried:
            reply_to_period(found, text=form.text.data or "", seen=form.version.data, actor=person())
        if tried.done:
            flash(_("Your comment stands with the figures now, wherever they are shown."), "ok")
            return redirect(url_for(".index", survey=found.moment.value), 303)
        status = tried.status
        form.version.raw_data, form.version.data = None, found.version
    elif form.errors:
        status = 422
    return render_template(
        "survey_figures/reply.html", form=form, period=found, label=MOMENT_LABELS[found.moment]
    ), status


def _vendors_page() -> str:
    wanted, least = _wanted(), int(numbers(NUMBERS)["least"])
    figures, firms, versions = overview(wanted), firms_asked(), newest_versions()
    version = versions.get(wanted.moment)
    return render_template(
        "survey_figures/vendor.html",
        tabs=_tabs("survey_figures.index", wanted.moment),
        selects=_selects(wanted, firms),
        chips=chips(_labels(wanted, firms, "")),
        wanted=wanted,
        asked=figures.asked,
        rate=rate_text(figures.asked),
        short=short(figures, least=least),
        questions=drawn(figures.scores, version.asked if version else (), least=least),
        lines=[] if wanted.partner_code else [(line, short(line.overview, least=least)) for line in by_firm(wanted)],
        comments=comments(wanted),
        least=least,
        kinds=KIND_LABELS,
        shown=_shown(wanted),
        may_open=VIEW_ANSWERS.allows(person()),
        opens={"questions": VIEW_QUESTIONS.allows(person()), "recoveries": VIEW_RECOVERIES.allows(person())},
    )


def _firms_page() -> str:
    moment, least = moment_of(request.args.get("survey", "")), int(numbers(NUMBERS)["least"])
    found = published(moment, partner_id=person().partner_id or 0)
    chosen = [one for one in found if one.code == request.args.get("period")] or found
    together = Overview(
        Asked(sum(one.sent for one in chosen), sum(one.answered for one in chosen)),
        added(overview_of(one).scores for one in chosen),
    )
    version = newest_versions().get(moment)
    return render_template(
        "survey_figures/firm.html",
        tabs=_tabs("survey_figures.index", moment),
        moment=moment,
        periods=[(one, short(overview_of(one), least=1)) for one in found],
        chosen=chosen,
        is_one=len(chosen) < len(found) or len(found) == 1,
        asked=together.asked,
        short=short(together, least=1),
        questions=drawn(together.scores, version.asked if version else (), least=1),
        texts={question.key: question for question in (version.asked if version else ())},
        least=least,
        kinds=KIND_LABELS,
    )


def _wanted() -> Wanted:
    """Read the address; what makes no sense is the last twelve months of all firms."""
    given, this = request.args, first_of_month(clock.today())
    since = _month(given.get("since", "")) or add_months(this, -11)
    until = _month(given.get("until", "")) or this
    return Wanted(
        moment=moment_of(given.get("survey", "")),
        partner_code=given.get("partner", "")[:40] or None,
        since=min(since, until),
        until=month_end(max(since, until)),
    )


def _month(text: str) -> date | None:
    return next((one for one in _months() if one.isoformat()[:7] == text), None)


def _months() -> list[date]:
    this = first_of_month(clock.today())
    return [add_months(this, -back) for back in range(MONTHS_BACK + 1)]


def _tabs(endpoint: str, moment: Moment) -> list[dict[str, Any]]:
    kept: dict[str, Any] = {key: request.args.get(key) for key in ("partner", "since", "until")}
    return [
        {"label": label, "href": url_for(endpoint, **{**kept, "survey": one.value}), "current": one is moment}
        for one, label in MOMENT_LABELS.items()
    ]


def _shown(wanted: Wanted) -> dict[str, str | None]:
    """The filters as the way to the answers behind the figures."""
    since, until = wanted.since.isoformat()[:7], wanted.until.isoformat()[:7]
    return {"survey": wanted.moment.value, "partner": wanted.partner_code, "since": since, "until": until}


def _selects(wanted: Wanted, firms: list[tuple[str, str]]) -> list[dict[str, Any]]:
    months = [(one.isoformat()[:7], format_month(one, current_locale())) for one in _months()]
    chosen = {key: (request.args.get(key) or "") for key in ("since", "until")}
    return [
        {"name": "partner", "label": _("Partner"), "options": firms, "value": wanted.partner_code},
        {"name": "since", "label": _("Asked from"), "options": months, "value": chosen["since"]},
        {"name": "until", "label": _("Asked until"), "options": months, "value": chosen["until"]},
    ]


def _labels(wanted: Wanted, firms: list[tuple[str, str]], text: str) -> dict[str, str]:
    since, until = (format_month(day, current_locale()) for day in (wanted.since, wanted.until))
    given = request.args
    words = {
        "q": text and _("Search: %(text)s", text=text),
        "partner": wanted.partner_code and dict(firms).get(wanted.partner_code, wanted.partner_code),
        "since": _month(given.get("since", "")) and _("from %(month)s", month=since),
        "until": _month(given.get("until", "")) and _("until %(month)s", month=until),
    }
    return {name: str(word) for name, word in words.items() if word}
