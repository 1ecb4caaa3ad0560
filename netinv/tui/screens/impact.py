"""What would be cut off if a device or link failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.hurt import hurt_counts
from netinv.tui.screens.hurt import HurtPage

if TYPE_CHECKING:
    from netinv.app.views.pages import Views
    from netinv.tui.subject import Subject


class ImpactScreen(HurtPage):
    """The answer of ``netinv topology impact``."""

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self._of = subject
        self.about = subject.name

    def headline(self) -> str:
        """The title."""
        return _("If {name} failed").format(name=one_line(self._of.name))

    def subject(self) -> Subject | None:
        """The device under the cursor, else what the page is about."""
        return super().subject() or self._of

    def impact(self, views: Views, at: int | None) -> dict[str, Any]:
        """If it failed; of what has failed already, what that has cut off."""
        from netinv.app.network.analysing import impact
        from netinv.app.network.lighting import with_what_is_cut_off_already

        problems = self.net.snapshot.problems
        with views.reading(at) as reader:
            return with_what_is_cut_off_already(impact(reader, self.net.settings, [self._of.name]).shape, problems)

    def summary(self, found: dict[str, Any]) -> str:
        """How many."""
        said = _("{counts} are cut off: it has failed already") if found["already"] else _("{counts} would be cut off")
        return said.format(counts=hurt_counts(found))
