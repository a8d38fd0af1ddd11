"""The house stands as docs/architecture.md draws it: file names, sizes, one docstring per room."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("portal", "partners", "onboarding_phases", "training", "certification")
ROOM_FILES = {
    "__init__",
    "feature",
    "views",
    "api",
    "cli",
    "forms",
    "notices",
    "reports",
    "services",
    "queries",
    "models",
    "rules",
    "events",
    "permissions",
    "enums",
    "values",  # what is handed between files, frozen
    "defaults",  # the numbers that the room brings to the settings
}
# Engines and the ground floor name their modules by what they hold; each stands here with its reason.
OWN_NAMES = {
    "portal": "the ground floor: one module for each thing that rooms stand on",
    "onboarding_phases/allocation/matching": "a pure engine",
    "certification/policies": "a pure engine",
    "training/quizzes": "a pure engine",
    "onboarding_phases/onboardings/services": "one file for each part of an onboarding's life",
    "onboarding_phases/onboardings/models": "exclusions stand beside what they exclude",
    "onboarding_phases/onboardings/queries": "one file for each thing that is read of onboardings",
    "onboarding_phases/onboardings/views": "one file for each part of the pages",
    "onboarding_phases/allocation/reports": "a plan, its words, progress and comparison, and the start page",
    "onboarding_phases/allocation/services": "beginning, solving and approving, one file each",
    "onboarding_phases/onboardings/reports": "what needs a reader, the cards of start pages, and a risk in words",
    "onboarding_phases/offers/services": "sending, waiting, answering, ending, one file each",
    "onboarding_phases/commitments/services": "taking from the handoff, writing and settling, one file each",
    "onboarding_phases/tasks/services": "tasks of a playbook, tasks one by one, and blockers, one file each",
    "onboarding_phases/escalations/services": "raising, working, taking over, clocks and routes, one file each",
    "onboarding_phases/risks/services": "measuring, looking, nights, plays, their words and levels, one file each",
    "onboarding_phases/escalations/views": "one file for each part of the pages",
    "onboarding_phases/handoff/template": "the questions of a handoff, as data",
    "onboarding_phases/playbooks/services": "what ships, drafts and publishing, one file each",
    "onboarding_phases/playbooks/views": "one file for each part of the pages",
    "onboarding_phases/playbooks/shipped": "the playbooks that the product ships with, one file each",
}
OWN_FILES = {
    "onboarding_phases/allocation/runs.py": "runs, their pins and bans as they are read, apart from a run's input",
    "partners/geography.py": "prefectures and regions, a table of facts",
    "partners/industries.py": "JSIC divisions, a table of facts",
    "partners/numbers.py": "check digits, a pure rule with a published source",
    "partners/tables.py": "the columns of partner files, shared by commands and imports",
    "onboarding_phases/customers/tables.py": "the columns of customer files, shared by commands and imports",
    "onboarding_phases/calibration/learning.py": "a pure engine: results estimated from what is known so far",
    "onboarding_phases/customers/wording.py": "a suggested effort in words, for the form and for imports",
    "onboarding_phases/customers/suggesting.py": "pure: the effort that a profile suggests, and why",
    "onboarding_phases/escalations/hours.py": "the pure clock of business hours",
    "onboarding_phases/onboardings/clock.py": "the pure clock of an onboarding",
    "onboarding_phases/onboardings/standing.py": "the pure judgement of how an onboarding stands",
    "onboarding_phases/onboardings/gantt.py": "a pure drawing",
    "onboarding_phases/forecast/planning.py": "a pure engine: the months of a plan out of what is known on a day",
    "onboarding_phases/playbooks/differences.py": "pure: what one version says otherwise than another",
    "onboarding_phases/playbooks/editing.py": "pure: a playbook with one thing changed",
    "onboarding_phases/playbooks/wording.py": "pure: words that prescribe order and method to a firm's staff",
    "onboarding_phases/conversations/panels.py": "panels hold forms, which reports may not import",
    "onboarding_phases/surveys/questions/shipped.py": "the surveys that the product ships with, as data",
    "onboarding_phases/usage/tables.py": "the columns of the usage file",
    "onboarding_phases/kpis/estimates.py": "a pure engine",
    "onboarding_phases/kpis/survival.py": "a pure engine",
    "onboarding_phases/kpis/adjustment.py": "a pure engine",
    "onboarding_phases/kpis/files.py": "the pure engine on files",
    "certification/overview.py": "one period over all firms, apart from the words of one firm",
    "certification/outlook.py": "a pure engine: what more cases, and those that leave the window, would change",
    "certification/words.py": "values and gaps as texts, shared by pages, cards and reports",
    "training/courses/content.py": "reads the files of a course into values",
    "onboarding_phases/kpis/trends.py": "a pure engine",
    "onboarding_phases/kpis/curves.py": "a pure engine",
    "onboarding_phases/kpis/figures.py": "a pure engine: all figures of one group as of a day",
    "onboarding_phases/kpis/programme.py": "the one reading across firms, kept by itself so that it can be watched",
    "onboarding_phases/kpis/counts.py": "a pure engine: what an onboarding adds to the figures",
    "onboarding_phases/kpis/counted.py": "a pure engine: all figures of one group out of its counts",
    "onboarding_phases/kpis/recounting.py": "a pure engine: the counts of firms and of their groups",
    "onboarding_phases/kpis/projections.py": "the counts that a page reads, kept or taken anew",
    "onboarding_phases/kpis/projecting.py": "its other side: marking, counting, keeping, in events and jobs",
    "onboarding_phases/kpis/comparing.py": "kept counts against the records, apart from the code that keeps them",
    "onboarding_phases/kpis/sidebyside.py": "the rows of the rate side by side, out of counts",
    "onboarding_phases/kpis/tables.py": "the columns of the file, shared by the export and by pages",
    "onboarding_phases/kpis/grouping.py": "by what figures are set side by side, shared by counts, page and file",
    "onboarding_phases/kpis/cases.py": "the onboardings behind a figure, each with why it counts",
    "onboarding_phases/kpis/running.py": "what ran on a day as it stood then, by the pure rules of standing",
    "onboarding_phases/kpis/months.py": "a firm's month, shared by report, panel and cards",
    "onboarding_phases/kpis/overview.py": "what the page shows to vendor and firm",
    "onboarding_phases/kpis/panels.py": "panels and cards, shared by pages of other rooms",
    "onboarding_phases/kpis/summary.py": "a month in words",
    "onboarding_phases/kpis/words.py": "figures as texts",
    "onboarding_phases/kpis/drawings.py": "charts with the tables behind them, for pages and paper",
}
FORBIDDEN = {"utils", "helpers", "managers", "base", "common", "misc"}


def sources() -> list[Path]:
    found = [file for room in ROOMS for file in (ROOT / room).rglob("*.py") if "versions" not in file.parts]
    assert len(found) > 100
    return found


def test_every_file_has_a_name_of_the_plan():
    stray = []
    for file in sources():
        place = file.relative_to(ROOT).as_posix()
        if file.stem in FORBIDDEN:
            stray.append(place)
        elif place in OWN_FILES or any(place.startswith(f"{folder}/") for folder in OWN_NAMES):
            continue
        elif file.stem not in ROOM_FILES:
            stray.append(place)
    assert stray == []


def test_no_exemption_has_outlived_its_file():
    gone = [place for place in (*OWN_FILES, *OWN_NAMES) if not (ROOT / place).exists()]
    assert gone == []


def test_a_room_explains_itself_in_one_docstring():
    for file in sources():
        if file.name == "__init__.py":
            tree = ast.parse(file.read_text(encoding="utf-8"))
            assert ast.get_docstring(tree), file
            # Beside it only the names that a package hands on.
            assert all(
                isinstance(part, ast.Expr | ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign)
                for part in tree.body
            ), file


def test_files_and_functions_keep_to_a_size_that_can_be_read():
    long = []
    for file in sources():
        text = file.read_text(encoding="utf-8")
        if text.count("\n") > 300:
            long.append(f"{file.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 40:
                    long.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name}: {length} lines")
    assert long == []


@pytest.mark.parametrize("word", ["raise NotImplementedError", "TODO", "FIXME"])
def test_nothing_is_left_for_later_in_the_code(word):
    assert [str(file) for file in sources() if word in file.read_text(encoding="utf-8")] == []
