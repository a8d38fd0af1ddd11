"""The numbers that this room brings to the settings, and the plays that it ships with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import RiskReason
from onboarding_phases.playbooks.enums import TaskSide
from portal.defaults.values import Default, DefaultField

NUMBERS = "risks"
DAYS = _l("days")
DEFAULT = Default(
    key=NUMBERS,
    title=_l("Risk: predictions and silent struggle"),
    fields=(
        DefaultField("cases_least", _l("No prediction under so many cases"), 20, 5, 500),
        DefaultField("firms_least", _l("A firm sees predictions that rest on so many firms"), 5, 2, 50),
        DefaultField("history_days", _l("Cases count that were finished within"), 730, 90, 3650, unit=DAYS),
        DefaultField("quiet_days", _l("Silent struggle: no log-in for"), 7, 2, 60, unit=DAYS),
        DefaultField("quiet_days_high", _l("High risk: no log-in for"), 14, 2, 90, unit=DAYS),
        DefaultField("fell_to", _l("Silent struggle: usage of a week is at most"), 50, 1, 99, unit="%"),
        DefaultField("usage_floor", _l("… of the week before, where that was at least"), 5, 1, 100_000),
        DefaultField("fresh_days", _l("Usage says something of risk for"), 3, 1, 30, unit=DAYS),
        DefaultField("override_days", _l("A level of risk is set by hand for at most"), 30, 1, 90, unit=DAYS),
    ),
)


@dataclass(frozen=True)
class ShippedPlay:
    """What is proposed against a cause until the vendor changes it."""

    side: TaskSide
    due_days: int
    title: Mapping[str, str]
    text: Mapping[str, str]
    metric: str | None = None


SHIPPED: Mapping[RiskReason, ShippedPlay] = {
    RiskReason.LATE: ShippedPlay(
        TaskSide.PARTNER,
        2,
        {"ja": "遅れの理由と新しい見込み日の共有", "en": "Share the cause of the delay and a new expected day"},
        {
            "ja": "顧客と話し合った新しい見込み日と、お困りの点をお知らせください。"
            "期限の延長や保留が必要な場合もご相談ください。",
            "en": "Please let us know the new day agreed with the customer, and what stands in the way. "
            "An extension or a hold can be discussed.",
        },
    ),
    RiskReason.PAST_X: ShippedPlay(
        TaskSide.VENDOR,
        2,
        {"ja": "稼働までの計画の立て直し", "en": "Make a new plan to activation"},
        {
            "ja": "満たしていない稼働条件を確認し、顧客・パートナーと残りの作業と日程を決め直します。",
            "en": "Look at the conditions of activation that are not met, and agree on the work left and its days "
            "with customer and partner.",
        },
    ),
    RiskReason.NEAR_X: ShippedPlay(
        TaskSide.VENDOR,
        3,
        {"ja": "稼働条件の残りの確認", "en": "Check which conditions of activation are left"},
        {
            "ja": "満たしていない稼働条件を確認し、X日までに満たせるかをパートナーと話し合います。",
            "en": "Look at the conditions that are not met, and talk with the partner about whether they can be met "
            "by day X.",
        },
    ),
    RiskReason.REVIEW_LATE: ShippedPlay(
        TaskSide.VENDOR,
        1,
        {"ja": "レビューの回答", "en": "Answer the submission"},
        {
            "ja": "提出物を確認して回答します。担当者が対応できない場合は、別の担当者に引き継ぎます。",
            "en": "Look at the submission and answer it. Where the owner cannot, somebody else takes it over.",
        },
    ),
    RiskReason.RETURNED: ShippedPlay(
        TaskSide.VENDOR,
        2,
        {"ja": "差し戻しの理由の説明", "en": "Explain why the phase was returned"},
        {
            "ja": "足りない点と受け入れ条件を、打ち合わせでパートナー企業に説明し、認識の違いをなくします。",
            "en": "Explain to the firm in a meeting what is missing and what acceptance asks for, so that both "
            "sides mean the same.",
        },
    ),
    RiskReason.BLOCKED: ShippedPlay(
        TaskSide.VENDOR,
        2,
        {"ja": "課題の解決の見通しの確認", "en": "Find out when the blocker will be resolved"},
        {
            "ja": "課題の担当に解決の見通しを確認します。社内で解決できない場合はエスカレーションを起票します。",
            "en": "Ask whoever has to act when it will be resolved. What cannot be resolved here becomes an "
            "escalation.",
        },
    ),
    RiskReason.FORESEEN: ShippedPlay(
        TaskSide.VENDOR,
        3,
        {"ja": "残りの日程の相談", "en": "Talk about the days that are left"},
        {
            "ja": "過去の実績では期限日を過ぎる見込みです。残りの作業と必要な支援をパートナー企業と話し合います。",
            "en": "By past cases the finish lies beyond the due day. Talk with the firm about the work left and the "
            "help that it wishes for.",
        },
    ),
    RiskReason.QUIET: ShippedPlay(
        TaskSide.VENDOR,
        2,
        {"ja": "サポートへの正式な引き継ぎの提案", "en": "Propose a formal handoff to support"},
        {
            "ja": "顧客が製品にログインしていません。状況を確認し、つまずいている点があれば"
            "サポートへのエスカレーションを起票します。",
            "en": "Nobody of the customer logs in. Find out why, and raise an escalation to support where something "
            "holds them up.",
        },
        metric="logins",
    ),
    RiskReason.USAGE_FELL: ShippedPlay(
        TaskSide.VENDOR,
        3,
        {"ja": "利用の減少の理由の確認", "en": "Find out why usage has fallen"},
        {
            "ja": "利用が前の週の半分以下です。理由を確認し、必要ならサポートへのエスカレーションを起票します。",
            "en": "Usage is at most half of the week before. Find out why, and raise an escalation to support where "
            "it is needed.",
        },
        metric="logins",
    ),
}
