"""Components say in words what they show in shape and colour, and escape what people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_babel import lazy_gettext
from wtforms import Form, StringField
from wtforms.validators import DataRequired

from portal.ui.listing import Page
from tests.portal.ui import samples

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def english(gallery: Flask) -> Iterator[None]:
    with gallery.test_request_context("/?locale=en"):
        yield


@pytest.fixture
def japanese(gallery: Flask) -> Iterator[None]:
    with gallery.test_request_context("/"):
        yield


def show(component: str, call: str, **values: Any) -> str:
    name = call.split("(")[0]
    source = f'{{% from "components/{component}.html" import {name} %}}{{{{ {call} }}}}'
    return render_template_string(source, **values)


@pytest.mark.usefixtures("japanese")
def test_a_phase_strip_says_all_six_states() -> None:
    title = show("phases", "strip(phases)", phases=samples.steps("dclhkt")).split("title>")[1]

    assert title.startswith("1 キックオフ：完了、2 業務整理：進行中、3 設定・移行：遅れ、4 運用説明：保留")


@pytest.mark.usefixtures("english")
def test_eight_phase_states_have_eight_shapes() -> None:
    names = ["done", "current", "late", "submitted", "returned", "hold", "skipped", "todo"]

    shapes = {show("phases", "mark(state, 1)", state=name) for name in names}

    assert len(shapes) == 8


@pytest.mark.usefixtures("english")
def test_gross_days_are_shown_where_they_differ() -> None:
    assert "gross 54" in show("states", "day(49, 90, 54)")
    assert "gross" not in show("states", "day(49, 90, 49)")


@pytest.mark.parametrize(
    ("call", "word"),
    [
        ("risk('high')", "High"),
        ("risk('low')", "Low"),
        ("ball('customer')", "Customer"),
        ("ball('hold')", "On hold"),
        ("tier(3, 'Advanced')", "Advanced"),
        ("tier(None)", "No tier yet"),
    ],
)
@pytest.mark.usefixtures("english")
def test_no_state_is_told_by_colour_alone(call: str, word: str) -> None:
    assert word in show("states", call)


@pytest.mark.parametrize(
    ("component", "call"),
    [
        ("states", "badge(x)"),
        ("states", "risk('high', x)"),
        ("states", "tier(2, x)"),
        ("phases", "strip([{'name': x, 'state': 'todo'}])"),
        ("notices", "flash(x, 'ok')"),
        ("notices", "empty(x, x, x, x)"),
        ("figures", "figure(x, x, x, x, x, x)"),
        ("figures", "meter(5, label=x)"),
        ("page", "crumbs([(x, x)])"),
        ("page", "chips([{'label': x, 'remove_href': x}])"),
        ("page", "tabs([{'label': x, 'href': x}], x)"),
        ("page", "kv([(x, x)])"),
        ("charts", "chart(x, [x], [[x]], x, x)"),
        ("buttons", "post_button(x, x, {x: x})"),
        ("icons", "icon(x, x)"),
    ],
)
@pytest.mark.usefixtures("english")
def test_what_people_wrote_is_escaped(component: str, call: str) -> None:
    assert "<script" not in show(component, call, x=HOSTILE)


class NameForm(Form):
    """A form of one required field."""

    name = StringField("Name", [DataRequired("Enter a name")], description="As in the register")


@pytest.mark.usefixtures("english")
def test_a_field_ties_its_hint_and_its_error_to_its_input() -> None:
    form = NameForm()
    form.validate()

    html = show("forms", "field(form.name)", form=form)

    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="name-hint"' in html
    assert 'id="name-error"' in html
    assert "required" in html


@pytest.mark.usefixtures("english")
def test_a_message_that_waits_for_the_readers_language_is_shown() -> None:
    form = NameForm()
    form.name.errors = [lazy_gettext("Enter a name")]

    assert "Enter a name" in show("forms", "field(form.name)", form=form)
    assert "Enter a name" in show("forms", "error_summary(form)", form=form)


@pytest.mark.usefixtures("english")
def test_the_summary_of_errors_leads_to_the_fields() -> None:
    form = NameForm()
    assert show("forms", "error_summary(form)", form=form) == ""
    form.validate()

    html = show("forms", "error_summary(form)", form=form)

    assert "Mend one entry to go on" in html
    assert 'href="#name"' in html
    assert "Enter a name" in html


@pytest.mark.usefixtures("english")
def test_a_form_that_posts_carries_its_token() -> None:
    assert 'name="csrf_token"' in show("forms", "form_open('/x')")
    assert "csrf_token" not in show("forms", "form_open('/x', 'get')")


@pytest.mark.parametrize(("page", "links"), [(1, ["Page 2", "Page 3"]), (9, ["Page 1", "Page 17"])])
@pytest.mark.usefixtures("english")
def test_the_pager_leads_to_neighbours_and_ends(page: int, links: list[str]) -> None:
    html = show("tables", "pager(page)", page=Page(page, 10, 165, lambda number: f"?page={number}"))

    assert all(f'aria-label="{link}"' in html for link in links)
    assert f'aria-current="page">{page}<' in html


@pytest.mark.usefixtures("japanese")
def test_the_pager_counts_in_the_readers_words() -> None:
    assert "1,650件中11〜20件" in show("tables", "pager(page)", page=Page(2, 10, 1650, str))


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 409, 413, 429, 500])
@pytest.mark.parametrize("reader", ["", "&anonymous"])
def test_an_error_page_says_what_happened_and_what_next(gallery: Flask, code: int, reader: str) -> None:
    client: FlaskClient = gallery.test_client()

    html = client.get(f"/errors/error.html?code={code}{reader}").get_data(as_text=True)

    assert f"エラー{code}" in html
    assert "<h1>ページが見つかりません</h1>" in html
    assert 'class="btn btn-1"' in html
    assert ('class="nav"' in html) is (not reader)


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_page_names_its_language(gallery: Flask, locale: str) -> None:
    assert f'<html lang="{locale}">' in gallery.test_client().get(f"/?locale={locale}").get_data(as_text=True)


def test_no_page_carries_a_style_or_a_script_of_its_own(gallery: Flask) -> None:
    html = gallery.test_client().get("/?errors").get_data(as_text=True)

    assert " style=" not in html
    assert "<style" not in html
    assert html.count("<script") == html.count("<script src=") == 2
