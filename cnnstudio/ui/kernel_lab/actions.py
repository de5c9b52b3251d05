"""The page's actions by their ids."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from cnnstudio.kernels.kernel import (
    Kernel,
    cleared,
    mirrored,
    negated,
    rotated,
    symmetrised,
    transposed,
    upside_down,
)
from cnnstudio.text import N_, _
from cnnstudio.ui.actions import explain
from cnnstudio.ui.icons import icons
from cnnstudio.ui.kernel_lab.edits import Edits


@dataclass(frozen=True, slots=True)
class _Declared:
    id: str
    text: str
    tip: str
    shortcut: str = ""
    icon: str = ""
    is_checkable: bool = False


_D = _Declared

_DECLARED = (
    _D("kernel.rotate", N_("&Rotate"), N_("Turn the kernel a quarter clockwise"), "Ctrl+R"),
    _D("kernel.mirror", N_("&Mirror"), N_("Exchange left and right"), "Ctrl+M"),
    _D("kernel.upside_down", N_("&Upside Down"), N_("Exchange top and bottom"), "Ctrl+Shift+M"),
    _D("kernel.transpose", N_("&Transpose"), N_("Exchange rows and columns"), "Ctrl+T"),
    _D("kernel.negate", N_("&Negate"), N_("Turn every sign"), "Ctrl+I"),
    _D("kernel.clear", N_("&Clear"), N_("Set every weight to 0"), "Ctrl+Shift+Backspace"),
    _D("kernel.grow", N_("&Grow"), N_("Add a ring of cells around the kernel"), "Ctrl+]"),
    _D("kernel.shrink", N_("&Shrink"), N_("Take the outer ring of cells away"), "Ctrl+["),
    _D("kernel.symmetrise", N_("S&ymmetrise"), N_("Mean of it and its half turn"), "Ctrl+Shift+Y"),
    _D(
        "kernel.normalise",
        N_("N&ormalise"),
        N_("Divide by the sum of the weights, or add mid-grey where that is 0"),
        "Ctrl+Alt+N",
        is_checkable=True,
    ),
    _D(
        "kernel.paint",
        N_("&Paint"),
        N_("Paint a value over cells; the right button paints 0"),
        "Ctrl+B",
        is_checkable=True,
    ),
    _D("kernel.copy", N_("&Copy Kernel"), N_("Copy the numbers as a table"), "Ctrl+Alt+C"),
    _D(
        "kernel.paste",
        N_("&Paste Kernel"),
        N_("Read a kernel from copied text: a table, a program, a formula in LaTeX"),
        "Ctrl+Alt+V",
    ),
    _D("kernel.keep", N_("&Keep…"), N_("Name the kernel and keep it beside the presets"), "Ctrl+K"),
    _D(
        "kernel.rename",
        N_("Ren&ame Kept Kernel…"),
        N_("Give a kept kernel another name"),
        "Ctrl+F2",
    ),
    _D(
        "kernel.remove",
        N_("&Delete Kept Kernel"),
        N_("Take a kept kernel from the shelf"),
        "Ctrl+Delete",
    ),
    _D("kernel.import", N_("&Import…"), N_("Read a kernel from a file"), "Ctrl+Shift+I"),
    _D(
        "kernel.export",
        N_("&Export…"),
        N_("Write the kernel as JSON, CSV or NumPy text"),
        "Ctrl+Shift+E",
    ),
    _D(
        "kernel.code",
        N_("Code…"),
        N_("A program that computes the same with NumPy, OpenCV, SciPy or PyTorch"),
        "Ctrl+U",
    ),
    _D("kernel.search", N_("Search &Kernels"), N_("Find a kernel by its name"), "Ctrl+F"),
    _D("picture.open", N_("&Open Picture…"), N_("Filter a picture of your own"), "Ctrl+Shift+O"),
    _D("picture.paste", N_("&Paste Picture"), N_("Filter the copied picture"), "Ctrl+Shift+V"),
    _D(
        "picture.next",
        N_("&Next Picture"),
        N_("The next picture of the data set, the folder or the samples"),
        "Alt+Right",
    ),
    _D("picture.previous", N_("Pre&vious Picture"), N_("The picture before"), "Alt+Left"),
    _D(
        "picture.save",
        N_("&Save Result…"),
        N_("Write the result as a picture, or its true values"),
        "Ctrl+Alt+S",
    ),
    _D("picture.copy", N_("&Copy Result"), N_("Copy the result as a picture"), "Ctrl+Shift+X"),
    _D("picture.fit", N_("&Fit"), N_("Show the whole picture"), "Ctrl+0"),
    _D("picture.actual", N_("&Actual Size"), N_("One pixel of the screen for each"), "Ctrl+Alt+0"),
    _D("picture.zoom_in", N_("Zoom &In"), N_("Show the picture larger"), "Ctrl+="),
    _D("picture.zoom_out", N_("Zoom &Out"), N_("Show the picture smaller"), "Ctrl+-"),
    _D("kernel.numbers", N_("&Numbers"), N_("Work with small matrices, or pictures"), "Ctrl+E"),
    _D("play.toggle", N_("&Play"), N_("Let the kernel slide over its input"), "Space"),
    _D("play.back", N_("Step &Back"), N_("Take the last number away"), "Ctrl+Shift+Left"),
    _D("play.step", N_("Step &On"), N_("Work out the next number"), "Ctrl+Shift+Right"),
    _D("play.faster", N_("Play &Faster"), N_("More numbers each second"), "Ctrl+Shift+Up"),
    _D("play.slower", N_("Play &Slower"), N_("Fewer numbers each second"), "Ctrl+Shift+Down"),
    _D("play.stop", N_("&End Playing"), N_("Show all numbers again"), "Escape"),
)

ICONS = {
    "kernel.rotate": "ph.arrow-clockwise",
    "kernel.mirror": "mdi6.flip-horizontal",
    "kernel.upside_down": "mdi6.flip-vertical",
    "kernel.paint": "ph.paint-brush",
    "kernel.clear": "ph.eraser",
    "play.toggle": "ph.play-fill",
    "play.back": "ph.skip-back",
    "play.step": "ph.skip-forward",
    "play.stop": "ph.x",
}

PLAIN_KEYS = ("Space", "Escape")
"""Keys that buttons and fields need as well: the page acts on them where nothing else does."""

_SHORT = {"kernel.transpose": "T", "kernel.negate": "\N{MINUS SIGN}1"}
"""What stands on a button that is too narrow for the action's name."""

_TURNS: dict[str, tuple[str, Callable[[Kernel], Kernel]]] = {
    "kernel.rotate": (N_("Rotate Kernel"), rotated),
    "kernel.mirror": (N_("Mirror Kernel"), mirrored),
    "kernel.upside_down": (N_("Turn Kernel Upside Down"), upside_down),
    "kernel.transpose": (N_("Transpose Kernel"), transposed),
    "kernel.negate": (N_("Negate Kernel"), negated),
    "kernel.symmetrise": (N_("Symmetrise Kernel"), symmetrised),
    "kernel.clear": (N_("Clear Kernel"), cleared),
}


def build_actions(page: QWidget) -> dict[str, QAction]:
    """Return the actions of `page`; their shortcuts work while the focus is in it."""
    actions = {declared.id: _built(declared, page) for declared in _DECLARED}
    page.addActions(list(actions.values()))
    return actions


def connect_turns(actions: dict[str, QAction], edits: Edits) -> None:
    """Let the actions that turn one kernel into another do so."""

    def turn(text: str, turned: Callable[[Kernel], Kernel]) -> None:
        edits.turn_kernel(_(text), turned)

    for name, (text, turned) in _TURNS.items():
        actions[name].triggered.connect(
            lambda _checked=False, text=text, turned=turned: turn(text, turned)
        )
    actions["kernel.grow"].triggered.connect(lambda: _resize(edits, 2))
    actions["kernel.shrink"].triggered.connect(lambda: _resize(edits, -2))


def _resize(edits: Edits, by: int) -> None:
    kernel = edits.state.kernel
    edits.set_size(kernel.height + by, kernel.width + by)


def _built(declared: _Declared, page: QWidget) -> QAction:
    action = QAction(_(declared.text), page)
    action.setObjectName(declared.id)
    action.setCheckable(declared.is_checkable)
    action.setShortcut(QKeySequence(declared.shortcut))
    action.setShortcutContext(
        Qt.ShortcutContext.WidgetShortcut
        if declared.shortcut in PLAIN_KEYS
        else Qt.ShortcutContext.WidgetWithChildrenShortcut
    )
    explain(action, _(declared.tip))
    if declared.id in _SHORT:
        action.setIconText(_SHORT[declared.id])
    if declared.id in ICONS:
        icons.put(action, ICONS[declared.id])
    return action
