"""Who may do what in courses."""

from portal.access import permission
from portal.people import Role

VIEW_TRAINING = permission(
    "training.training.view",
    Role.CS_MANAGER,
    Role.CS_MEMBER,
    Role.AUDITOR,
    Role.PARTNER_MANAGER,
    Role.CONSULTANT,
)
VIEW_COUNTS = permission("training.counts.view", Role.CS_MANAGER, Role.CS_MEMBER, Role.AUDITOR)
VIEW_PEOPLE = permission("training.people.view", Role.PARTNER_MANAGER)
ENROL_CONSULTANT = permission("training.consultant.enrol", Role.PARTNER_MANAGER)
READ_LESSON = permission("training.lesson.read", Role.CONSULTANT)
LOAD_COURSES = permission("training.course.load", Role.CS_MANAGER)
