"""HR and payroll: active when people are enrolled, attendance comes in and a payroll has been paid."""

from onboarding_phases.playbooks.shipped.values import PlaybookText, condition, phase

HR_PAYROLL = PlaybookText(
    x_days=90,
    rule=(
        condition("employees_enrolled", 5, ja="登録した従業員", en="Employees enrolled"),
        condition("timesheets_30d", 20, ja="勤怠入力（直近30日）", en="Timesheet entries in 30 days"),
        condition("payrolls_finalized", 1, ja="確定した給与計算", en="Payrolls finalized"),
    ),
    phases=(
        phase(
            7,
            ja=(
                "キックオフ・引き継ぎ",
                "対象者、支給日、切り替えの月に顧客と合意し、引き継ぎ内容に未確認の点がない。",
                "キックオフの議事録と、合意した日程表。",
            ),
            en=(
                "Kickoff and handover",
                "Who is covered, pay days and the month of change are agreed; nothing is left open.",
                "Minutes of the kickoff and the agreed schedule.",
            ),
        ),
        phase(
            21,
            ja=(
                "規程・給与体系の整理",
                "就業規則、手当、控除、締め日が整理され、設定の要件が決まっている。",
                "給与項目の一覧と、顧客が確認した要件一覧。",
            ),
            en=(
                "Work rules and pay structure",
                "Work rules, allowances, deductions and cut-off days are laid out; what to set up is decided.",
                "The list of pay items and a list of requirements that the customer has confirmed.",
            ),
        ),
        phase(
            40,
            ja=(
                "初期設定・従業員情報の移行",
                "従業員、勤務体系、社会保険、住民税の情報が登録され、元の台帳と一致している。",
                "登録一覧と、元の台帳との照合表。",
            ),
            en=(
                "Set-up and migration of employees",
                "Employees, shifts, social insurance and resident tax are registered and match the former records.",
                "The list of registrations and their reconciliation with the former records.",
            ),
        ),
        phase(
            60,
            ja=(
                "勤怠・給与の操作説明",
                "従業員が勤怠を入力し、担当者が集計と承認を自分で行える。",
                "説明会の記録と、質疑の一覧。",
            ),
            en=(
                "Lectures on attendance and payroll",
                "Employees enter their hours; the staff sum up and approve on their own.",
                "Records of the lectures and the list of questions and answers.",
            ),
        ),
        phase(
            75,
            ja=(
                "並行計算・差異の解消",
                "同じ月の給与を新旧で計算し、差異をすべて説明できる。",
                "並行計算の差異表と、課題一覧の解消状況。",
            ),
            en=(
                "Parallel payroll and differences",
                "One month's pay is computed both ways, and every difference is explained.",
                "The table of differences and the state of the issues.",
            ),
        ),
        phase(
            90,
            ja=(
                "本番支給・定着",
                "新しいシステムだけで給与を確定し、支給と明細の配付を終えている。",
                "確定した給与の一覧と、顧客の本稼働確認。",
            ),
            en=(
                "First live payroll",
                "Pay is finalized, paid and its slips are sent by the new system alone.",
                "The finalized payroll and the customer's confirmation.",
            ),
        ),
    ),
)
