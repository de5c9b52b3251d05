"""The window's program: builds the objects and wires them."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from cnnstudio import text
from cnnstudio.network.shapes import Problem
from cnnstudio.project.project import Design, Project
from cnnstudio.text import _, plural
from cnnstudio.training.messages import EngineReady
from cnnstudio.ui import style
from cnnstudio.ui.appearance import AppearanceChoice
from cnnstudio.ui.background import Background
from cnnstudio.ui.data_health import DataHealth
from cnnstudio.ui.device_menu import DeviceMenu
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient, EnginePhase, EngineState
from cnnstudio.ui.files import Files
from cnnstudio.ui.garbage import collect_on_gui_thread
from cnnstudio.ui.help import Help
from cnnstudio.ui.icons import icons
from cnnstudio.ui.last_session import LastSession, last_or_starter
from cnnstudio.ui.log_file import catch_exceptions, open_log
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.pages import DATA, NETWORK, PAGES, Surroundings
from cnnstudio.ui.settings import Settings
from cnnstudio.ui.theme import themes
from cnnstudio.ui.training.chosen_picture import ChosenPicture
from cnnstudio.ui.training.controls import TrainingControls
from cnnstudio.ui.training.probes import Probes
from cnnstudio.ui.training.run_notices import RunNotices
from cnnstudio.ui.training.session import TrainingSession
from cnnstudio.ui.undo import Undo


class Studio(QObject):
    """The open program: one document, one engine, one window."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self.settings = Settings()
        themes.choose(self.settings.appearance)
        last = last_or_starter()
        self.document = Document(last.project)
        self.document.open(last.project, last.path, edited=last.edited)
        self.background = Background(self)
        self.engine = EngineClient(self)
        self._ready: EngineReady | None = None
        self.training = TrainingSession(self.document, self.engine, self)
        self.health = DataHealth(self.document, self.engine, self.background, self)
        self.window = MainWindow(
            Surroundings(
                self.document,
                self.settings,
                self.training,
                self.engine,
                self.background,
                self.health,
            )
        )
        self._add_controls()
        self._wire_window()
        self._wire_training()
        if last.notice:
            self.window.complain(last.notice)
        if path is not None:
            self.files.open(path)

    def show(self) -> None:
        """Open the window; what is slow to load follows its first paint."""
        self.window.painted.connect(self._on_window_painted)
        self.window.show()

    def complete(self) -> None:
        """Build what can wait until the first paint is over."""
        self._add_data_menu()
        self._look_outside()
        self.window.training.prepare()
        self._take_up_last_run()
        icons.load()
        themes.follow_system()
        if self.settings.page in {page.id for page in PAGES}:
            self.window.show_page(self.settings.page)

    def close(self) -> None:
        """Keep the session and end the engine and the threads."""
        self.health.stop()
        self.last_session.close()
        self.settings.sync()
        self.engine.shutdown()
        self.background.finish()

    def _look_outside(self) -> None:
        """See from now on whether network and data set go together."""
        from cnnstudio.project.data_fit import data_problems

        def problems(project: Project) -> tuple[Problem, ...]:
            return (*data_problems(project), *self.health.problems(project))

        self.health.changed.connect(lambda: self.document.look_outside(problems))
        self.document.look_outside(problems)
        self.health.start()

    def _take_up_last_run(self) -> None:
        # Imported late: curves bring NumPy along.
        from cnnstudio.ui.runs.last_run import LastRun

        self.last_run = LastRun(
            self.document, self.engine, self.training, self.settings, self.background
        )
        self.last_run.take_up()

    def _add_controls(self) -> None:
        # What works on the window's actions goes with the window.
        window, actions = self.window, self.window.actions_by_id
        self.files = Files(self.document, self.settings, window)
        self.undo = Undo(self.document, actions, window)
        self.appearance = AppearanceChoice(self.settings, actions, window)
        self.controls = TrainingControls(
            self.document, self.training, actions, window.training.take_refusal, window
        )
        self.probes = Probes(self.document, self.engine, self.training, self)
        self.last_session = LastSession(self.document, self.background, self)
        self.device = DeviceMenu(self.document, window.menus["device"], window)
        self.help = Help(window)

    def _wire_window(self) -> None:
        window, top_bar = self.window, self.window.top_bar
        self.files.connect_actions(window.actions_by_id, window.menus)
        window.closing.connect(self.close)
        window.dropped.connect(self._open_dropped)
        window.status_bar.problem_clicked.connect(self._show_problem)
        self.undo.went.connect(window.show_change)
        window.pages.brought.connect(lambda _name: self.undo.follow(window.pages.steps))
        for part in (self.files, self.last_session):
            part.failed.connect(window.complain)
        self.files.opened.connect(lambda: window.show_page(NETWORK))
        # What was said of a project that is no more, or of a data set, would only mislead.
        self.files.opened.connect(window.notice.clear)
        self.document.changed.connect(self._on_document_changed)
        self.device.title_changed.connect(top_bar.device.setText)
        top_bar.device.setText(self.device.title)

    def _wire_training(self) -> None:
        window, actions = self.window, self.window.actions_by_id
        self.controls.problem_wanted.connect(self._show_problem)
        self.controls.refused.connect(window.complain)
        self.probes.answered.connect(window.designer.show_activations)
        self.probes.answered.connect(window.training.picture.show_activations)
        self.probes.voided.connect(lambda _reason: window.designer.show_activations(None))
        self.probes.voided.connect(window.training.picture.show_nothing)
        self.engine.layers_reported.connect(window.designer.show_layers)
        selection = window.designer.selection
        selection.changed.connect(lambda: self.probes.look_into(selection.block))
        self.picture = ChosenPicture(self.probes, actions, window.training, window)
        self.run_notices = RunNotices(window, self.document, self.engine, self.training)
        self.engine.ready.connect(self._on_engine_ready)
        self.engine.ended.connect(lambda _ended: window.designer.show_layers(None))
        self.engine.state_changed.connect(self._show_engine)
        self._show_engine(EngineState(EnginePhase.STARTING, _(EnginePhase.STARTING.value)))

    def _add_data_menu(self) -> None:
        # Imported late: the data sets bring NumPy along.
        from cnnstudio.ui.data_menu import DataMenu

        window, button = self.window, self.window.top_bar.data
        menu = window.menus["data"]
        self.data = DataMenu(self.document, self.settings, self.background, menu, window)
        self.data.failed.connect(window.complain)
        self.data.page_wanted.connect(lambda: window.show_page(DATA))
        self.data.title_changed.connect(button.setText)
        button.setText(self.data.title)

    def _open_dropped(self, path: Path) -> None:
        """Open a project, or learn from a folder of pictures."""
        if path.is_dir():
            self.window.show_page(DATA)
            self.data.choosing.use_folder(path)
        else:
            self.files.open(path)

    def _show_problem(self, problem: Problem) -> None:
        if problem.block is None and problem in self.health.problems(self.document.project):
            self.window.show_page(DATA)
            return
        self.window.show_page(NETWORK)
        if problem.block is None and problem.missing is None:
            self.window.complain(problem.message)
        else:
            self.window.designer.show_problem(problem)

    def _on_window_painted(self) -> None:
        self.engine.launch()
        self.probes.ask()
        self.complete()
        QTimer.singleShot(0, self.window.training.training.prepare)

    def _on_engine_ready(self, ready: EngineReady) -> None:
        self._ready = ready
        self.device.show_devices(ready)
        self._show_engine(self.engine.state)

    def _show_engine(self, state: EngineState) -> None:
        text, ready = state.text, self._ready
        if ready is not None and state.phase is EnginePhase.READY:
            text = _("{state} · PyTorch {version} · {threads}").format(
                state=text,
                version=ready.torch_version.partition("+")[0],
                threads=plural("{count} thread", "up to {count} threads", ready.threads),
            )
        lost = {EnginePhase.GONE, EnginePhase.RESTARTING}
        self.window.status_bar.say_engine(text, "bad" if state.phase in lost else "")

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if old.project.data != new.project.data:
            self.window.notice.clear()


def build(path: Path | None = None) -> tuple[QApplication, Studio]:
    """Return the program with its window built and not yet shown."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("CNN Studio")
    application.setDesktopFileName("cnnstudio")
    style.install(application)
    collect_on_gui_thread()
    return application, Studio(path)


def run(path: Path | None = None) -> int:
    """Open the window, with the project in `path` where it is given; return the exit status."""
    text.choose_language()
    open_log()
    application, studio = build(path)
    catch_exceptions(studio.window.complain)
    studio.show()
    return application.exec()
