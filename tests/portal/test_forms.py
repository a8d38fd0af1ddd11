"""What fields say of input that cannot be read."""

from __future__ import annotations

import inspect
import re

import pytest
import wtforms.fields
import wtforms.validators
from flask_babel import force_locale
from wtforms import DateField, DecimalField, FloatField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from portal.forms import OWN_SENTENCES, Form, choices_of

SAID = re.compile(r"""(?:gettext\(\s*|_\(\s*)(["'])(.+?)\1\s*[,)]""", re.DOTALL)
NEVER_SAID = {
    "Invalid IP address.": "no form asks for one",
    "Invalid Mac address.": "no form asks for one",
    "Invalid URL.": "no form asks for one",
    "Invalid UUID.": "no form asks for one",
    "Invalid value, can't be any of: %(values)s.": "no form asks for one",
    "This field cannot be edited.": "no form holds such a field",
    "This field is disabled and cannot have a value.": "no form holds such a field",
    "Choices cannot be None.": "a fault of a program, not of input",
    "Invalid field name '%s'.": "a fault of a program, not of input",
    "Date must be at least %(min)s.": "days are bounded by services",
    "Date must be at most %(max)s.": "days are bounded by services",
    "Date must be between %(min)s and %(max)s.": "days are bounded by services",
    "Not a valid week value.": "no form asks for one",
}


class Empty(Form):
    """Fields in which nothing stands, but for a message of their own."""

    reason = StringField("Reason", [DataRequired()])
    product = SelectField("Product", [DataRequired()], choices=choices_of([("", ""), ("a", "A")]))
    asked = StringField("May the firm read this?", [DataRequired()])
    own = StringField("Note", [DataRequired(message="Say why.")])


class Sample(Form):
    number = IntegerField("Number", [InputRequired(), NumberRange(0, 9)])
    day = DateField("Day", [InputRequired()])


def test_every_sentence_of_the_form_library_has_one_of_our_own():
    modules = [
        wtforms.validators,
        *(getattr(wtforms.fields, name) for name in ("choices", "core", "datetime", "numeric")),
    ]
    said = {found[1] for module in modules for found in SAID.findall(inspect.getsource(module))}

    assert len(said) > 20
    assert {text for text in said if text not in OWN_SENTENCES} - set(NEVER_SAID) == set()


@pytest.mark.parametrize(
    ("locale", "number", "day"),
    [
        ("en", "Enter a number from 0 to 9.", "Enter a day, such as 2026-12-01."),
        ("ja", "0〜9の数値を入力してください。", "日付を入力してください（例：2026-12-01）。"),
    ],
)
def test_a_fault_says_what_would_be_right_in_the_readers_language(app, locale, number, day):
    with (
        app.test_request_context("/", method="POST", data={"number": "12", "day": "tomorrow"}),
        force_locale(locale),
    ):
        form = Sample(meta={"csrf": False})

        assert not form.validate()
        assert (form.number.errors, form.day.errors) == ([number], [day])


@pytest.mark.parametrize("locale", ["zh_Hans", "ko", "vi"])
def test_guests_are_told_in_their_language_too(app, locale):
    with app.test_request_context("/", method="POST", data={"number": "", "day": ""}), force_locale(locale):
        form = Sample(meta={"csrf": False})

        assert not form.validate()
        assert form.number.errors not in ([], ["This is needed."])


@pytest.mark.parametrize(
    ("locale", "reason", "product", "asked"),
    [
        ("en", "Enter “Reason”.", "Choose “Product”.", "This is needed."),
        ("ja", "「Reason」を入力してください。", "「Product」を選択してください。", "必ず入力してください。"),
        ("zh_Hans", "请填写“Reason”。", "请选择“Product”。", None),
        ("ko", "“Reason” 항목을 입력해 주세요.", "“Product” 항목을 선택해 주세요.", None),
        ("vi", "Vui lòng nhập “Reason”.", "Vui lòng chọn “Product”.", None),
    ],
)
def test_a_field_in_which_nothing_stands_is_called_by_its_name(app, locale, reason, product, asked):
    with app.test_request_context("/", method="POST", data={}), force_locale(locale):
        form = Empty(meta={"csrf": False})

        assert not form.validate()
        assert (form.reason.errors, form.product.errors, form.own.errors) == ([reason], [product], ["Say why."])
        if asked is not None:
            assert form.asked.errors == [asked]


class Amounts(Form):
    number = IntegerField("Number", [InputRequired(), NumberRange(0, 9)])
    free = IntegerField("Version", [InputRequired()])
    weight = DecimalField("Weight", [InputRequired(), NumberRange(0, 1)])
    least = FloatField("At least", [InputRequired(), NumberRange(0, 1)])


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("number", "9" * 400),
        ("number", "-" + "9" * 400),
        ("free", "9" * 20),
        ("weight", "sNaN"),
        ("weight", "NaN"),
        ("weight", "-Infinity"),
        ("least", "9" * 400),
        ("least", "nan"),
    ],
)
def test_a_number_that_nothing_can_be_compared_with_is_an_error_of_its_field(app, name, typed):
    told = {"number": "5", "free": "1", "weight": "0.5", "least": "0.5", name: typed}
    with app.test_request_context("/", method="POST", data=told):
        form = Amounts(meta={"csrf": False})

        assert not form.validate()
        assert list(form.errors) == [name]
        assert form[name].data is None
