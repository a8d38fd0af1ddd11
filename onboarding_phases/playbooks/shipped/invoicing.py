"""Invoicing: active when customers are registered, invoices go out and payments are matched."""

from onboarding_phases.playbooks.shipped.values import PlaybookText, condition, phase

INVOICING = PlaybookText(
    x_days=90,
    rule=(
        condition("clients_registered", 5, ja="登録した取引先", en="Clients registered"),
        condition("invoices_30d", 10, ja="発行した請求書（直近30日）", en="Invoices issued in 30 days"),
        condition("payments_matched", 5, ja="消し込んだ入金", en="Payments matched"),
    ),
    phases=(
        phase(
            7,
            ja=(
                "キックオフ・引き継ぎ",
                "請求の範囲、切り替えの月、体制に顧客と合意し、引き継ぎ内容に未確認の点がない。",
                "キックオフの議事録と、合意した日程表。",
            ),
            en=(
                "Kickoff and handover",
                "Scope, people and the month of change are agreed; nothing in the handoff is left open.",
                "Minutes of the kickoff and the agreed schedule.",
            ),
        ),
        phase(
            21,
            ja=(
                "請求業務の整理・要件定義",
                "見積から入金までの流れと承認者が整理され、様式と設定の要件が決まっている。",
                "業務フロー図と、顧客が確認した様式の見本。",
            ),
            en=(
                "Billing process and requirements",
                "The way from quote to payment and its approvers are laid out; forms and settings are decided.",
                "Process charts and sample forms that the customer has confirmed.",
            ),
        ),
        phase(
            40,
            ja=(
                "初期設定・取引先の移行",
                "取引先、品目、税率、登録番号、帳票様式が設定され、元の台帳と一致している。",
                "設定一覧と、取引先の照合表。",
            ),
            en=(
                "Set-up and migration of clients",
                "Clients, items, tax rates, registration number and forms are set and match the former records.",
                "The list of settings and the reconciliation of clients.",
            ),
        ),
        phase(
            60,
            ja=(
                "発行・消込の操作説明",
                "担当者が請求書の発行、送付、入金の消し込みを自分で行える。",
                "説明会の記録と、質疑の一覧。",
            ),
            en=(
                "Lectures on issuing and matching",
                "The staff issue and send invoices and match payments on their own.",
                "Records of the lectures and the list of questions and answers.",
            ),
        ),
        phase(
            75,
            ja=(
                "試験発行・課題解消",
                "一部の取引先に新しい流れで請求し、指摘された点をすべて直している。",
                "試験発行の一覧と、課題一覧の解消状況。",
            ),
            en=(
                "Trial issue and open issues",
                "Some clients are billed the new way, and all that was found is mended.",
                "The list of trial invoices and the state of the issues.",
            ),
        ),
        phase(
            90,
            ja=(
                "本番発行・定着",
                "1か月分の請求をすべて新しい流れで発行し、入金を消し込んでいる。",
                "発行一覧と消込の結果、顧客の本稼働確認。",
            ),
            en=(
                "First live month",
                "All invoices of a month go out the new way, and their payments are matched.",
                "The list of invoices with their matching and the customer's confirmation.",
            ),
        ),
    ),
)
