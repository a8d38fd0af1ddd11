"""What the ground floor itself brings, in the same form as every room."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.accounts import cli
from portal.accounts.entry import views as entry
from portal.accounts.events import PasswordSet, RoleChanged, UserDisabled
from portal.accounts.links import jobs as links_jobs
from portal.accounts.links import views as links
from portal.accounts.links.services import MAIL_PASSWORD_LINK
from portal.accounts.own import views as own
from portal.accounts.permissions import PERMISSIONS as ACCOUNTS
from portal.accounts.rules import LOG_IN
from portal.accounts.users import views as users
from portal.api import cli as api_commands
from portal.api import models as api_models  # noqa: F401 - its tables belong to the schema
from portal.api import views as api
from portal.api.defaults import DEFAULT as INTERFACES
from portal.api.permissions import MANAGE_ACCESS
from portal.api.services import end_tokens_of
from portal.audit import views as audit
from portal.audit.permissions import VIEW_AUDIT
from portal.defaults import views as defaults
from portal.defaults.permissions import EDIT_SETTINGS, VIEW_SETTINGS
from portal.events import Subscription
from portal.exchange import models as exchange_models  # noqa: F401 - its tables belong to the schema
from portal.feature import Feature, NavItem
from portal.files import models as files_models  # noqa: F401 - its tables belong to the schema
from portal.files import services as files
from portal.files.defaults import DEFAULT as FILES
from portal.inbox import views as inbox
from portal.inbox.permissions import READ_INBOX
from portal.jobs import models as jobs_models  # noqa: F401 - its tables belong to the schema
from portal.jobs.values import JobKind
from portal.mail import services as mail
from portal.mail import views as letters
from portal.mail.permissions import VIEW_LETTERS
from portal.reports import views as reports
from portal.reports.cli import report
from portal.reports.permissions import READ_PARTNER_REPORT
from portal.start import views as start
from portal.start.permissions import OPEN_START
from portal.upkeep import views as upkeep
from portal.upkeep.notices import NOTICES, SUBSCRIPTIONS
from portal.upkeep.permissions import LOOK_AFTER_JOBS
from portal.web import health
from portal.webhooks import models as webhooks_models  # noqa: F401 - its tables belong to the schema
from portal.webhooks import views as webhooks

ground = Feature(
    name="portal",
    blueprints=[
        entry.bp,
        links.bp,
        own.bp,
        users.bp,
        start.bp,
        inbox.bp,
        defaults.bp,
        audit.bp,
        letters.bp,
        reports.bp,
        health.bp,
        api.bp,
        api.described,
        webhooks.bp,
        upkeep.bp,
    ],
    navigation=[NavItem(_l("Home"), "start.index", OPEN_START, order=0)],
    permissions=[
        *ACCOUNTS,
        VIEW_AUDIT,
        VIEW_SETTINGS,
        EDIT_SETTINGS,
        READ_INBOX,
        VIEW_LETTERS,
        OPEN_START,
        READ_PARTNER_REPORT,
        MANAGE_ACCESS,
        LOOK_AFTER_JOBS,
    ],
    subscriptions=[
        *(Subscription(kind, end_tokens_of) for kind in (UserDisabled, RoleChanged, PasswordSet)),
        *SUBSCRIPTIONS,
    ],
    notices=NOTICES,
    jobs=[
        JobKind(mail.SEND_LETTER, mail.send_letter, _l("Send letters")),
        JobKind(MAIL_PASSWORD_LINK, links_jobs.mail_password_link, _l("Send links for a new password")),
        JobKind(files.SWEEP, files.sweep_files, _l("Remove files that belong to nothing")),
    ],
    defaults=[LOG_IN, FILES, INTERFACES],
    commands=[cli.user, api_commands.token, report],
)
