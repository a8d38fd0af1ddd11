"""Who may do what with certification. A firm reads its own decided evaluations: its session holds nothing else."""

from portal.access import permission
from portal.people import Role

VIEW_CERTIFICATION = permission("certification.evaluation.view", Role.CS_MANAGER, Role.AUDITOR, Role.PARTNER_MANAGER)
VIEW_EVERY_FIRM = permission("certification.programme.view", Role.CS_MANAGER, Role.AUDITOR)
VIEW_OWN_FIRM = permission("certification.own_evaluation.view", Role.PARTNER_MANAGER)
VIEW_POLICY = permission(
    "certification.policy.view", Role.ADMIN, Role.CS_MANAGER, Role.AUDITOR, Role.PARTNER_MANAGER
)
EVALUATE = permission("certification.evaluation.make", Role.CS_MANAGER)
DECIDE = permission("certification.evaluation.decide", Role.CS_MANAGER)

PERMISSIONS = [VIEW_CERTIFICATION, VIEW_EVERY_FIRM, VIEW_OWN_FIRM, VIEW_POLICY, EVALUATE, DECIDE]
