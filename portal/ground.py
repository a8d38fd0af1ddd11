"""What the ground floor itself brings, in the same form as every room."""

from __future__ import annotations

from portal.defaults import models as defaults_models  # noqa: F401
from portal.feature import Feature
from portal.jobs import models as jobs_models  # noqa: F401
from portal.mail import models as mail_models  # noqa: F401
from portal.reports import views as reports
from portal.reports.permissions import READ_PARTNER_REPORT

ground = Feature(name="portal", blueprints=[reports.bp], permissions=[READ_PARTNER_REPORT])
