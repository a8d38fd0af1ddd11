"""Comments and files on pages: two steps to share, downloads in a sandbox, and nothing of the other side."""

from __future__ import annotations

import re
from io import BytesIO, RawIOBase
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, TestResponse

from onboarding_phases.conversations.models import Comment, Document
from portal.files.models import StoredFile
from portal.levels import Level
from portal.people import Role
from portal.tenancy import EVERYTHING
from tests.browsing import statements
from tests.factories.comments import make_comment, make_document
from tests.factories.files import HTML, PDF, SVG, png, set_file_numbers
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

MEGABYTE = 1024 * 1024
HOSTILE = {
    "a page as a picture": ("photo.png", HTML),
    "a drawing": ("logo.svg", SVG),
    "two endings": ("report.pdf.html", PDF),
    "nothing": ("report.pdf", b""),
    "a program": ("setup.exe", b"MZ\x90\0"),
    "no ending": ("report", PDF),
}


def rows(model: Any) -> list[Any]:
    with unit(EVERYTHING, write=False) as session:
        found = list(session.scalars(select(model).order_by(model.id)))
        session.expunge_all()
    return found


def say(browser, onboarding, text: str, level: str, *files: tuple[str, bytes]) -> TestResponse:
    place = f"/onboardings/{onboarding.code}/conversation"
    sent = [(BytesIO(content), name) for name, content in files]
    return browser.send(
        place,
        data={"comment-text": text, "comment-level": level, "comment-position": "", "comment-files": sent},
        content_type="multipart/form-data",
    )


def send_file(
    browser, onboarding, name: str, content: bytes, level: str = "firm", position: str = ""
) -> TestResponse:
    place = f"/onboardings/{onboarding.code}/files"
    sent = {"file-file": (BytesIO(content), name), "file-level": level, "file-position": position}
    return browser.send(place, data=sent, content_type="multipart/form-data")


def test_the_narrowest_level_stands_in_the_form(browse, onboarding, vendor, firm):
    for user, own in ((vendor, "vendor"), (firm, "firm")):
        page = browse(user).get(f"/onboardings/{onboarding.code}/conversation").text
        assert f'<option selected value="{own}">' in page
        assert ('value="firm"' in page) == (own == "firm")


def test_a_wider_level_is_a_second_step_that_says_who_will_read_it(browse, onboarding, vendor, firm):
    ours, theirs = browse(vendor), browse(firm)

    first = say(ours, onboarding, "please look", "both", ("plan.pdf", PDF))
    assert first.status_code == 303
    assert "please look" not in theirs.get(f"/onboardings/{onboarding.code}/conversation").text

    page = ours.get(first.headers["Location"])
    assert "the managers of" in page.text
    assert re.search(r'<input checked [^>]*value="both"', page.text)
    done = ours.send(first.headers["Location"], data={"level": "both"})

    assert done.status_code == 303
    read = theirs.get(f"/onboardings/{onboarding.code}/conversation").text
    assert "please look" in read
    assert "plan.pdf" in read


def test_a_name_of_the_firms_people_brings_a_hint_before_the_firm_reads_it(browse, onboarding, partner, vendor):
    _, consultant = make_consultant_user(partner)
    ours = browse(vendor)

    named = ours.get(say(ours, onboarding, f"{consultant.name} may do it", "both").headers["Location"]).text
    plain = ours.get(say(ours, onboarding, "@firm may do it", "both").headers["Location"]).text

    assert "Requests go to the firm" in named
    assert "Requests go to the firm" not in plain


def test_a_firm_gets_no_hint_about_its_own_people(browse, onboarding, partner, firm):
    _, consultant = make_consultant_user(partner)
    theirs = browse(firm)

    page = theirs.get(say(theirs, onboarding, f"{consultant.name} does it", "both").headers["Location"]).text

    assert "Requests go to the firm" not in page


def test_what_was_typed_stays_when_a_file_is_refused(browse, onboarding, firm):
    answer = say(browse(firm), onboarding, "my long words", "firm", ("photo.png", HTML))

    assert answer.status_code == 422
    assert "my long words" in answer.text
    assert 'href="#comment-files"' in answer.text
    assert rows(Comment) == rows(StoredFile) == []


@pytest.mark.parametrize("which", HOSTILE)
def test_a_hostile_file_is_refused_beside_its_field_and_leaves_nothing(browse, onboarding, firm, which):
    answer = send_file(browse(firm), onboarding, *HOSTILE[which])

    assert answer.status_code == 422
    assert 'href="#file-file"' in answer.text
    assert rows(Document) == rows(StoredFile) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/cron.d/x.pdf", "x.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ('a"; filename="evil.html.pdf', None),
        ("残高 一覧.pdf", "残高 一覧.pdf"),
    ],
)
def test_a_name_is_text_and_comes_back_as_an_attachment(browse, onboarding, firm, name, kept):
    browser = browse(firm)
    assert send_file(browser, onboarding, name, PDF).status_code == 303

    answer = browser.get(f"/files/{rows(Document)[0].code}")

    stored = rows(StoredFile)[0]
    assert kept in (None, stored.name)
    assert "/etc" not in stored.key
    assert answer.data == PDF
    header = answer.headers["Content-Disposition"]
    assert header.startswith('attachment; filename="')
    assert header.isascii()
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/pdf"


def test_a_line_break_in_a_name_breaks_no_header(browse, onboarding, firm):
    browser, boundary = browse(firm), "----x"
    token = browser.token(f"/onboardings/{onboarding.code}/files")
    fields = {"csrf_token": token, "file-level": "firm", "file-position": ""}
    body = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
    )
    body += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file-file";'
        " filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%3D1%0D%0A.pdf\r\n\r\n"
    )
    sent = body.encode() + PDF + f"\r\n--{boundary}--\r\n".encode()
    done = browser.client.post(
        f"/onboardings/{onboarding.code}/files", data=sent, content_type=f"multipart/form-data; boundary={boundary}"
    )

    assert done.status_code == 303
    answer = browser.get(f"/files/{rows(Document)[0].code}")
    assert "Set-Cookie" not in answer.headers.get("Content-Disposition", "").split("filename*")[0].split(";")[0]
    assert not any("x=1" in cookie for cookie in answer.headers.getlist("Set-Cookie"))
    assert "\n" not in rows(StoredFile)[0].name


def test_one_byte_more_than_the_limit_is_413_and_the_limit_itself_is_taken(browse, onboarding, firm):
    set_file_numbers(file_megabytes=1)
    browser, filled = browse(firm), PDF.ljust(MEGABYTE, b" ")

    assert send_file(browser, onboarding, "full.pdf", filled).status_code == 303
    answer = send_file(browser, onboarding, "over.pdf", filled + b" ")

    assert answer.status_code == 413
    assert 'href="#file-file"' in answer.text
    assert len(rows(StoredFile)) == 1


class Watched(RawIOBase):
    """A body that knows how much of it was taken."""

    def __init__(self, content: bytes) -> None:
        self.inner, self.taken = BytesIO(content), 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, *given: int) -> int:
        return self.inner.seek(*given)

    def readinto(self, space: Any) -> int:
        count = self.inner.readinto(space)
        self.taken += count
        return count


@pytest.mark.parametrize(("megabytes", "status", "is_read"), [(1, 303, True), (3, 413, False)])
def test_what_is_far_too_large_is_refused_by_its_announced_length_unread(
    browse, onboarding, firm, megabytes, status, is_read
):
    set_file_numbers(file_megabytes=1)
    browser = browse(firm)
    place = f"/onboardings/{onboarding.code}/files"
    sent = {
        "csrf_token": browser.token(place),
        "file-level": "firm",
        "file-position": "",
        "file-file": (BytesIO(PDF.ljust(megabytes * MEGABYTE, b" ")), "report.pdf"),
    }
    made = EnvironBuilder(method="POST", data=sent).get_environ()
    kind, content = made["CONTENT_TYPE"], made["wsgi.input"].read()
    body = Watched(content)

    answer = browser.client.post(place, input_stream=body, content_length=len(content), content_type=kind)

    assert answer.status_code == status
    assert (body.taken > 0) is is_read


def test_a_photo_of_a_phase_goes_back_to_its_phase(browse, onboarding, firm):
    browser = browse(firm)
    page = browser.get(f"/onboardings/{onboarding.code}/phases/2").text
    assert 'accept="image/*,' in page

    done = send_file(browser, onboarding, "photo.png", png(), position="2")

    assert done.headers["Location"].endswith("/phases/2#h-files")
    assert "photo.png" in browser.get(f"/onboardings/{onboarding.code}/phases/2").text
    assert "photo.png" not in browser.get(f"/onboardings/{onboarding.code}/phases/1").text


def test_a_file_is_downloaded_by_whoever_its_level_names_and_by_nobody_else(
    browse, onboarding, partner, vendor, firm
):
    codes = {
        "firm": make_document(onboarding, principal(firm)),
        "vendor": make_document(onboarding, principal(vendor)),
        "both": make_document(onboarding, principal(firm), level=Level.BOTH),
    }
    teammate, _ = make_consultant_user(partner)  # not on this onboarding
    opens = {
        vendor: {"vendor", "both"},
        make_user(Role.AUDITOR): {"vendor", "both"},
        make_user(Role.ADMIN): set(),
        make_user(Role.SALES): set(),  # another's customer
        firm: {"firm", "both"},
        make_partner_manager(partner): {"firm", "both"},
        teammate: set(),
        make_partner_manager(make_partner()): set(),
    }
    for user, mine in opens.items():
        browser = browse(user)
        got = {level for level, code in codes.items() if browser.get(f"/files/{code}").status_code == 200}
        assert got == mine, user.role


def test_a_content_that_is_gone_is_404_and_no_failure(app, browse, onboarding, firm):
    code = make_document(onboarding, principal(firm))
    app.extensions["bansou_files"].delete(rows(StoredFile)[0].key)

    assert browse(firm).get(f"/files/{code}").status_code == 404


def test_the_auditor_reads_and_is_offered_nothing_to_write(browse, onboarding, vendor):
    make_comment(onboarding, principal(vendor), text="for the file")
    page = browse(make_user(Role.AUDITOR)).get(f"/onboardings/{onboarding.code}/conversation").text

    assert "for the file" in page
    assert "comment-text" not in page


def test_a_long_conversation_is_read_in_pages_with_the_same_number_of_statements(app, browse, onboarding, firm):
    browser, place = browse(firm), f"/onboardings/{onboarding.code}"
    counted = []
    for _ in range(2):
        for number in range(15):
            make_comment(onboarding, principal(firm), text=f"word {number}", files=("a.pdf",))
        assert browser.get(place).status_code == 200
        with statements(app) as asked:
            for page in (place, f"{place}/conversation", f"{place}/files"):
                browser.get(page)
        counted.append(len(asked))

    assert counted[0] == counted[1]
    assert browser.get(f"{place}/conversation").text.count('id="c-') == 25
    assert browser.get(f"{place}/conversation?page=2").text.count('id="c-') == 5
