"""Pages: the list of playbooks, one version, the difference of two, and the editor of the next one."""

from onboarding_phases.playbooks.views import editor, pages, publishing, tasks
from onboarding_phases.playbooks.views.blueprint import bp

__all__ = ["bp", "editor", "pages", "publishing", "tasks"]
