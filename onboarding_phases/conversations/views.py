"""Pages of conversations and files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.conversations.forms import (
    AddFileForm,
    ShareForm,
    WriteCommentForm,
    comment_form,
    file_form,
    levels_for,
)
from onboarding_phases.conversations.models import Comment, Document
from onboarding_phases.conversations.panels import at_hand
from onboarding_phases.conversations.permissions import ADD_FILE, READ_CONVERSATION, READ_FILES, WRITE_COMMENT
from onboarding_phases.conversations.queries import comments_with_files, documents_of, names_of_firm, onboarding_of
from onboarding_phases.conversations.rules import named_in
from onboarding_phases.conversations.services import (
    add_document,
    remove_document,
    share_comment,
    share_document,
    withdraw_comment,
    write_comment,
)
from onboarding_phases.onboardings.models import Onboarding
from portal.access import fetch_or_404, person, requires
from portal.files.receiving import takes_files
from portal.files.serving import download
from portal.forms import Form, attempt
from portal.levels import Level, is_wider, narrowest
from portal.paging import paginate
from portal.request_keys import multiple
from portal.web.context import level_word

bp = Blueprint("conversations", __name__, template_folder="templates")


@bp.get("/onboardings/<code:code>/conversation")
@requires(READ_CONVERSATION)
def conversation(code: str) -> ResponseReturnValue:
    onboarding = fetch_or_404(Onboarding, code=code)
    return _conversation(onboarding, comment_form(person()))


@bp.post("/onboardings/<code:code>/conversation")
@requires(WRITE_COMMENT)
@multiple("comment-files")
@takes_files
def write(code: str) -> ResponseReturnValue:
    onboarding, form, status = fetch_or_404(Onboarding, code=code), comment_form(person()), 422
    if form.validate_on_submit():
        uploads = [upload for upload in form.files.data or [] if upload and upload.filename]
        with attempt(form) as tried:
            comment = write_comment(
                onboarding, text=form.text.data, position=form.position.data, uploads=uploads, actor=person()
            )
        if tried.done and _is_narrow(form.wanted):
            flash(_("Written. %(who)s.", who=level_word(comment.level)), "ok")
            return _to_conversation(onboarding)
        if tried.done:
            return redirect(url_for(".share", comment=comment.code, level=form.wanted.value), 303)
        status = tried.status
    return _conversation(onboarding, form), status


def _is_narrow(level: Level) -> bool:
    return level is narrowest(is_vendor=person().is_vendor)


def _conversation(onboarding: Onboarding, form: WriteCommentForm) -> str:
    return render_template(
        "conversations/conversation.html",
        onboarding=onboarding,
        page=paginate(comments_with_files(onboarding.id)),
        form=form if WRITE_COMMENT.allows(person()) else None,
        **at_hand(),
    )


@bp.route("/comments/<code:comment>/share", methods=["GET", "POST"])
@requires(WRITE_COMMENT)
def share(comment: str) -> ResponseReturnValue:
    found = fetch_or_404(Comment, code=comment)
    onboarding = onboarding_of(found)
    named = named_in(found.text, names_of_firm(onboarding)) if person().is_vendor else []
    return _share(
        found,
        onboarding,
        lambda level: share_comment(found, onboarding=onboarding, level=level, actor=person()),
        back=url_for(".conversation", code=onboarding.code, _anchor=f"c-{found.code}"),
        comment=found,
        named=named,
        **at_hand(),
    )


@bp.post("/comments/<code:comment>/withdraw")
@requires(WRITE_COMMENT)
def withdraw(comment: str) -> ResponseReturnValue:
    found = fetch_or_404(Comment, code=comment)
    onboarding = onboarding_of(found)
    if Form().validate_on_submit():
        withdraw_comment(found, onboarding=onboarding, actor=person())
        flash(_("Taken back. That there was a comment stays, its words and files do not."), "ok")
    return _to_conversation(onboarding)


@bp.get("/onboardings/<code:code>/files")
@requires(READ_FILES)
def files(code: str) -> ResponseReturnValue:
    onboarding = fetch_or_404(Onboarding, code=code)
    return _files(onboarding, file_form(person()))


@bp.post("/onboardings/<code:code>/files")
@requires(ADD_FILE)
@takes_files
def add(code: str) -> ResponseReturnValue:
    onboarding, form, status = fetch_or_404(Onboarding, code=code), file_form(person()), 422
    if form.validate_on_submit():
        with attempt(form) as tried:
            document = add_document(onboarding, form.file.data, position=form.position.data, actor=person())
        if tried.done and _is_narrow(form.wanted):
            flash(_("Added. %(who)s.", who=level_word(document.level)), "ok")
            return _to_files(onboarding, document)
        if tried.done:
            return redirect(url_for(".share_file", file=document.code, level=form.wanted.value), 303)
        status = tried.status
    return _files(onboarding, form), status


def _files(onboarding: Onboarding, form: AddFileForm) -> str:
    return render_template(
        "conversations/files.html",
        onboarding=onboarding,
        page=paginate(documents_of(onboarding.id)),
        form=form if ADD_FILE.allows(person()) else None,
        **at_hand(),
    )


@bp.get("/files/<code:file>")
@requires(READ_FILES)
def file(file: str) -> ResponseReturnValue:
    return download(fetch_or_404(Document, code=file).file)


@bp.route("/files/<code:file>/share", methods=["GET", "POST"])
@requires(ADD_FILE)
def share_file(file: str) -> ResponseReturnValue:
    found = fetch_or_404(Document, code=file)
    onboarding = onboarding_of(found)
    return _share(
        found,
        onboarding,
        lambda level: share_document(found, onboarding=onboarding, level=level, actor=person()),
        back=url_for(".files", code=onboarding.code),
        document=found,
    )


@bp.post("/files/<code:file>/remove")
@requires(ADD_FILE)
def remove(file: str) -> ResponseReturnValue:
    found = fetch_or_404(Document, code=file)
    onboarding = onboarding_of(found)
    if Form().validate_on_submit():
        remove_document(found, onboarding=onboarding, actor=person())
        flash(_("Removed."), "ok")
    return redirect(url_for(".files", code=onboarding.code), 303)


def _share(
    row: Comment | Document, onboarding: Onboarding, change: Callable[[Level], None], *, back: str, **shown: Any
) -> ResponseReturnValue:
    """The second step: who will read it, and the word that lets them."""
    wider = [choice for choice in levels_for(person()) if is_wider(Level(choice.value), row.level)]
    asked = request.args.get("level")
    form, status = ShareForm(level=asked if asked in [choice.value for choice in wider] else Level.BOTH.value), 200
    form.level.choices = wider
    if form.validate_on_submit():
        with attempt(form) as tried:
            change(Level(form.level.data))
        if tried.done:
            flash(_("Shared. %(who)s.", who=level_word(row.level)), "ok")
            return redirect(back, 303)
        status = tried.status
    elif request.method == "POST":
        status = 422
    told = {"form": form, "onboarding": onboarding, "row": row, "back": back, "wider": wider}
    return render_template("conversations/share.html", **told, **shown), status


def _to_conversation(onboarding: Onboarding) -> ResponseReturnValue:
    return redirect(url_for(".conversation", code=onboarding.code), 303)


def _to_files(onboarding: Onboarding, document: Document) -> ResponseReturnValue:
    """Back to where files are looked at: the phase that it belongs to, or the list of all."""
    if document.position is None:
        return redirect(url_for(".files", code=onboarding.code), 303)
    place = url_for("onboardings.phase", code=onboarding.code, position=document.position, _anchor="h-files")
    return redirect(place, 303)
