"""Expenses: active when people claim, approvers decide and a month has been paid out."""

from onboarding_phases.playbooks.shipped.values import PlaybookText, condition, phase

EXPENSES = PlaybookText(
    x_days=60,
    rule=(
        condition("claimants_30d", 5, ja="申請した従業員（直近30日）", en="People claiming in 30 days"),
        condition("claims_30d", 20, ja="経費申請（直近30日）", en="Claims in 30 days"),
        condition("payouts_finalized", 1, ja="確定した精算", en="Pay-outs finalized"),
    ),
    phases=(
        phase(
            5,
            ja=(
                "キックオフ・引き継ぎ",
                "対象部門、切り替えの月、体制に顧客と合意し、引き継ぎ内容に未確認の点がない。",
                "キックオフの議事録と、合意した日程表。",
            ),
            en=(
                "Kickoff and handover",
                "Departments, the month of the change and people are agreed; nothing in the handoff is left open.",
                "Minutes of the kickoff and the agreed schedule.",
            ),
        ),
        phase(
            14,
            ja=(
                "経費規程・承認経路の整理",
                "経費規程、上限額、承認経路が整理され、設定の要件が決まっている。",
                "承認経路の一覧と、顧客が確認した要件一覧。",
            ),
            en=(
                "Expense policy and approval routes",
                "Policy, limits and routes of approval are laid out; what to set up is decided.",
                "The list of routes and a list of requirements that the customer has confirmed.",
            ),
        ),
        phase(
            28,
            ja=(
                "初期設定・従業員の登録",
                "従業員、経費科目、カード連携、振込口座が設定され、会計への連携を確認している。",
                "設定一覧と、会計連携の確認結果。",
            ),
            en=(
                "Set-up and enrolment",
                "Employees, categories, card feeds and bank accounts are set; the link to accounting is checked.",
                "The list of settings and the check of the link to accounting.",
            ),
        ),
        phase(
            40,
            ja=(
                "申請・承認の操作説明",
                "申請者と承認者が、領収書の電子保存を含めて自分で操作できる。",
                "説明会の記録と、質疑の一覧。",
            ),
            en=(
                "Lectures on claims and approval",
                "Claimants and approvers work on their own, electronic receipts included.",
                "Records of the lectures and the list of questions and answers.",
            ),
        ),
        phase(
            50,
            ja=(
                "試験運用・課題解消",
                "1部門で1回の精算を行い、指摘された点をすべて直している。",
                "試験精算の結果と、課題一覧の解消状況。",
            ),
            en=(
                "Trial run and open issues",
                "One department has settled once the new way, and all that was found is mended.",
                "The result of the trial and the state of the issues.",
            ),
        ),
        phase(
            60,
            ja=(
                "本稼働・定着",
                "全部門の精算を新しい流れで確定し、紙の申請を終えている。",
                "確定した精算の一覧と、顧客の本稼働確認。",
            ),
            en=(
                "Go-live and activation",
                "All departments settle the new way, and paper claims have ended.",
                "The finalized pay-outs and the customer's confirmation.",
            ),
        ),
    ),
)
