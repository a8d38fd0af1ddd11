"""Handoffs of the demo: what sales writes down of a customer, some complete, some with gaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.enums import FieldState
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.handoff.rules import Answer
from onboarding_phases.handoff.services import (
    accept_handoff,
    open_handoff,
    return_handoff,
    save_fields,
    submit_handoff,
)
from portal.people import Principal

ANSWERS = {
    "business": "地域の中小企業を中心に製品とサービスを提供しています。部門は3つ、拠点は2か所です。",
    "current_process": "会計は据え置き型のソフト、経費は表計算で管理し、月次の締めに翌月15日までかかります。",
    "purchase_reason": "月次の数字を翌月5営業日までに出したいことと、担当者の退職に備えた標準化が理由です。",
    "closing_month": "3",
    "relationship": "3か月前の展示会で名刺を交換し、2回の説明会を経てご契約いただきました。",
    "executive_sponsor": "管理本部長。月次の早期化を自ら推進されています。",
    "champion": "経理課長。社内の説明と日程の調整を引き受けてくださいます。",
    "economic_buyer": "代表取締役",
    "technical_evaluator": "情報システム担当（兼務）",
    "end_users": "経理3名、各部門の申請者およそ30名です。",
    "influencers_and_blockers": "営業部長は申請の手間が増えることを心配されています。",
    "contact_preference": "mail",
    "goal": "月次決算を5営業日で締め、部門別の損益を毎月の会議で使えるようにします。",
    "success_criteria": "稼働から2か月目に、月次の締めが5営業日以内に終わっていることです。",
    "current_figures": "月次の締めは10営業日、手入力の仕訳は月400件です。",
    "first_benefit": "銀行明細の自動取り込みで、入力の手間を減らします。",
    "commitment_scope": "会計と経費の設定、期首残高の移行、操作の説明会2回までをお約束しました。",
    "commitment_service": "稼働後1か月は、質問に1営業日以内で回答します。",
    "commitment_timeline": "次の四半期の初めから新しい仕組みで締めることをお約束しました。",
    "commitment_commercial": "初年度の導入支援を含む金額でご契約いただきました。",
    "data_migration": "直近2年分の仕訳と取引先です。元データは汎用の形式で書き出せます。",
    "connections": "銀行2行、法人カード1種、勤怠の仕組みと連携します。",
    "access_rights": "経理はすべて、部門長は自部門のみ閲覧できるようにします。",
    "security_requirements": "二要素認証と、社外からの接続の制限を希望されています。",
    "monthly_volume": "420",
    "fixed_dates": "決算月の前後2週間は作業の時間が取れません。",
    "customer_capacity": "経理課長が週4時間、担当者が週6時間を確保できます。",
    "concerns": "移行した残高が合わないことを心配されています。突き合わせの手順を早めに示します。",
    "previous_attempts": "2年前に別の製品を試しましたが、移行の途中で止まりました。",
}
MISSING_ON_RETURN = {
    "commitment_verbal": "口頭でのお約束の有無を、担当営業に確認して記入してください。",
    "success_criteria": "測り方が分かる数字で書いてください。",
}


def open_and_write(customer: Customer, *, sales: Principal, gaps: bool) -> Handoff:
    """Let sales open a handoff and fill it in, with or without gaps."""
    handoff = open_handoff(customer, actor=sales)
    answers = {key: Answer(FieldState.FILLED, text) for key, text in ANSWERS.items()}
    go_live = customer.onboarding_start + timedelta(days=90)
    answers["go_live_on"] = _day(go_live)
    answers["kickoff_on"] = _day(customer.onboarding_start)
    if gaps:
        for key in ("connections", "previous_attempts", "security_requirements"):
            del answers[key]
        answers["commitment_verbal"] = Answer(FieldState.UNKNOWN, reason="担当営業に確認中です。")
    else:
        answers["commitment_verbal"] = Answer(FieldState.NOT_APPLICABLE, reason="口頭でのお約束はありません。")
    save_fields(handoff, fields=answers, version=None, actor=sales)
    return handoff


def hand_over(customer: Customer, *, vendor: Mapping[str, Principal], turn: int) -> None:
    """Leave a handoff where its turn says: a draft, submitted, returned, or accepted."""
    sales, manager = vendor["sales"], vendor["manager"]
    handoff = open_and_write(customer, sales=sales, gaps=turn % 4 in (0, 2))
    if turn % 4 == 0:
        return
    submit_handoff(handoff, actor=sales)
    if turn % 4 == 2:
        return_handoff(handoff, missing=MISSING_ON_RETURN, actor=manager)
    if turn % 4 == 3:
        accept_handoff(handoff, actor=manager)


def _day(day: date) -> Answer:
    return Answer(FieldState.FILLED, day.isoformat())
