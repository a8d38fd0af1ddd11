"""The editor as people use it: a draft, its parts, two editors at once, publishing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from onboarding_phases.playbooks.models import Playbook, PlaybookDraft, PlaybookTask
from onboarding_phases.playbooks.queries import playbook_for, version_of
from portal.audit.models import AuditEntry
from portal.people import Role
from tests.browsing import Browser, statements
from tests.factories.allocations import make_playbooks
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

BOOK = "/playbooks/accounting"
DRAFT = f"{BOOK}/draft"
FIELD = re.compile(
    r'<(?:input|textarea)[^>]* name="([^"]+)"[^>]*?(?: value="([^"]*)"[^>]*>|>\s*([^<]*)</textarea>|>)'
)


@pytest.fixture
def browse(app, login) -> Callable[..., Browser]:
    make_playbooks()
    return lambda user, locale="en": Browser(app, login(user, locale=locale), locale=locale)


@pytest.fixture
def manager(browse) -> Browser:
    found = browse(make_user(Role.CS_MANAGER, name="Mori"))
    assert found.send(DRAFT, page=BOOK).status_code == 303
    return found


def draft() -> PlaybookDraft:
    with unit(write=False) as session:
        found = session.scalars(select(PlaybookDraft)).one()
        session.expunge_all()
    return found


def filled(page: str, *starts: str) -> dict[str, str]:
    """The form of a page as it stands there: the fields whose names begin so."""
    found = {name: value or text for name, value, text in FIELD.findall(page)}
    return {name: value for name, value in found.items() if name.startswith(("version", *starts))}


def schedule(page: str, **changes: str) -> dict[str, str]:
    return {**filled(page, "x_days", "day_"), **changes}


def task(version: int, **values: object) -> dict[str, object]:
    plain = {"title_ja": "確認する", "title_en": "Check it", "side": "partner", "kind": "reference"}
    return {**plain, "version": str(version), **values}


def test_the_list_says_version_x_and_tasks(browse):
    page = browse(make_user(Role.SUPPORT)).get("/playbooks").text

    row = re.search(r"<tr><th scope=\"row\"><a class=\"key\" href=\"/playbooks/accounting\".*?</tr>", page, re.S)[0]
    assert re.findall(r'<td class="num"[^>]*>(\d+)</td>', row) == ["90", "24"]


def test_a_version_reads_like_a_document(browse):
    page = browse(make_user(Role.CS_MEMBER)).get(BOOK).text

    assert "The customer has confirmed minutes and schedule" in page
    assert "Bank feeds: at least 1" in page
    assert "Came with the product" in page
    assert "Write the next version" not in page


@pytest.mark.parametrize("path", [BOOK, "/playbooks", f"{BOOK}/versions/1", f"{BOOK}/difference", DRAFT])
def test_a_firm_opens_no_playbook(browse, path):
    assert browse(make_partner_manager(make_partner())).get(path).status_code == 403


def test_those_who_only_read_change_nothing(manager, browse):
    auditor = browse(make_user(Role.AUDITOR))

    assert auditor.get(DRAFT).status_code == 200
    assert "Edit this phase" not in auditor.get(DRAFT).text
    assert auditor.send(DRAFT, page="/inbox").status_code == 403
    assert auditor.get(f"{DRAFT}/publish").status_code == 403


def test_an_unknown_playbook_or_version_is_not_there(browse):
    reader = browse(make_user(Role.ADMIN))

    for path in ("/playbooks/submarines", f"{BOOK}/versions/2", "/playbooks/submarines/draft"):
        assert reader.get(path).status_code == 404
    assert reader.get(f"{BOOK}/difference?before=1&after=9").status_code == 422


def test_there_is_one_draft_and_the_second_editor_comes_to_it(manager, browse):
    admin = browse(make_user(Role.ADMIN, name="Abe"))

    assert "Draft by Mori" in admin.get("/playbooks").text
    assert admin.send(DRAFT, page=BOOK).headers["Location"] == DRAFT
    assert draft().begun_by == "Mori"


def test_due_days_that_do_not_rise_are_refused_beside_their_field(manager):
    page = manager.get(f"{DRAFT}/schedule").text
    answer = manager.send(f"{DRAFT}/schedule", data=schedule(page, day_3="21", day_4_3="95"))

    assert answer.status_code == 422
    assert 'id="day_3-error"' in answer.text
    assert 'value="95"' in answer.text
    assert draft().version == 1


def test_due_days_of_a_segment_are_saved_and_shown(manager):
    page = manager.get(f"{DRAFT}/schedule").text
    answer = manager.send(f"{DRAFT}/schedule", data=schedule(page, day_2_3="25"))

    assert answer.status_code == 303
    assert draft().text.phases[1].due_days == {3: 25}
    assert "effort 3: day 25" in manager.get(DRAFT).text


def test_no_number_is_no_day(manager):
    page = manager.get(f"{DRAFT}/schedule").text
    answer = manager.send(f"{DRAFT}/schedule", data=schedule(page, day_2="soon", day_3="-4", x_days="99999999999"))

    assert answer.status_code == 422
    assert all(f'href="#{name}"' in answer.text for name in ("day_2", "day_3", "x_days"))


def test_two_editors_of_one_part_are_told_with_the_difference(manager, browse):
    admin = browse(make_user(Role.ADMIN))
    page = admin.get(f"{DRAFT}/schedule").text
    manager.send(f"{DRAFT}/schedule", data=schedule(page, day_2="20"))

    refused = admin.send(f"{DRAFT}/schedule", data=schedule(page, day_2="22"))

    assert refused.status_code == 409
    assert "Mori has changed this in the meantime" in refused.text
    assert "Due day of phase 2" in refused.text
    assert 'value="22"' in refused.text
    assert draft().text.phases[1].due_day == 20
    again = admin.send(f"{DRAFT}/schedule", data=schedule(refused.text))
    assert again.status_code == 303
    assert draft().text.phases[1].due_day == 22


def test_two_editors_of_different_parts_do_not_meet(manager, browse):
    admin = browse(make_user(Role.ADMIN))
    page = admin.get(f"{DRAFT}/phases/2").text
    manager.send(f"{DRAFT}/schedule", data=schedule(manager.get(f"{DRAFT}/schedule").text, day_2="20"))
    words = {**filled(page, "name_", "outcome_", "evidence_", "acceptance_"), "name_en": "Inventory"}

    assert admin.send(f"{DRAFT}/phases/2", data=words).status_code == 303
    second = draft().text.phases[1]
    assert (second.due_day, second.name["en"]) == (20, "Inventory")


def test_a_text_that_is_empty_in_one_language_is_asked_for(manager):
    page = manager.get(f"{DRAFT}/phases/1").text
    words = {**filled(page, "name_", "outcome_", "evidence_", "acceptance_"), "outcome_ja": "  "}

    answer = manager.send(f"{DRAFT}/phases/1", data=words)

    assert answer.status_code == 422
    assert 'href="#outcome_ja"' in answer.text


def test_a_task_that_reads_like_an_order_is_saved_and_warned_about(manager):
    data = task(1, title_ja="手順書に従って設定する")
    saved = manager.send(f"{DRAFT}/phases/3/tasks/new", data=data)

    assert saved.status_code == 303
    for path in (DRAFT, f"{DRAFT}/phases/3", f"{DRAFT}/tasks/3.5", f"{DRAFT}/publish"):
        assert "Reads like an order to the firm" in manager.get(path).text, path


def test_a_circle_of_tasks_is_refused_by_name(manager):
    data = task(1, title_en="Hold the kickoff", depends_on=["1.4"])

    refused = manager.send(f"{DRAFT}/tasks/1.2", data=data)

    assert refused.status_code == 409
    assert "These tasks wait for each other" in refused.text
    assert re.search(r'<input checked[^>]*value="1\.4"', refused.text)


def test_a_task_waits_for_tasks_of_the_playbook_alone(manager):
    assert manager.send(f"{DRAFT}/tasks/1.2", data=task(1, depends_on=["9.9"])).status_code == 422


def test_tasks_are_put_in_another_place_and_taken_out(manager):
    manager.send(f"{DRAFT}/tasks/1.1/move", page=DRAFT, data={"version": "1", "steps": "1"})
    assert [one.key for one in draft().text.phases[0].tasks] == ["1.2", "1.1", "1.3", "1.4"]

    manager.send(f"{DRAFT}/tasks/1.1/remove", page=DRAFT, data={"version": "2"})
    assert [one.key for one in draft().text.phases[0].tasks] == ["1.2", "1.3", "1.4"]
    assert draft().text.phases[0].tasks[0].depends_on == ()


def test_a_task_goes_to_another_phase_and_keeps_its_key(manager):
    saved = manager.send(f"{DRAFT}/tasks/1.3", page=DRAFT, data=task(1, position="4"))

    assert saved.location.endswith("/phases/4#h-tasks")
    keys = [[one.key for one in draft().text.phases[number].tasks] for number in (0, 3)]
    assert keys == [["1.1", "1.2", "1.4"], ["4.1", "4.2", "4.3", "4.4", "1.3"]]
    assert "becomes" in manager.get(f"{DRAFT}/publish").text


def test_whoever_puts_a_task_into_a_phase_that_was_changed_meanwhile_is_told(manager, browse):
    admin = browse(make_user(Role.ADMIN))
    manager.send(f"{DRAFT}/tasks/4.1/remove", page=DRAFT, data={"version": "1"})

    refused = admin.send(f"{DRAFT}/tasks/1.3", page=DRAFT, data=task(1, position="4"))
    assert refused.status_code == 409
    assert "Mori has changed this in the meantime" in refused.text

    again = admin.send(f"{DRAFT}/tasks/1.3", page=DRAFT, data=task(2, position="4"))
    assert again.status_code == 303
    assert [one.key for one in draft().text.phases[3].tasks][-1] == "1.3"


def test_there_is_no_seventh_phase_for_a_task(manager):
    assert manager.send(f"{DRAFT}/tasks/1.3", page=DRAFT, data=task(1, position="7")).status_code == 422


def test_a_task_taken_out_meanwhile_is_not_lost_to_whoever_edits_it(manager, browse):
    admin = browse(make_user(Role.ADMIN))
    manager.send(f"{DRAFT}/tasks/1.3/remove", page=DRAFT, data={"version": "1"})

    answer = admin.send(f"{DRAFT}/tasks/1.3", page=DRAFT, data=task(1, title_en="Name both people"))

    assert answer.status_code == 409
    assert "Name both people" in answer.text


NO_ROWS = {
    f"{name}_{number}{locale}": ""
    for number in range(5)
    for name, locale in (("metric", ""), ("at_least", ""), ("label", "_ja"), ("label", "_en"))
}


def test_a_rule_without_a_condition_is_refused(manager):
    answer = manager.send(f"{DRAFT}/rule", data={"version": "1", **NO_ROWS})

    assert answer.status_code == 422
    assert "measured, not declared" in answer.text


def test_conditions_are_found_though_a_row_between_is_empty(manager):
    first = {"metric_0": "bank_feeds", "at_least_0": "2", "label_0_ja": "口座連携", "label_0_en": "Bank feeds"}
    rows = {"version": "1", **NO_ROWS, **first}
    answer = manager.send(f"{DRAFT}/rule", data={**rows, "metric_2": "Invoices!", "at_least_2": "1"})

    assert answer.status_code == 422
    assert 'id="metric_2-error"' in answer.text
    assert 'id="label_2_en-error"' in answer.text
    assert manager.send(f"{DRAFT}/rule", data=rows).status_code == 303
    assert [(one.metric, one.at_least) for one in draft().text.rule] == [("bank_feeds", 2)]


def publish(browser: Browser, **values: str) -> object:
    data = {"version": str(draft().version), "reason": "Reviewed in the autumn", **values}
    return browser.send(f"{DRAFT}/publish", data=data)


def test_publishing_makes_the_next_version_and_ends_the_draft(manager):
    manager.send(f"{DRAFT}/phases/1/tasks/new", data=task(1, title_en="Agree on the next meeting"))
    preview = manager.get(f"{DRAFT}/publish").text
    assert "1 change from version 1 to version 2" in preview
    assert "Agree on the next meeting" in preview

    assert publish(manager).status_code == 303

    page = manager.get(BOOK).text
    assert "Reviewed in the autumn" in page
    assert "Mori" in page
    with unit(write=False) as session:
        assert session.scalar(select(func.count()).select_from(PlaybookDraft)) == 0
        assert playbook_for("accounting").version == 2
        keys = session.scalars(select(PlaybookTask.key).where(PlaybookTask.title.is_not(None))).all()
        assert keys.count("1.5") == 1
        told = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert told.event == "PlaybookPublished"
        assert (told.values["changes"], told.values["reason"]) == (1, "Reviewed in the autumn")
    difference = manager.get(f"{BOOK}/difference?before=1&after=2").text
    assert "1 difference between version 1 and version 2" in difference
    assert "Agree on the next meeting" in difference


def test_a_draft_without_a_change_is_not_published(manager):
    answer = publish(manager)

    assert answer.status_code == 409
    assert "Nothing is changed yet" in answer.text


def test_publishing_asks_for_a_reason_and_keeps_the_draft(manager):
    manager.send(f"{DRAFT}/phases/1/tasks/new", data=task(1))

    assert publish(manager, reason=" ").status_code == 422
    assert draft().version == 2


def test_what_was_changed_after_the_preview_is_not_published_unseen(manager, browse):
    admin = browse(make_user(Role.ADMIN))
    manager.send(f"{DRAFT}/phases/1/tasks/new", data=task(1))
    seen = draft().version
    admin.send(f"{DRAFT}/phases/2/tasks/new", data=task(2))

    answer = publish(manager, version=str(seen))

    assert answer.status_code == 409
    assert "Reviewed in the autumn" in answer.text


def test_whoever_saves_after_publishing_is_led_to_the_new_version(manager):
    data = schedule(manager.get(f"{DRAFT}/schedule").text, day_2="20")
    manager.send(f"{DRAFT}/phases/1/tasks/new", data=task(1))
    publish(manager)

    late = manager.send(f"{DRAFT}/schedule", page=BOOK, data=data, follow_redirects=True)

    assert "There is no draft of this playbook now" in late.text


def test_a_key_of_a_task_that_is_gone_is_not_used_again(manager):
    manager.send(f"{DRAFT}/tasks/1.4/remove", page=DRAFT, data={"version": "1"})
    publish(manager)
    manager.send(DRAFT, page=BOOK)

    manager.send(f"{DRAFT}/phases/1/tasks/new", data=task(1))

    assert [one.key for one in draft().text.phases[0].tasks] == ["1.1", "1.2", "1.3", "1.5"]


def test_discarding_names_what_is_lost_and_keeps_the_newest(manager):
    manager.send(f"{DRAFT}/phases/1/tasks/new", data=task(1))
    assert "1 change is lost" in manager.get(f"{DRAFT}/discard").text

    assert manager.send(f"{DRAFT}/discard", data={"version": "1"}).status_code == 409
    assert manager.send(f"{DRAFT}/discard", data={"version": "2"}).status_code == 303
    assert manager.get(DRAFT).status_code == 303


def test_pages_ask_as_little_with_many_versions_as_with_few(manager, app):
    with unit() as session:
        text = version_of("accounting").text
        session.add_all(
            Playbook(
                product="accounting",
                version=version,
                x_days=90,
                activation_rule=[],
                created_at=draft().begun_at,
                phases=[],
            )
            for version in range(2, 60)
        )
        assert text.x_days == 90
    counts = {}
    for path in (f"{BOOK}/versions/1", "/playbooks", f"{BOOK}/difference?before=1&after=1", f"{DRAFT}/publish"):
        with statements(app) as asked:
            assert manager.get(path).status_code == 200
        counts[path] = len(asked)

    assert {path: count for path, count in counts.items() if count > 12} == {}
