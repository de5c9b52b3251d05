"""The pages behind one another: built when first wanted, their actions only while in front."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from cnnstudio.project.project import Project
from cnnstudio.ui.actions import Actions
from cnnstudio.ui.pages import PAGES, Page, PageWidget, Surroundings, as_widget
from cnnstudio.ui.undo import Steps


class PageStack(QStackedWidget):
    """Shows one of the pages of the table; `built` names a page that was made just now.

    `brought` names the one that was brought to the front.
    """

    built = Signal(str)
    brought = Signal(str)

    def __init__(
        self, around: Surroundings, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._around = around
        self._actions = actions
        self._menus: Mapping[str, QMenu] = {}
        self._widgets: dict[str, QWidget] = {}
        self._own_actions: dict[str, Sequence[QAction]] = {}

    @property
    def front(self) -> str:
        """The id of the page in front."""
        shown = self.currentWidget()
        return next((name for name, widget in self._widgets.items() if widget is shown), "")

    @property
    def steps(self) -> Steps | None:
        """What undo steps through on the page in front, None where that is the document."""
        return getattr(self.currentWidget(), "steps", None)

    def add(self, name: str, widget: QWidget, actions: Iterable[QAction]) -> None:
        """Add a page that the window has built, with the actions that belong to it alone."""
        self._widgets[name] = widget
        self._own_actions[name] = list(actions)
        self.addWidget(widget)

    def use_menus(self, menus: Mapping[str, QMenu]) -> None:
        """Take the menus by id: a page's own one is seen only while the page is in front."""
        self._menus = menus
        self._show_actions()

    def page(self, name: str) -> QWidget | None:
        """Return a page where it is built already."""
        return self._widgets.get(name)

    def bring(self, name: str) -> None:
        """Bring a page to the front and build it where it is the first time."""
        if name not in self._widgets:
            self._build(next(page for page in PAGES if page.id == name))
        self.setCurrentWidget(self._widgets[name])
        self._actions[f"view.{name}"].setChecked(True)
        self._show_actions()
        self.brought.emit(name)

    def build_next(self) -> bool:
        """Build a page that nobody has wanted yet; return whether there was one."""
        missing = next((page for page in PAGES if page.id not in self._widgets), None)
        if missing is not None:
            self._build(missing)
            self._show_actions()
        return missing is not None

    def bring_changed(self, before: Project, after: Project) -> None:
        """Bring the page on which two projects differ; the one in front where it is among them."""
        names = [page.id for page in PAGES if page.shows(before, after)]
        if names and self.front not in names:
            self.bring(names[0])

    def save_layout(self) -> None:
        """Remember the sizes of the pages' parts."""
        self._around.settings.page = self.front
        for name, widget in self._widgets.items():
            self._around.settings.set_layout(name, widget.saveState())  # type: ignore[attr-defined]

    def _build(self, description: Page) -> None:
        assert description.build is not None
        page: PageWidget = description.build(self._around)
        page.restoreState(self._around.settings.layout(description.id))
        self.add(description.id, as_widget(page), page.actions.values())
        self._actions.include(page.actions)
        if description.menu is not None:
            menu = self._menus[description.menu[0]]
            if hasattr(page, "fill_menu"):
                page.fill_menu(menu)
            else:
                menu.addActions(list(page.actions.values()))
        self.built.emit(description.id)

    def _show_actions(self) -> None:
        """Hide the actions that belong to another page: their keys are off, too."""
        front = self.front
        # First those that go: of two actions with one key only one may listen.
        for name in sorted(self._own_actions, key=lambda name: name == front):
            for action in self._own_actions[name]:
                action.setVisible(name == front)
        for page in PAGES:
            if page.menu is not None and page.menu[0] in self._menus:
                self._menus[page.menu[0]].menuAction().setVisible(page.id == front)
