"""How the engine is asked for a run, and what is shown until it answers."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import Refused
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.training.edited_settings import EditedSettings
from cnnstudio.ui.training.reported_run import ReportedRun
from cnnstudio.ui.training.run_status import RunState, Status


class RunStarter(QObject):
    """Begins new runs and goes on with old ones; what the engine refuses is taken back.

    `begun` says that a run was asked for; `refused` carries why there is none, or why the
    one that goes on was not changed.
    """

    begun = Signal()
    refused = Signal(str)

    def __init__(
        self,
        document: Document,
        client: EngineClient,
        run: ReportedRun,
        edited: EditedSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._client = client
        self._run = run
        self._edited = edited
        self._count = 0
        # Where things stand again if the run is refused.
        self._fallback = Status(), edited.known
        self._wants_restart = False
        client.refused.connect(self._on_client_refused)
        # The run has heard of its end by then: it was connected before.
        client.ended.connect(self._on_client_ended)

    def start(self, project: Project) -> None:
        """Train with new weights, in a folder named as the document is."""
        self._count += 1
        self._edited.take_up()
        self._fallback = Status(), self._edited.known
        self.begun.emit()
        title = _("Run {number} · {time}").format(
            number=self._count, time=f"{datetime.now().astimezone():%H:%M:%S}"
        )
        self._run.take_up(Status(RunState.PREPARING, _("Preparing …"), project, title=title))
        name = self._document.path.stem if self._document.path else project.data.short_name
        self._client.start(project.network, project.training, project.data, name=name)

    def restart(self) -> None:
        """Start the last run's project again; the run that goes on is stopped first."""
        status = self._run.status
        if status.is_active:
            self._wants_restart = True
            self._client.stop()
        elif status.project is not None:
            self.start(status.project)

    def resume(self, training: TrainingConfig) -> None:
        """Go on with the run that is over, from its last checkpoint; without one do nothing."""
        before = self._run.status
        if before.project is None or before.folder is None or not before.has_checkpoint:
            return
        self._fallback = before, self._edited.known
        self.begun.emit()
        project = before.project.replace(training=training)
        text = _("Going on from the last checkpoint…")
        self._run.show(Status(RunState.PREPARING, text, project, title=before.title))
        self._client.start(
            project.network, training, project.data, folder=before.folder, resume=True
        )

    def _on_client_ended(self) -> None:
        wants_restart, self._wants_restart = self._wants_restart, False
        if wants_restart:
            self.restart()

    def _on_client_refused(self, report: Refused) -> None:
        if report.generation is not None:
            return
        if report.run is not None:  # else the run goes on
            status, self._edited.known = self._fallback
            self._run.show(replace(status, text=report.text))
        self.refused.emit(report.text)
