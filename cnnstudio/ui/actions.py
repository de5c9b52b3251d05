"""Every action of the window by its id: by it tests, menus, shortcuts and help refer to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from cnnstudio.text import N_, _
from cnnstudio.ui.icons import icons
from cnnstudio.ui.pages import PAGES


@dataclass(frozen=True, slots=True)
class ActionDescription:
    """An action as it is declared; `text` and `tip` are marked for translation."""

    id: str
    text: str
    tip: str
    shortcut: str = ""
    icon: str = ""
    is_checkable: bool = False


_A = ActionDescription

DESCRIPTIONS: tuple[ActionDescription, ...] = (
    _A("file.new", N_("&New"), N_("Begin with the starter network"), "Ctrl+N"),
    _A(
        "file.examples",
        N_("New from &Example…"),
        N_("Begin with one of the networks that ship with the program"),
        "Ctrl+Shift+N",
    ),
    _A("file.open", N_("&Open…"), N_("Open a project file"), "Ctrl+O"),
    _A("file.save", N_("&Save"), N_("Save the project"), "Ctrl+S"),
    _A("file.save_as", N_("Save &As…"), N_("Save under another name"), "Ctrl+Shift+S"),
    _A("file.quit", N_("&Quit"), N_("Close CNN Studio; your work is kept"), "Ctrl+Q"),
    _A("edit.undo", N_("&Undo"), N_("Take back the last change"), "Ctrl+Z", "ph.arrow-u-up-left"),
    _A(
        "edit.redo",
        N_("&Redo"),
        N_("Make the change again"),
        "Ctrl+Shift+Z",
        "ph.arrow-u-up-right",
    ),
    *(_A(f"view.{page.id}", page.title, page.tip, page.shortcut, "", True) for page in PAGES),
    _A("view.palette", N_("Show &Palette"), N_("Show or hide the palette"), "Ctrl+Alt+1", "", True),
    _A(
        "view.inspector",
        N_("Show &Inspector"),
        N_("Show or hide the inspector"),
        "Ctrl+Alt+2",
        "",
        True,
    ),
    _A(
        "view.training",
        N_("Show &Training"),
        N_("Show or hide the curves, the log and the settings"),
        "Ctrl+Alt+3",
        "",
        True,
    ),
    _A("view.reset_layout", N_("&Reset Layout"), N_("Put all panels back where they were")),
    _A("view.full_screen", N_("&Full Screen"), N_("Use the whole screen"), "F11", "", True),
    _A("view.system", N_("As the &System"), N_("Light or dark as the system is"), "", "", True),
    _A("view.light", N_("&Light"), N_("Always light"), "", "", True),
    _A("view.dark", N_("&Dark"), N_("Always dark"), "", "", True),
    _A(
        "network.fix_all",
        N_("&Fix What Is Certain"),
        N_("Apply every repair that is the only choice"),
        "Ctrl+.",
    ),
    _A(
        "network.copy_source",
        N_("&Copy as PyTorch Source"),
        N_("Copy the network as Python source for PyTorch"),
        "Ctrl+Shift+C",
    ),
    _A(
        "network.save_source",
        N_("&Save as PyTorch Source…"),
        N_("Write the network to a Python file that needs only PyTorch"),
    ),
    _A(
        "training.train",
        N_("&Train"),
        N_("Train the network from new weights"),
        "F5",
        "ph.play-fill",
    ),
    _A(
        "training.pause",
        N_("&Pause"),
        N_("Wait before the next batch, or go on"),
        "F6",
        "ph.pause-fill",
        True,
    ),
    _A(
        "training.stop",
        N_("&Stop"),
        N_("Stop now; the best epoch is kept"),
        "Shift+F5",
        "ph.stop-fill",
    ),
    _A(
        "training.stop_after_epoch",
        N_("Stop After This Epo&ch"),
        N_("Finish the epoch, then stop"),
        "Ctrl+Shift+F5",
        "ph.skip-forward",
    ),
    _A(
        "training.continue",
        N_("&Continue"),
        N_("Go on from the last checkpoint of this run"),
        "Ctrl+F5",
    ),
    _A(
        "training.more_epochs",
        N_("More &Epochs…"),
        N_("Train this run for more epochs than were set"),
        "Ctrl+Shift+F6",
        "ph.plus",
    ),
    _A(
        "training.restart",
        N_("&Restart with the Same Weights"),
        N_("Train the last run again from the same initial weights"),
        "Ctrl+Alt+F5",
        "ph.arrow-counter-clockwise",
    ),
    _A(
        "training.find_rate",
        N_("&Find a Learning Rate"),
        N_("Try learning rates on a copy of the network, and suggest one"),
        "Ctrl+Alt+F",
    ),
    _A(
        "training.log_scale",
        N_("&Logarithmic Loss"),
        N_("Show the loss on a logarithmic scale"),
        "Ctrl+L",
        "",
        True,
    ),
    _A(
        "training.show_all",
        N_("Show &All Steps"),
        N_("Show all of both curves and follow the run again"),
        "Ctrl+Shift+L",
    ),
    _A(
        "training.next_picture",
        N_("&Next Picture"),
        N_("Show the next picture of the validation part"),
        "Ctrl+Right",
        "ph.caret-right",
    ),
    _A(
        "training.previous_picture",
        N_("Pre&vious Picture"),
        N_("Show the picture before"),
        "Ctrl+Left",
        "ph.caret-left",
    ),
    _A(
        "training.random_picture",
        N_("Ran&dom Picture"),
        N_("Show any picture of the validation part"),
        "Ctrl+Up",
        "ph.shuffle",
    ),
    _A(
        "training.draw_picture",
        N_("Dra&w a Picture…"),
        N_("Draw what the network is shown, and follow it after every stroke"),
        "Ctrl+Down",
        "ph.pencil-simple",
        True,
    ),
    _A("training.settings", N_("&Settings"), N_("Show how the network is trained"), "Ctrl+,"),
    _A(
        "help.block",
        N_("Help on &Blocks"),
        N_("Explain the selected block, or the kind that is marked in a list"),
        "F1",
    ),
    _A("help.shortcuts", N_("&Keyboard Shortcuts"), N_("List every shortcut"), "Ctrl+/"),
    _A("help.log", N_("Open &Log File"), N_("Show what the program wrote about itself")),
    _A("help.about", N_("&About CNN Studio"), N_("Version, license and folders")),
)


class Actions(Mapping[str, QAction]):
    """The window's own actions; others, such as the canvas', join with `include`."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._by_id: dict[str, QAction] = {}
        for description in DESCRIPTIONS:
            self._by_id[description.id] = built(description, window)

    def __getitem__(self, name: str) -> QAction:
        return self._by_id[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def include(self, others: Mapping[str, QAction]) -> None:
        """Add the actions that a page brings along."""
        assert not self._by_id.keys() & others.keys(), self._by_id.keys() & others.keys()
        self._by_id.update(others)


def explain(action: QAction, tip: str) -> None:
    """Give an action a tooltip that ends in its shortcut, and the same in the status tip."""
    shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    shown = _("{tip} ({shortcut})").format(tip=tip, shortcut=shortcut) if shortcut else tip
    action.setToolTip(shown)
    action.setStatusTip(tip)


def plain_text(action: QAction) -> str:
    """Return an action's text without the mark of its access key."""
    return action.text().replace("&", "").rstrip("…")


def page_actions(descriptions: Iterable[ActionDescription], page: QWidget) -> dict[str, QAction]:
    """Return the actions of `page` by id; their shortcuts work while the focus is in it."""
    actions = {description.id: built(description, page) for description in descriptions}
    for action in actions.values():
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    return actions


def built(description: ActionDescription, owner: QWidget) -> QAction:
    """Return a declared action, added to `owner`, with its icon where it has one."""
    action = QAction(_(description.text), owner)
    action.setObjectName(description.id)
    action.setCheckable(description.is_checkable)
    if description.shortcut:
        action.setShortcut(QKeySequence(description.shortcut))
    explain(action, _(description.tip))
    action.setIconVisibleInMenu(False)  # icons are coloured for the buttons
    if description.icon:
        token = "accent_text" if description.id == "training.train" else "text"
        icons.put(action, description.icon, token)
    owner.addAction(action)
    return action
