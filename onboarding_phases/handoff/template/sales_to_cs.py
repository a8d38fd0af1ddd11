"""The template of the handoff from sales to customer success: seven categories and what is asked in each.

A field's `help` is the question that its answer answers; where nobody knows it yet, it is what to ask the customer.
The keys are kept: they are columns of files and of briefs.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from onboarding_phases.handoff.enums import FieldKind, FieldLevel
from onboarding_phases.handoff.template.fields import CONFIDENCE, CONTACT_WAYS, Category, Field

REQUIRED, RECOMMENDED, OPTIONAL = FieldLevel.REQUIRED, FieldLevel.RECOMMENDED, FieldLevel.OPTIONAL
TEXT, DATE, CHOICE, NUMBER = FieldKind.TEXT, FieldKind.DATE, FieldKind.CHOICE, FieldKind.NUMBER

BACKGROUND = Category(
    "background",
    _l("Customer background"),
    (
        Field(
            "business",
            _l("Line of business"),
            _l("What does the company do, at which places, and with how many people?"),
            REQUIRED,
            3,
        ),
        Field(
            "current_process",
            _l("How they work today"),
            _l("Which software and which steps do they use today, and what takes their time?"),
            REQUIRED,
            3,
        ),
        Field("purchase_reason", _l("Why they bought"), _l("What made them buy, and why now?"), REQUIRED, 3),
        Field(
            "closing_month",
            _l("Closing month"),
            _l("In which month does the fiscal year end (1 to 12)?"),
            RECOMMENDED,
            1,
            NUMBER,
            bounds=(1, 12),
        ),
        Field(
            "relationship",
            _l("Relationship so far"),
            _l("Since when do we know them, who introduced them, and what do they use of ours already?"),
            RECOMMENDED,
            1,
        ),
        Field(
            "account_notes",
            _l("Notes for our own people"),
            _l("What should only our own people know about this customer?"),
            OPTIONAL,
            1,
            hidden=True,
        ),
    ),
)
STAKEHOLDERS = Category(
    "stakeholders",
    _l("Decision makers and stakeholders"),
    (
        Field(
            "executive_sponsor",
            _l("Executive sponsor"),
            _l("Who stands for the project in the management, and what does this person expect?"),
            REQUIRED,
            3,
        ),
        Field(
            "champion",
            _l("Champion"),
            _l("Who drives the project from day to day, and when is this person best reached?"),
            REQUIRED,
            3,
        ),
        Field("economic_buyer", _l("Economic buyer"), _l("Who approves the spending?"), RECOMMENDED, 1, TEXT),
        Field(
            "technical_evaluator",
            _l("Technical evaluator"),
            _l("Who judges connections, data and security?"),
            RECOMMENDED,
            1,
            TEXT,
        ),
        Field(
            "end_users",
            _l("End users"),
            _l("Who will use it, how many are they, and how used to such software?"),
            REQUIRED,
            2,
        ),
        Field(
            "influencers_and_blockers",
            _l("Influencers and blockers"),
            _l("Who speaks for the project, who against it, and why?"),
            RECOMMENDED,
            2,
            hidden=True,
        ),
        Field(
            "contact_preference",
            _l("Preferred contact"),
            _l("By which way do they want to be reached?"),
            RECOMMENDED,
            1,
            CHOICE,
            choices=CONTACT_WAYS,
        ),
    ),
)
GOALS = Category(
    "goals",
    _l("Goals and success criteria"),
    (
        Field("goal", _l("Goal"), _l("What do they want to reach with the product?"), REQUIRED, 3),
        Field(
            "success_criteria",
            _l("Success criteria"),
            _l("By which figure, and by when, will they say that it worked?"),
            REQUIRED,
            3,
        ),
        Field("current_figures", _l("Where they stand today"), _l("What is that figure today?"), RECOMMENDED, 2),
        Field(
            "first_benefit",
            _l("First benefit"),
            _l("What would they be glad of within the first 30 days?"),
            RECOMMENDED,
            1,
        ),
    ),
)
COMMITMENTS = Category(
    "commitments",
    _l("Commitments"),
    (
        Field(
            "commitment_scope",
            _l("Scope promised"),
            _l("What did we promise to do, and what is expressly left out?"),
            REQUIRED,
            3,
        ),
        Field(
            "commitment_service",
            _l("Service promised"),
            _l("What did we promise on support, lectures and answering times?"),
            RECOMMENDED,
            2,
        ),
        Field("commitment_timeline", _l("Dates promised"), _l("Which dates did we promise?"), REQUIRED, 3),
        Field(
            "commitment_commercial",
            _l("Price and terms"),
            _l("Which discounts, free periods or other terms were agreed?"),
            REQUIRED,
            2,
            hidden=True,
        ),
        Field(
            "commitment_verbal",
            _l("Spoken promises"),
            _l("What was said beyond the contract: by whom, to whom, and when?"),
            REQUIRED,
            3,
        ),
    ),
)
TECHNICAL = Category(
    "technical",
    _l("Technical requirements"),
    (
        Field(
            "data_migration",
            _l("Data migration"),
            _l("Which data is brought over, from which format, and how much of it?"),
            REQUIRED,
            3,
        ),
        Field(
            "connections",
            _l("Systems to connect"),
            _l("Which banks, cards and other software are to be connected, and in which versions?"),
            REQUIRED,
            3,
        ),
        Field("access_rights", _l("Access rights"), _l("Who may see and enter what?"), RECOMMENDED, 1),
        Field(
            "security_requirements",
            _l("Security requirements"),
            _l("Which rules for log-in, devices or audits must be kept?"),
            RECOMMENDED,
            2,
        ),
        Field(
            "monthly_volume",
            _l("Monthly volume"),
            _l("How many entries, invoices or payslips are there in a month?"),
            RECOMMENDED,
            1,
            NUMBER,
        ),
    ),
)
TIMELINE = Category(
    "timeline",
    _l("Timeline and plan"),
    (
        Field(
            "go_live_on",
            _l("Go-live date"),
            _l("On which day should the product be in real use?"),
            REQUIRED,
            3,
            DATE,
        ),
        Field("kickoff_on", _l("Kickoff date"), _l("On which day would they like to begin?"), RECOMMENDED, 2, DATE),
        Field(
            "fixed_dates",
            _l("Dates that cannot move"),
            _l("Which closings, audits or events are fixed, and in which weeks are they busy?"),
            RECOMMENDED,
            2,
        ),
        Field("customer_capacity", _l("Their time for it"), _l("Who can give how many hours a week?"), REQUIRED, 2),
    ),
)
RISKS = Category(
    "risks",
    _l("Risks and concerns"),
    (
        Field("concerns", _l("Concerns"), _l("What worries them, and what worries us?"), REQUIRED, 3),
        Field(
            "previous_attempts",
            _l("Earlier attempts"),
            _l("Has the introduction of software stopped half-way before, and why?"),
            RECOMMENDED,
            2,
        ),
        Field(
            "alternatives",
            _l("Alternatives considered"),
            _l("What else did they look at, and why did they not take it?"),
            OPTIONAL,
            1,
            hidden=True,
        ),
        Field(
            "sales_confidence",
            _l("Confidence of sales"),
            _l("How sure is sales that this customer will stay?"),
            OPTIONAL,
            1,
            CHOICE,
            hidden=True,
            choices=CONFIDENCE,
        ),
    ),
)

SALES_TO_CS: tuple[Category, ...] = (BACKGROUND, STAKEHOLDERS, GOALS, COMMITMENTS, TECHNICAL, TIMELINE, RISKS)
CATEGORIES: Mapping[str, Category] = {category.key: category for category in SALES_TO_CS}
FIELDS: Mapping[str, Field] = {item.key: item for category in SALES_TO_CS for item in category.fields}
CATEGORY_OF: Mapping[str, Category] = {item.key: category for category in SALES_TO_CS for item in category.fields}
