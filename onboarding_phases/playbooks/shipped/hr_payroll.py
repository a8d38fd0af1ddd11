"""HR and payroll: active when people are enrolled, attendance comes in and a payroll has been paid."""

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
                    ja="キックオフを開き、対象者・支給日・切り替えの月に合意する",
                    en="Hold the kickoff and agree on people covered, pay days and the month of change",
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
                "規程・給与体系の整理",
                "就業規則、手当、控除、締め日が整理され、設定の要件が決まっている。",
                "給与項目の一覧と、顧客が確認した要件一覧。",
            ),
            en=(
                "Work rules and pay structure",
                "Work rules, allowances, deductions and cut-off days are laid out; what to set up is decided.",
                "The list of pay items and a list of requirements that the customer has confirmed.",
            ),
            tasks=(
                task(
                    "2.1",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="就業規則・賃金規程・直近の給与台帳を提供する",
                    en="Hand over work rules, pay rules and the latest payroll",
                    after=("1.4",),
                ),
                task(
                    "2.2",
                    PARTNER,
                    REFERENCE,
                    ja="手当・控除・締め日を聞き取る",
                    en="Ask about allowances, deductions and cut-off days",
                    after=("2.1",),
                ),
                task(
                    "2.3",
                    PARTNER,
                    ACCEPTANCE,
                    ja="給与項目の一覧を作る",
                    en="Draw up the list of pay items",
                    after=("2.2",),
                ),
                task(
                    "2.4",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="要件一覧を確認し、承認する",
                    en="Review and approve the list of requirements",
                    after=("2.3",),
                ),
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
            tasks=(
                task(
                    "3.1",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="従業員の情報を所定の様式で提供する",
                    en="Hand over the employees' data in the given form",
                ),
                task(
                    "3.2",
                    PARTNER,
                    ACCEPTANCE,
                    ja="勤務体系・社会保険・住民税を設定する",
                    en="Set up shifts, social insurance and resident tax",
                    after=("2.4",),
                ),
                task(
                    "3.3",
                    PARTNER,
                    ACCEPTANCE,
                    ja="従業員の情報を登録し、元の台帳と照合する",
                    en="Register the employees and reconcile them with the former records",
                    after=(
                        "3.1",
                        "3.2",
                    ),
                ),
                task(
                    "3.4",
                    PARTNER,
                    REFERENCE,
                    ja="有給休暇の残日数を移行する",
                    en="Migrate the balances of paid leave",
                    after=("3.3",),
                    optional=True,
                ),
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
            tasks=(
                task(
                    "4.1",
                    PARTNER,
                    ACCEPTANCE,
                    ja="勤怠入力と集計の説明会を開く",
                    en="Lecture on entering and summing up hours",
                    after=("3.3",),
                ),
                task(
                    "4.2",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="従業員が1週間分の勤怠を入力する",
                    en="Have the employees enter a week of hours",
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
                    ja="年末調整の進め方を説明する",
                    en="Explain the year-end adjustment",
                    optional=True,
                ),
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
            tasks=(
                task(
                    "5.1",
                    PARTNER,
                    ACCEPTANCE,
                    ja="同じ月の給与を新旧で計算する",
                    en="Compute one month's pay both ways",
                    after=("4.2",),
                ),
                task(
                    "5.2",
                    PARTNER,
                    ACCEPTANCE,
                    ja="差異表を作り、差異の理由を書く",
                    en="Draw up the table of differences with the reason of each",
                    after=("5.1",),
                ),
                task(
                    "5.3",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="差異表を確認する",
                    en="Review the table of differences",
                    after=("5.2",),
                ),
                task(
                    "5.4",
                    PARTNER,
                    ACCEPTANCE,
                    ja="課題一覧をすべて閉じる",
                    en="Close the list of issues",
                    after=("5.3",),
                ),
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
            tasks=(
                task(
                    "6.1",
                    CUSTOMER,
                    ACCEPTANCE,
                    ja="新しいシステムで給与を確定し、支給する",
                    en="Finalize and pay by the new system",
                    after=("5.4",),
                ),
                task(
                    "6.2", CUSTOMER, ACCEPTANCE, ja="給与明細を配付する", en="Hand out the pay slips", after=("6.1",)
                ),
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
