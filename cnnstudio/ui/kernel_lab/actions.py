"""The page's actions by their ids."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
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
from cnnstudio.ui.actions import ActionDescription, page_actions
from cnnstudio.ui.icons import icons
from cnnstudio.ui.kernel_lab.edits import Edits

_A = ActionDescription

_DESCRIPTIONS = (
    _A("kernel.rotate", N_("&Rotate"), N_("Turn the kernel a quarter clockwise"), "Ctrl+R"),
    _A("kernel.mirror", N_("&Mirror"), N_("Exchange left and right"), "Ctrl+M"),
    _A("kernel.upside_down", N_("&Upside Down"), N_("Exchange top and bottom"), "Ctrl+Shift+M"),
    _A("kernel.transpose", N_("&Transpose"), N_("Exchange rows and columns"), "Ctrl+T"),
    _A("kernel.negate", N_("&Negate"), N_("Turn every sign"), "Ctrl+I"),
    _A("kernel.clear", N_("&Clear"), N_("Set every weight to 0"), "Ctrl+Shift+Backspace"),
    _A("kernel.grow", N_("&Grow"), N_("Add a ring of cells around the kernel"), "Ctrl+]"),
    _A("kernel.shrink", N_("&Shrink"), N_("Take the outer ring of cells away"), "Ctrl+["),
    _A("kernel.symmetrise", N_("S&ymmetrise"), N_("Mean of it and its half turn"), "Ctrl+Shift+Y"),
    _A(
        "kernel.normalise",
        N_("N&ormalise"),
        N_("Divide by the sum of the weights, or add mid-grey where that is 0"),
        "Ctrl+Alt+N",
        is_checkable=True,
    ),
    _A(
        "kernel.paint",
        N_("&Paint"),
        N_("Paint a value over cells; the right button paints 0"),
        "Ctrl+B",
        is_checkable=True,
    ),
    _A("kernel.copy", N_("&Copy Kernel"), N_("Copy the numbers as a table"), "Ctrl+Alt+C"),
    _A(
        "kernel.paste",
        N_("&Paste Kernel"),
        N_("Read a kernel from copied text: a table, a program, a formula in LaTeX"),
        "Ctrl+Alt+V",
    ),
    _A("kernel.keep", N_("&Keep…"), N_("Name the kernel and keep it beside the presets"), "Ctrl+K"),
    _A(
        "kernel.rename",
        N_("Ren&ame Kept Kernel…"),
        N_("Give a kept kernel another name"),
        "Ctrl+F2",
    ),
    _A(
        "kernel.remove",
        N_("&Delete Kept Kernel"),
        N_("Take a kept kernel from the shelf"),
        "Ctrl+Delete",
    ),
    _A("kernel.import", N_("&Import…"), N_("Read a kernel from a file"), "Ctrl+Shift+I"),
    _A(
        "kernel.export",
        N_("&Export…"),
        N_("Write the kernel as JSON, CSV or NumPy text"),
        "Ctrl+Shift+E",
    ),
    _A(
        "kernel.code",
        N_("Code…"),
        N_("A program that computes the same with NumPy, OpenCV, SciPy or PyTorch"),
        "Ctrl+U",
    ),
    _A("kernel.search", N_("Search &Kernels"), N_("Find a kernel by its name"), "Ctrl+F"),
    _A("picture.open", N_("&Open Picture…"), N_("Filter a picture of your own"), "Ctrl+Shift+O"),
    _A("picture.paste", N_("&Paste Picture"), N_("Filter the copied picture"), "Ctrl+Shift+V"),
    _A(
        "picture.next",
        N_("&Next Picture"),
        N_("The next picture of the data set, the folder or the samples"),
        "Alt+Right",
    ),
    _A("picture.previous", N_("Pre&vious Picture"), N_("The picture before"), "Alt+Left"),
    _A(
        "picture.save",
        N_("&Save Result…"),
        N_("Write the result as a picture, or its true values"),
        "Ctrl+Alt+S",
    ),
    _A("picture.copy", N_("&Copy Result"), N_("Copy the result as a picture"), "Ctrl+Shift+X"),
    _A("picture.fit", N_("&Fit"), N_("Show the whole picture"), "Ctrl+0"),
    _A("picture.actual", N_("&Actual Size"), N_("One pixel of the screen for each"), "Ctrl+Alt+0"),
    _A("picture.zoom_in", N_("Zoom &In"), N_("Show the picture larger"), "Ctrl+="),
    _A("picture.zoom_out", N_("Zoom &Out"), N_("Show the picture smaller"), "Ctrl+-"),
    _A("kernel.numbers", N_("&Numbers"), N_("Work with small matrices, or pictures"), "Ctrl+E"),
    _A("play.toggle", N_("&Play"), N_("Let the kernel slide over its input"), "Space"),
    _A("play.back", N_("Step &Back"), N_("Take the last number away"), "Ctrl+Shift+Left"),
    _A("play.step", N_("Step &On"), N_("Work out the next number"), "Ctrl+Shift+Right"),
    _A("play.faster", N_("Play &Faster"), N_("More numbers each second"), "Ctrl+Shift+Up"),
    _A("play.slower", N_("Play &Slower"), N_("Fewer numbers each second"), "Ctrl+Shift+Down"),
    _A("play.stop", N_("&End Playing"), N_("Show all numbers again"), "Escape"),
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
    actions = page_actions(_DESCRIPTIONS, page)
    for description in _DESCRIPTIONS:
        if description.shortcut in PLAIN_KEYS:
            actions[description.id].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    for name, text in _SHORT.items():
        actions[name].setIconText(text)
    for name, icon in ICONS.items():
        icons.put(actions[name], icon)
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
