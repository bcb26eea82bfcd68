"""What every page works with while a vault is open: the vault, the policy, the day, and the forms of a case.

Holds no widgets and no state of its own. Imports nothing heavy, so that the first window can know its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ipas_desktop.policy import Policy

if TYPE_CHECKING:
    from ipas_desktop.cases.case import Case, DocumentKey
    from ipas_desktop.cases.findings import Finding
    from ipas_desktop.forms.definition import Context, Form
    from ipas_desktop.vault.opening import OpenVault


def today_here() -> date:
    """Return the day of the user's own calendar, which is the one that deadlines mean."""
    return datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True)
class Session:
    """An open vault and what goes with it. ``practice``: a temporary vault with the example, thrown away at the end."""

    vault: OpenVault
    policy: Policy = field(default_factory=Policy)
    today: Callable[[], date] = today_here
    practice: bool = False

    def forms_of(self, case: Case) -> Mapping[DocumentKey, Form]:
        """Return the form of each document, in the version the case is pinned to."""
        from ipas_desktop.forms import loader

        return {document.key: loader.load_form(document.form_id, document.form_version) for document in case.documents}

    def names_of(self, case: Case) -> Mapping[DocumentKey, str]:
        """Return the short name of each document; those that share one are told apart by their countries."""
        from ipas_desktop.cases import document_names

        titles = [(key, form.short_title) for key, form in self.forms_of(case).items()]
        return document_names.told_apart(titles, {document.key: document.answers for document in case.documents})

    def context(self) -> Context:
        """Return today's context of a whole case."""
        from ipas_desktop.forms.definition import Context

        return Context(today=self.today())

    def context_of(self, case: Case, key: DocumentKey) -> Context:
        """Return the context of one document: today, and the notification's answers for an OSJA assessment."""
        from ipas_desktop.cases import reading

        return reading.document_context(case, key, self.context())

    def findings(self, case: Case) -> tuple[Finding, ...]:
        """Return what the checks find in a case, compared with the vault's other cases. Raises the vault's errors."""
        from ipas_desktop.cases import checks
        from ipas_desktop.vault import comparing

        others = comparing.others(self.vault, case.id)
        return checks.run(case, self.forms_of(case), self.context(), others, self.policy)


def now() -> datetime:
    """Return the moment, aware, in UTC."""
    return datetime.now(UTC)
