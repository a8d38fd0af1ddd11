"""A small application that shows every component with sample values."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, flash, render_template, request
from flask_babel import Babel, get_locale
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import FileSystemLoader, StrictUndefined
from werkzeug.serving import make_server
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.ui.jinja import install_filters
from portal.ui.listing import Page, Sort
from tests.portal.ui import samples
from tests.portal.ui.sample_charts import charts

ROOT = Path(__file__).resolve().parents[3]
CATALOG = ROOT / "translations" / "portal_templates"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'"
)


class OfferForm(FlaskForm):
    """One field of every kind."""

    class Meta:
        """The application checks the token; a form that is shown with its errors has none."""

        csrf = False

    slots = IntegerField("受託する枠", [InputRequired(), NumberRange(1, 3)], description="1〜3の整数。見積もりは2枠")
    answer_by = DateField("回答期限", [InputRequired()])
    reason = TextAreaField("断る理由", [DataRequired("理由がまだありません")])
    partner = SelectField(
        "パートナー", choices=[SelectChoice("P0001", "ひのき台会計事務所"), SelectChoice("P0002", "あかね橋")]
    )
    name = StringField("件名")
    level = RadioField(
        "公開する範囲", [InputRequired()], choices=[SelectChoice("v", "自社のみ"), SelectChoice("b", "両者")]
    )
    products = SelectMultipleField(
        "製品",
        choices=[SelectChoice("a", "会計"), SelectChoice("p", "給与")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    file = FileField("議事録")
    agreed = BooleanField("顧客に伝えました", [InputRequired()])

    def validate_answer_by(self, field: DateField) -> None:
        if field.data == date(2026, 11, 23):
            raise ValidationError("11/23は祝日です。11/25以降の営業日を入れてください")


def compile_catalog(folder: Path) -> None:
    """Write the catalog of this room as gettext reads it."""
    for source in CATALOG.glob("*/LC_MESSAGES/messages.po"):
        target = folder / source.relative_to(CATALOG).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as text, target.open("wb") as compiled:
            write_mo(compiled, read_po(text))


def make_gallery(folder: Path) -> Flask:
    """Build the application; `folder` takes the compiled catalog."""
    compile_catalog(folder)
    app = Flask("gallery", root_path=str(ROOT / "portal"))
    app.config.update(
        SECRET_KEY="a key for the gallery alone",
        BABEL_TRANSLATION_DIRECTORIES=str(folder),
        BABEL_DEFAULT_LOCALE="ja",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    folders = [ROOT / "portal" / "templates", Path(__file__).parent / "templates"]
    app.jinja_loader = FileSystemLoader(folders)
    Babel(app, locale_selector=lambda: request.args.get("locale", "ja"))
    CSRFProtect(app)
    install_filters(app.jinja_env, locale=lambda: str(get_locale()), zone=lambda: ZoneInfo("Asia/Tokyo"))
    app.context_processor(_at_hand)
    app.after_request(_strict)
    _routes(app)
    return app


def _at_hand() -> dict[str, object]:
    signed_in = "anonymous" not in request.args
    return {
        "locale": str(get_locale()),
        "locales": {"ja": "日本語", "en": "English"},
        "today": date(2026, 11, 24),
        "reader": samples.READER if signed_in else None,
        "navigation": samples.navigation(str(get_locale())) if signed_in else [],
        "inbox": samples.Link("/inbox", 4) if signed_in else None,
        "search_url": "/search" if signed_in else None,
    }


def _strict(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _routes(app: Flask) -> None:
    @app.route("/")
    def gallery() -> str:
        flash("差し戻しました。ひのき台会計事務所に通知しました。", "ok")
        form = OfferForm(data={"slots": 2, "answer_by": date(2026, 11, 23)})
        if "errors" in request.args:
            form.validate()
        return render_template("gallery.html", form=form, **values())

    @app.route("/part", methods=["POST"])
    def part() -> tuple[str, int]:
        return "<p>理由がまだありません</p>", 422

    @app.route("/<path:template>")
    def single(template: str) -> str | tuple[str, int]:
        code = request.args.get("code", 200, type=int)
        texts = {"title": "ページが見つかりません", "text": "アドレスが違うか、見られる方が限られています。"}
        return render_template(template, code=code, **texts, **values()), code


def values(width: int = 560) -> dict[str, object]:
    """What the sample pages show."""
    return {
        "strips": samples.STRIPS,
        "track": samples.TRACK,
        "page": Page(2, 12, 48, lambda number: f"?page={number}"),
        "sort": Sort("net", True, lambda key, descending: f"?sort={'-' if descending else ''}{key}"),
        "rows": samples.ROWS,
        "instant": datetime(2026, 11, 24, 1, 20, tzinfo=UTC),
        "charts": charts(width),
    }


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """Answer on a free port until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def strict_templates(app: Flask) -> Flask:
    """Let an undefined name in a template fail instead of printing nothing."""
    app.jinja_env.undefined = StrictUndefined
    return app
