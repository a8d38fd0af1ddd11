"""The words of partners."""

from enum import StrEnum


class PartnerKind(StrEnum):
    """What kind of firm a partner is."""

    TAX_ACCOUNTANT = "tax_accountant"
    CPA = "cpa"
    LABOR_CONSULTANT = "labor_consultant"
    SYSTEM_CONSULTING = "system_consulting"
    BPO = "bpo"
    OTHER = "other"


class PartnerStatus(StrEnum):
    """The life of a partner, from candidate to ended."""

    CANDIDATE = "candidate"
    SCREENING = "screening"
    CONTRACTED = "contracted"
    PREPARING = "preparing"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
