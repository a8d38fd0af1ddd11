"""Invoicing: active when customers are registered, invoices go out and payments are matched."""

from onboarding_phases.playbooks.shipped.values import (
    ACCEPTANCE,
    CUSTOMER,
    PARTNER,
    REFERENCE,
    VENDOR,
    PlaybookText,
    condition,
    phase,
    task,
)

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
            tasks=(
                task(
                    "1.1",
                    VENDOR,
                    REFERENCE,
                    ja="引き継ぎ概要の不明点に回答する",
                    en="Answer the open questions on the brief",
                ),
                task(
                    "1.2",
                    PARTNER,
                    ACCEPTANCE,
                    ja="キックオフを開き、請求の範囲・切り替えの月・体制に合意する",
                    en="Hold the kickoff and agree on scope, the month of change and people",
                    after=("1.1",),
                ),
                task("1.3", CUSTOMER, ACCEPTANCE, ja="窓口と承認者を決める", en="Name the contact and the approver"),
                task(
                    "1.4",
                    PARTNER,
                    ACCEPTANCE,
                    ja="議事録と日程表を共有する",
                    en="Share the minutes and the schedule",
                    after=("1.2",),
                ),
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
            tasks=(
                task(
                    "2.1",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="現在の帳票と取引先の台帳を提供する",
                    en="Hand over the present forms and the records of clients",
                    after=("1.4",),
                ),
                task(
                    "2.2",
                    PARTNER,
                    REFERENCE,
                    ja="見積から入金までの流れを聞き取る",
                    en="Ask how the work runs from quote to payment",
                    after=("2.1",),
                ),
                task(
                    "2.3", PARTNER, ACCEPTANCE, ja="帳票様式の見本を作る", en="Make the sample forms", after=("2.2",)
                ),
                task(
                    "2.4",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="様式と要件一覧を確認し、承認する",
                    en="Review and approve forms and requirements",
                    after=("2.3",),
                ),
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
            tasks=(
                task(
                    "3.1",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="適格請求書の登録番号と振込口座を知らせる",
                    en="Give the invoice registration number and the bank account",
                ),
                task(
                    "3.2",
                    PARTNER,
                    ACCEPTANCE,
                    ja="取引先・品目・税率・帳票様式を設定する",
                    en="Set up clients, items, tax rates and forms",
                    after=(
                        "2.4",
                        "3.1",
                    ),
                ),
                task(
                    "3.3",
                    PARTNER,
                    ACCEPTANCE,
                    ja="取引先を元の台帳と照合する",
                    en="Reconcile the clients with the former records",
                    after=("3.2",),
                ),
                task(
                    "3.4",
                    PARTNER,
                    REFERENCE,
                    ja="定期請求のひな形を登録する",
                    en="Enter the templates of recurring invoices",
                    after=("3.2",),
                    optional=True,
                ),
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
            tasks=(
                task(
                    "4.1",
                    PARTNER,
                    ACCEPTANCE,
                    ja="発行・送付・消込の説明会を開く",
                    en="Lecture on issuing, sending and matching",
                    after=("3.3",),
                ),
                task(
                    "4.2",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="担当者が請求書を5件発行する",
                    en="Have the staff issue five invoices",
                    after=("4.1",),
                ),
                task(
                    "4.3",
                    PARTNER,
                    ACCEPTANCE,
                    ja="質疑の一覧に回答する",
                    en="Answer the list of questions",
                    after=("4.1",),
                ),
                task(
                    "4.4",
                    PARTNER,
                    REFERENCE,
                    ja="入金消込の自動化を設定する",
                    en="Set up automatic matching",
                    optional=True,
                ),
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
            tasks=(
                task(
                    "5.1",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="一部の取引先に新しい流れで請求する",
                    en="Bill some clients the new way",
                    after=("4.2",),
                ),
                task(
                    "5.2",
                    PARTNER,
                    ACCEPTANCE,
                    ja="取引先からの指摘をまとめ、直す",
                    en="Collect what clients point out and mend it",
                    after=("5.1",),
                ),
                task(
                    "5.3",
                    VENDOR,
                    REFERENCE,
                    ja="製品側の課題に回答する",
                    en="Answer the issues that lie with the product",
                ),
                task(
                    "5.4",
                    PARTNER,
                    ACCEPTANCE,
                    ja="課題一覧をすべて閉じる",
                    en="Close the list of issues",
                    after=("5.2",),
                ),
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
            tasks=(
                task(
                    "6.1",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="1か月分の請求をすべて新しい流れで発行する",
                    en="Issue all invoices of a month the new way",
                    after=("5.4",),
                ),
                task("6.2", CUSTOMER, ACCEPTANCE, ja="入金を消し込む", en="Match the payments", after=("6.1",)),
                task("6.3", CUSTOMER, ACCEPTANCE, ja="本稼働を確認する", en="Confirm the go-live", after=("6.2",)),
                task(
                    "6.4",
                    PARTNER,
                    REFERENCE,
                    ja="サポートへの引き継ぎ事項をまとめる",
                    en="Sum up what support should know",
                ),
            ),
        ),
    ),
)
