"""A playbook for a product that has none yet: begun from another one, published, and worked by."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from markupsafe import escape
from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from onboarding_phases.kpis.comparing import projections_differ
from onboarding_phases.kpis.projecting import count_due
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import accept_offer, send_offer
from onboarding_phases.playbooks.differences import differences
from onboarding_phases.playbooks.models import PlaybookDraft
from onboarding_phases.playbooks.queries import draft_of, playbook_for
from onboarding_phases.playbooks.services import begin_draft, begin_product, publish_draft
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation
from portal.people import PORTAL, Role
from portal.tenancy import Scope
from tests.browsing import Browser
from tests.factories.allocations import make_playbooks
from tests.factories.onboardings import make_onboarding, make_served_customer, put_on
from tests.factories.partners import make_capacity, make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

NEW = "/playbooks/drafts/new"
WORD, NAME = "tax_filing", {"ja": "申告", "en": "Tax filing"}
FIELDS = {"product": WORD, "name_ja": "申告", "name_en": "Tax filing", "base": "accounting:1"}


@pytest.fixture
def browse(app, login) -> Callable[..., Browser]:
    make_playbooks()
    return lambda user, locale="en": Browser(app, login(user, locale=locale), locale=locale)


@pytest.fixture
def manager(browse) -> Browser:
    return browse(make_user(Role.CS_MANAGER, name="Mori"))


def begin(word: str = WORD, **name: str) -> PlaybookDraft:
    with unit():
        return begin_product(word, name=name or NAME, base=playbook_for("accounting"), actor=PORTAL)


def publish_product(word: str = WORD, **name: str) -> None:
    begin(word, **name)
    with unit():
        draft = draft_of(word)
        assert draft is not None
        publish_draft(draft, reason="we sell it now", seen=draft.version, actor=PORTAL)


def drafts() -> int:
    with unit(write=False) as session:
        return len(session.scalars(select(PlaybookDraft)).all())


def test_a_product_of_our_own_goes_from_its_draft_to_a_running_onboarding(manager, browse, app):
    answer = manager.send(NEW, data=FIELDS)
    assert (answer.status_code, answer.location) == (303, f"/playbooks/{WORD}/draft")
    days = {f"day_{position}": str(position * 5) for position in range(1, 7)}
    due = {"version": "1", "x_days": "30", **days}
    assert manager.send(f"/playbooks/{WORD}/draft/schedule", data=due).status_code == 303
    sent = {"version": "2", "reason": "we sell it now"}
    assert manager.send(f"/playbooks/{WORD}/draft/publish", data=sent).status_code == 303

    assert manager.send("/customers/new", data={**CUSTOMER, "product": WORD}).status_code == 303
    partner = make_partner(products=["accounting", WORD])
    make_capacity(partner)
    with unit() as session:
        customer = session.scalars(select(Customer)).one()
        code = send_offer(customer=customer, partner=partner, actor=PORTAL).code
    actor = principal(make_partner_manager(partner))
    with unit(Scope(partner.id)) as session:
        offer = session.scalars(select(Offer).where(Offer.code == code)).one()
        onboarding = accept_offer(offer, actor=actor)
        assert (onboarding.product, onboarding.x_days) == (WORD, 30)
        assert [phase.due_day for phase in onboarding.phases] == [5, 10, 15, 20, 25, 30]
        assert (onboarding.playbook.product, onboarding.playbook.version) == (WORD, 1)
        running = onboarding.code
    with app.app_context():
        count_due()
    with unit(write=False):
        assert projections_differ() == []
    firm = browse(make_partner_manager(partner))
    for page in (f"/onboardings/{running}", f"/onboardings?product={WORD}"):
        assert "Tax filing" in manager.get(page).text, page
        assert "Tax filing" in firm.get(page).text, page


def test_the_draft_of_a_new_product_begins_as_a_copy_under_its_own_name(app):
    make_playbooks()
    draft = begin()

    with unit(write=False) as session:
        base, found = playbook_for("accounting"), draft_of(WORD)
        assert found is not None and found.is_first and found.next_version == 1
        differs = differences(base.text, found.text)
        assert [(change.locale, change.before, change.after) for change in differs.name] == [
            ("ja", "", "申告"),
            ("en", "", "Tax filing"),
        ]
        assert differs.count == 2
        told = session.scalars(select(AuditEntry).where(AuditEntry.event == "PlaybookForProductBegun")).one()
        assert (told.values["product"], told.values["base_product"]) == (draft.product, "accounting")


def test_a_new_product_is_offered_only_once_its_playbook_is_published(manager):
    begin()
    assert "Tax filing" not in manager.get("/customers/new").text
    assert "Tax filing" not in manager.get("/partners/new").text
    assert "Tax filing" in manager.get("/playbooks").text

    sent = {"version": "1", "reason": "we sell it now"}
    assert manager.send(f"/playbooks/{WORD}/draft/publish", data=sent).status_code == 303

    for page in ("/customers/new", "/partners/new"):
        assert f'value="{WORD}"' in manager.get(page).text
        assert "Tax filing" in manager.get(page).text
    assert "Name of the product" in manager.get(f"/playbooks/{WORD}").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"product": ""}, "Enter “Word of the product”."),
        ({"product": "tax;filing"}, "A product is a word of at most 60 characters"),
        ({"product": "tax：filing"}, "A product is a word of at most 60 characters"),
        ({"product": "tax\tfiling"}, "A product is a word of at most 60 characters"),
        ({"product": "x" * 61}, "Enter at most 60 characters."),
        ({"product": "accounting"}, "The product accounting has a playbook already."),
        ({"product": "ＡＣＣＯＵＮＴＩＮＧ"}, "The product accounting has a playbook already."),
        ({"product": "Tax_Rebate"}, "writes the playbook of tax_rebate already"),
        ({"name_en": "  "}, "Say what the product is called, in each language."),
        ({"name_ja": ""}, "Enter “"),
        ({"base": "accounting:99"}, "Choose one of the list."),
        ({"base": "tax_rebate:1"}, "Choose one of the list."),
    ],
)
def test_what_cannot_be_begun_is_said_beside_its_field_and_what_was_typed_is_kept(manager, change, words):
    begin("tax_rebate")

    answer = manager.send(NEW, data={**FIELDS, "name_en": "Filing of taxes", **change})

    assert answer.status_code in (409, 422)
    assert words in answer.text
    assert 'value="申告"' in answer.text or "name_ja" in change
    assert drafts() == 1


def test_of_two_who_begin_a_product_the_second_is_told_who_was_first(manager, browse):
    assert manager.send(NEW, data=FIELDS).status_code == 303

    second = browse(make_user(Role.ADMIN, name="Abe")).send(NEW, data=FIELDS)

    assert second.status_code == 409
    assert "Mori writes the playbook of tax_filing already" in second.text
    assert drafts() == 1


@pytest.mark.parametrize("word", ["会計/給与", "..", "a~2Fb", "50% & more?", "new", "drafts", "<script>x</script>"])
def test_a_product_whose_word_would_break_an_address_has_its_pages_all_the_same(manager, word):
    answer = manager.send(NEW, data={**FIELDS, "product": word})

    assert answer.status_code == 303
    assert "Tax filing" in manager.get(answer.location).text
    assert str(escape(word)) in manager.get(answer.location).text
    assert "<script>x" not in manager.get(answer.location).text
    sent = {"version": "1", "reason": "sold"}
    published = manager.send(f"{answer.location}/publish", data=sent)
    assert published.status_code == 303
    assert "Version 1" in manager.get(published.location).text
    with unit(write=False):
        assert playbook_for(word).version == 1


def test_a_draft_of_a_new_product_leaves_nothing_when_it_is_discarded(manager):
    begin()

    answer = manager.send(f"/playbooks/{WORD}/draft/discard", data={"version": "1"})

    assert (answer.status_code, answer.location) == (303, "/playbooks")
    assert drafts() == 0
    assert manager.get(f"/playbooks/{WORD}").status_code == 404
    assert manager.send(NEW, data=FIELDS).status_code == 303


def test_the_name_of_a_product_changes_with_the_next_version(manager):
    publish_product()
    assert manager.send(f"/playbooks/{WORD}/draft", page=f"/playbooks/{WORD}").status_code == 303
    name = f"/playbooks/{WORD}/draft/name"
    assert manager.send(name, data={"version": "1", "name_ja": "税務申告", "name_en": ""}).status_code == 422
    assert manager.send(name, data={"version": "1", "name_ja": "税務申告", "name_en": "Returns"}).status_code == 303
    assert "Tax filing" in manager.get("/customers/new").text

    sent = {"version": "2", "reason": "another name"}
    assert manager.send(f"/playbooks/{WORD}/draft/publish", data=sent).status_code == 303

    page = manager.get("/customers/new").text
    assert "Returns" in page and "Tax filing" not in page
    difference = manager.get(f"/playbooks/{WORD}/difference").text
    assert "<del>Tax filing</del>" in difference and "<ins>Returns</ins>" in difference
    with unit(write=False) as session:
        named = select(AuditEntry).where(AuditEntry.event == "ProductNamed").order_by(AuditEntry.id)
        assert [entry.values["name"]["en"] for entry in session.scalars(named)] == ["Tax filing", "Returns"]


def test_what_shipped_has_no_name_of_its_own_to_edit(manager):
    with unit():
        begin_draft(playbook_for("accounting"), actor=PORTAL)

    answer = manager.get("/playbooks/accounting/draft/name")

    assert (answer.status_code, answer.location) == (303, "/playbooks/accounting/draft#h-name")
    assert "This product came with the portal" in manager.get(answer.location).text


def test_a_task_that_was_taken_out_of_a_copy_lends_its_key_to_no_other(manager):
    begin()
    task = {"title_ja": "確認する", "title_en": "Check it", "side": "partner", "kind": "reference"}
    place = f"/playbooks/{WORD}/draft"
    taken = {"version": "1"}
    assert manager.send(f"{place}/tasks/1.4/remove", page=f"{place}/phases/1", data=taken).status_code == 303
    added = {**task, "version": "2", "position": "1"}
    assert manager.send(f"{place}/phases/1/tasks/new", data=added).status_code == 303

    with unit(write=False):
        draft = draft_of(WORD)
        assert draft is not None
        keys = [one.key for one in draft.text.phases[0].tasks]
        assert "1.4" not in keys and keys[-1] == "1.5"


@pytest.mark.parametrize("role", [Role.CS_MEMBER, Role.SALES, Role.AUDITOR])
def test_others_of_the_vendor_read_the_draft_and_begin_none(browse, role):
    begin()
    reader = browse(make_user(role))

    assert "Tax filing" in reader.get(f"/playbooks/{WORD}/draft").text
    assert reader.get(NEW).status_code == 403
    assert NEW not in reader.get("/playbooks").text


def test_a_firm_begins_no_playbook_and_is_offered_no_product_that_it_has_no_onboarding_of(browse):
    publish_product()
    other, partner = make_partner(products=[WORD]), make_partner()
    make_onboarding(other, customer=make_served_customer(product=WORD))
    firm = browse(make_partner_manager(partner))

    assert firm.get(NEW).status_code == 403
    assert firm.client.post(NEW, data={"csrf_token": firm.token("/onboardings"), **FIELDS}).status_code == 403
    assert firm.get(f"/playbooks/{WORD}/draft").status_code == 403
    assert "Tax filing" not in firm.get("/onboardings").text
    assert "Tax filing" not in firm.get(f"/onboardings?product={WORD}").text
    assert "Tax filing" in browse(make_partner_manager(other)).get("/onboardings").text


def test_a_consultant_is_offered_no_product_of_onboardings_that_colleagues_work_on(browse):
    publish_product()
    partner = make_partner(products=[WORD])
    onboarding = make_onboarding(partner, customer=make_served_customer(product=WORD))
    (on_it, consultant), (other, _nobody) = make_consultant_user(partner), make_consultant_user(partner)
    put_on(onboarding, consultant)

    assert "Tax filing" in browse(on_it).get("/onboardings").text
    assert "Tax filing" not in browse(other).get("/onboardings").text


def test_a_firm_is_refused_by_the_service_too(app):
    make_playbooks()
    actor = principal(make_partner_manager(make_partner()))

    with unit(), pytest.raises(RuleViolation):
        begin_product(WORD, name=NAME, base=playbook_for("accounting"), actor=actor)


CUSTOMER = {
    "code": "C900001",
    "name": "Customer",
    "industry": "G",
    "prefecture": "東京都",
    "language": "ja",
    "onboarding_start": "2026-12-10",
    "annual_value": "0",
    "effort": "1",
    "required_tier": "1",
    "priority": "0",
}
