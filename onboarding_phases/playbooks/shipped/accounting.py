"""Accounting: active when accounts are linked, entries are made and a month has been closed."""

from onboarding_phases.playbooks.shipped.values import PlaybookText, condition, phase

ACCOUNTING = PlaybookText(
    x_days=90,
    rule=(
        condition("bank_feeds", 1, ja="口座連携", en="Bank feeds"),
        condition("journals_30d", 50, ja="仕訳（直近30日）", en="Journal entries in 30 days"),
        condition("monthly_closes", 1, ja="月次締め", en="Months closed"),
    ),
    phases=(
        phase(
            7,
            ja=(
                "キックオフ・引き継ぎ",
                "目標、範囲、体制、日程に顧客と合意し、引き継ぎ内容に未確認の点がない。",
                "キックオフの議事録と、合意した日程表。",
            ),
            en=(
                "Kickoff and handover",
                "Goals, scope, people and dates are agreed; nothing in the handoff is left open.",
                "Minutes of the kickoff and the agreed schedule.",
            ),
        ),
        phase(
            21,
            ja=(
                "業務整理・要件定義",
                "現在の経理業務と新しい業務の流れが整理され、設定と移行の要件が決まっている。",
                "業務フロー図と、顧客が確認した要件一覧。",
            ),
            en=(
                "Process inventory and requirements",
                "Present and future bookkeeping processes are laid out; what to set up and to migrate is decided.",
                "Process charts and a list of requirements that the customer has confirmed.",
            ),
        ),
        phase(
            40,
            ja=(
                "初期設定・データ移行",
                "勘定科目、部門、税区分、口座連携が設定され、開始残高が旧システムと一致している。",
                "設定一覧と、開始残高の照合表。",
            ),
            en=(
                "Set-up and data migration",
                "Accounts, departments, tax classes and bank feeds are set; opening balances match the old system.",
                "The list of settings and the reconciliation of opening balances.",
            ),
        ),
        phase(
            60,
            ja=(
                "操作説明・質疑",
                "日々の入力と承認を担当者が自分で行え、質問が残っていない。",
                "説明会の記録と、質疑の一覧。",
            ),
            en=(
                "Operation lectures and Q&A",
                "The customer's staff enter and approve on their own, and no question is open.",
                "Records of the lectures and the list of questions and answers.",
            ),
        ),
        phase(
            75,
            ja=(
                "試験運用・課題解消",
                "1か月分を新しい流れで処理し、旧システムとの差異を説明できる。",
                "試験運用の差異表と、課題一覧の解消状況。",
            ),
            en=(
                "Trial run and open issues",
                "A month has been processed the new way, and every difference from the old system is explained.",
                "The table of differences and the state of the issues.",
            ),
        ),
        phase(
            90,
            ja=(
                "本稼働・定着",
                "新しい流れだけで月次を締め、旧システムの利用を終えている。",
                "締めた月の試算表と、顧客の本稼働確認。",
            ),
            en=(
                "Go-live and activation",
                "A month is closed the new way alone, and the old system is no longer used.",
                "The trial balance of the closed month and the customer's confirmation.",
            ),
        ),
    ),
)
