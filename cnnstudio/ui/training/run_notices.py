"""What a person should read of a run, wherever in the window they are."""

from PySide6.QtCore import QObject

from cnnstudio.text import _
from cnnstudio.training import config
from cnnstudio.training.messages import Outcome, RunEnded
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.pages import DATA
from cnnstudio.ui.training.session import TrainingSession


class RunNotices(QObject):
    """Says why a run was refused or ended badly, with a button for what helps.

    What was said of one run goes when the next one begins.
    """

    def __init__(
        self,
        window: MainWindow,
        document: Document,
        client: EngineClient,
        session: TrainingSession,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._session = session
        session.begun.connect(window.notice.clear)
        session.warned.connect(window.say)
        session.refused.connect(self._on_session_refused)
        client.ended.connect(self._on_client_ended)

    def _on_session_refused(self, text: str) -> None:
        from cnnstudio.data import catalog  # late: it brings NumPy along

        if catalog.is_available(self._document.project.data):
            self._window.complain(text)
        else:
            window = self._window
            window.say(text, button=_("Show Data"), then=lambda: window.show_page(DATA))

    def _on_client_ended(self, ended: RunEnded) -> None:
        if ended.outcome is Outcome.CRASHED and ended.has_checkpoint:
            self._window.say(
                ended.text,
                button=_("Go On From the Last Checkpoint"),
                then=self._session.continuation.recover,
            )
        elif ended.outcome is Outcome.DIVERGED:
            self._offer_gentler_rate(ended.text)
        elif ended.outcome in {Outcome.CRASHED, Outcome.FAILED}:
            self._window.complain(ended.text)

    def _offer_gentler_rate(self, text: str) -> None:
        """Say that a run was ruined, and offer the learning rate that the sentence names."""
        run = self._session.status.project
        assert run is not None
        rate = config.gentler_rate(run.training)

        def use() -> None:
            project = self._document.project
            edited = config.changed(project.training, learning_rate=rate)
            self._document.apply(_("Set Learning rate"), project.replace(training=edited))

        button = _("Set Learning Rate to {rate:g}").format(rate=rate)
        self._window.complain(text, button=button, then=use)
