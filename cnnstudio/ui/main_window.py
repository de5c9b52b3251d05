"""The window: top bar, rail, pages and status bar around the open document."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.project.archive import SUFFIX
from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.ui import menus
from cnnstudio.ui.actions import Actions
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.fix_all import FixAll
from cnnstudio.ui.network_page import NetworkPage
from cnnstudio.ui.page_stack import PageStack
from cnnstudio.ui.pages import NETWORK, PAGES, Surroundings
from cnnstudio.ui.source.source_tab import SourceTab
from cnnstudio.ui.status_bar import StatusBar
from cnnstudio.ui.top_bar import TopBar
from cnnstudio.ui.training.dock import TrainingDock
from cnnstudio.ui.widgets.notice import Notice, Tone
from cnnstudio.ui.widgets.rail import Rail

_FIRST_SIZE_PX = (1280, 800)
_SMALLEST_SIZE_PX = (900, 560)
_SUBMENUS = ("recent", "appearance", "data", "device")


class MainWindow(QMainWindow):
    """Builds and lays out the parts; what they do is wired in `cnnstudio.app`."""

    painted = Signal()
    closing = Signal()
    dropped = Signal(Path)

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        document = self._document = around.document
        self._settings = around.settings
        self._is_painted = False
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST_SIZE_PX)
        self.resize(*_FIRST_SIZE_PX)
        actions = self.actions_by_id = Actions(self)
        self.designer = Designer(document)
        self.designer.inspector.network_pane.offer(actions["file.examples"])
        actions.include(self.designer.actions)
        FixAll(self.designer.editor, actions["network.fix_all"])
        self.source = SourceTab(document, self.designer.selection, self._settings, actions)
        self.training = TrainingDock(document, around.session, actions, self.source)
        self.pages = PageStack(around, actions)
        self.menus = {name: QMenu(self) for name in _SUBMENUS}
        self._build()
        self._connect()
        self._restore_layout()
        self._show_title()
        self.designer.canvas.setFocus()

    @property
    def page(self) -> str:
        """The name of the page in front."""
        return self.pages.front

    def show_page(self, name: str) -> None:
        """Bring a page to the front; most are built when they are first wanted."""
        self.pages.bring(name)

    def show_change(self, before: Project, after: Project) -> None:
        """Go to the page on which two projects differ."""
        self.pages.bring_changed(before, after)

    def complain(
        self, text: str, *, button: str = "", then: Callable[[], object] | None = None
    ) -> None:
        """Say in the window what went wrong, with a button where something can be done."""
        self.notice.say(text, Tone.BAD, button=button, then=then)

    def say(self, text: str, *, button: str = "", then: Callable[[], object] | None = None) -> None:
        """Say something in the window, with a button where there is something to do."""
        self.notice.say(text, Tone.INFO, button=button, then=then)

    def _build(self) -> None:
        actions = self.actions_by_id
        self.top_bar = TopBar(self._document, actions, self.menus)
        self.status_bar = StatusBar(self._document, actions["network.fix_all"])
        self.network_page = NetworkPage(
            canvas=self.designer.canvas,
            palette=self.designer.palette,
            inspector=self.designer.inspector,
            training=self.training,
            actions=actions,
        )
        panels = [actions[f"view.{name}"] for name in self.network_page.panels]
        own = (*self.designer.actions.values(), *panels, actions["view.reset_layout"])
        self.pages.add(NETWORK, self.network_page, own)
        self._fill_menus()
        rail = Rail([(actions[f"view.{page.id}"], page.icon) for page in PAGES])
        right = _column(self.pages)
        self.notice = Notice(right)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(rail)
        row.addWidget(right, 1)
        self.setCentralWidget(_column(self.top_bar, middle, self.status_bar))
        self.pages.bring(NETWORK)

    def _fill_menus(self) -> None:
        titles = {
            "recent": _("Open &Recent"),
            "appearance": _("&Appearance"),
            "data": _("&Data Set"),
            "device": _("De&vice"),
        }
        for name, menu in self.menus.items():
            menu.setTitle(titles[name])
        for name in menus.APPEARANCE:
            self.menus["appearance"].addAction(self.actions_by_id[name])
        bar = self.top_bar.menu_bar
        self.pages.use_menus(menus.fill(bar, self.actions_by_id, self.menus))

    def _connect(self) -> None:
        actions = self.actions_by_id
        for page in PAGES:
            actions[f"view.{page.id}"].triggered.connect(
                lambda _on=False, name=page.id: self.show_page(name)
            )
        self.pages.built.connect(self._on_page_built)
        actions["view.reset_layout"].triggered.connect(self.network_page.reset_layout)
        actions["view.full_screen"].toggled.connect(self._set_full_screen)
        actions["file.quit"].triggered.connect(self.close)
        self._document.path_changed.connect(self._show_title)
        self._document.edited_changed.connect(self.setWindowModified)
        self.source.failed.connect(self.complain)
        self.training.failed.connect(self.complain)
        self.training.said.connect(self.say)

    def _on_page_built(self, name: str) -> None:
        page = self.pages.page(name)
        failed, opened = getattr(page, "failed", None), getattr(page, "opened", None)
        if failed is not None:
            failed.connect(self.complain)
        told = getattr(page, "told", None)
        if told is not None:
            told.connect(self.say)
        if opened is not None:
            opened.connect(lambda: self.show_page(NETWORK))
        judging = getattr(page, "judging_wanted", None)
        if judging is not None:
            judging.connect(self._judge)

    def _judge(self, name: str, run: Path) -> None:
        """Show the page that judges runs, with a run on it."""
        self.show_page(name)
        self.pages.page(name).runs.choose(run)  # type: ignore[union-attr]

    def _show_title(self) -> None:
        path = self._document.path
        name = path.name if path else _("untitled")
        self.setWindowTitle(_("{name}[*] — CNN Studio").format(name=name))
        self.setWindowFilePath(str(path) if path else "")
        self.setWindowModified(self._document.is_edited)

    def _set_full_screen(self, is_full: bool) -> None:
        self.showFullScreen() if is_full else self.showNormal()

    def _restore_layout(self) -> None:
        self.restoreGeometry(self._settings.layout("window"))
        self.network_page.restore_layout(self._settings.layout("network"))

    def _save_layout(self) -> None:
        self._settings.set_layout("window", self.saveGeometry())
        self.pages.save_layout()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            # The children paint within the same event; a timer comes after all of them.
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._save_layout()
        self.hide()  # ending the engine takes a moment that nobody needs to watch
        self.closing.emit()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)


def _dropped_file(event: QDropEvent) -> Path | None:
    """Return what is dragged: one file that may be a project, or a folder of pictures."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix in {SUFFIX, ".json"} or path.is_dir() else None


def _column(*widgets: QWidget) -> QWidget:
    """Return widgets below one another; the middle one takes the room that is left."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for index, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if index == len(widgets) // 2 else 0)
    return column
