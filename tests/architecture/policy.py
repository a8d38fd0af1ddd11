"""Who may do what: the table that was reviewed, apart from the guards that the portal runs by.

Read from the people of the product: the admin keeps settings, users, policies and the trail; a CS manager has
everything about partners, allocation, certification and reports, and approves; a CS member has the onboardings that
they own; sales writes handoffs and reads the progress of their customers; support reads what it may have to answer;
the auditor reads what a CS manager reads, and the trail, and changes nothing; a partner manager has the own firm; a
consultant the onboardings on which the firm put them, and their own training.

One letter a role: A admin, M cs_manager, m cs_member, s sales, u support, a auditor, P partner_manager,
c consultant.
"""

from __future__ import annotations

from portal.people import Role

LETTERS = {
    "A": Role.ADMIN,
    "M": Role.CS_MANAGER,
    "m": Role.CS_MEMBER,
    "s": Role.SALES,
    "u": Role.SUPPORT,
    "a": Role.AUDITOR,
    "P": Role.PARTNER_MANAGER,
    "c": Role.CONSULTANT,
}

POLICY = """
accounts.own.edit                 A M m s u a P c
accounts.user.view                A           P
accounts.user.manage              A           P
accounts.user.invite              A M         P
audit.entry.view                  A         a
defaults.setting.view             A M       a
defaults.setting.edit             A
inbox.notice.read                 A M m s u a P c
mail.letter.view                  A
start.page.open                   A M m s u a P c
reports.partner.read                M       a P
partners.partner.list             A M m     a
partners.partner.view             A M m     a P
partners.partner.change           A M
partners.partner.import           A M
partners.partner.export           A M       a
partners.capacity.view            A M m     a P
partners.capacity.state                       P
partners.capacity.import          A M
partners.capacity.export          A M       a
partners.consultant.manage                    P
customers.customer.view           A M m s   a
customers.customer.change         A M m s
customers.owner.assign            A M
customers.customer.import         A M
customers.customer.export         A M m s   a
onboardings.onboarding.view         M m s u a P c
onboardings.onboarding.export       M m     a P
onboardings.phase.start                       P c
onboardings.phase.submit                      P c
onboardings.phase.return            M m
onboardings.phase.complete          M m
onboardings.phase.skip              M m
onboardings.hold.place              M m       P c
onboardings.consultants.name                  P
onboardings.onboarding.withdraw     M m
onboardings.day.view                            c
handoff.handoff.view                M m s   a
handoff.handoff.write               M m s
handoff.handoff.submit              M   s
handoff.handoff.return              M m
handoff.handoff.accept              M m
handoff.completeness.override       M
handoff.handoff.import              M   s
handoff.handoff.export              M   s   a
allocation.run.view               A M       a
allocation.run.make                 M
allocation.run.approve              M
allocation.offer.view             A M       a P
allocation.offer.answer                       P
allocation.offer.withdraw           M
usage.age.view                      M m     a
usage.records.import                M
usage.records.export                M       a
kpis.figures.view                   M       a P
kpis.programme.view                 M       a
kpis.own_figures.view                         P
kpis.history.import                 M
training.training.view            A M m     a P c
training.counts.view              A M m     a
training.people.view                          P
training.consultant.enrol                     P
training.lesson.read                            c
training.course.load              A M
training.quiz.take                              c
certification.evaluation.view       M       a P
certification.programme.view        M       a
certification.own_evaluation.view             P
certification.policy.view         A M       a P
certification.evaluation.make       M
certification.evaluation.decide     M
"""


def reviewed_policy() -> dict[str, frozenset[Role]]:
    """The roles of each permission, by its name."""
    lines = [line.split() for line in POLICY.splitlines() if line]
    return {name: frozenset(LETTERS[letter] for letter in letters) for name, *letters in lines}
