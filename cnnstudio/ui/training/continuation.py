"""How the last run goes on, and whether it can."""

import msgspec

from cnnstudio.network.likeness import trains_alike
from cnnstudio.ui.document import Document
from cnnstudio.ui.training.edited_settings import EditedSettings
from cnnstudio.ui.training.reported_run import ReportedRun
from cnnstudio.ui.training.run_starter import RunStarter


class Continuation:
    """Goes on with the last run from its last checkpoint."""

    def __init__(
        self, document: Document, run: ReportedRun, edited: EditedSettings, starter: RunStarter
    ) -> None:
        self._document = document
        self._run = run
        self._edited = edited
        self._starter = starter

    @property
    def is_possible(self) -> bool:
        """Whether the last run left a checkpoint, fits the open network and is not complete."""
        return self._run.status.has_checkpoint and self.has_same_network and not self.is_complete

    @property
    def is_complete(self) -> bool:
        """Whether the last run has done as many epochs as it is to do now."""
        project, epoch = self._run.status.project, self._run.status.epoch
        return project is not None and epoch >= self._edited.added_to(project.training).epochs

    @property
    def has_same_network(self) -> bool:
        """Whether the open network is the one that the last run was started with."""
        project = self._run.status.project
        return project is not None and trains_alike(project.network, self._document.design.network)

    def go_on(self) -> None:
        """Go on with what was edited since."""
        project = self._run.status.project
        if project is not None and self.is_possible:
            self._starter.resume(self._edited.added_to(project.training))
            self._edited.take_up()

    def go_on_until(self, epochs: int) -> None:
        """Go on until so many epochs are done, whatever network is open."""
        if (project := self._run.status.project) is not None:
            self._starter.resume(msgspec.structs.replace(project.training, epochs=epochs))

    def recover(self) -> None:
        """Go on as if the engine had not been lost, whatever network is open."""
        if (project := self._run.status.project) is not None:
            self._starter.resume(project.training)
