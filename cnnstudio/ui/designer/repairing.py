"""The list of what mends a block or the network: on a card, in the canvas' menu, and by key."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRectF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from cnnstudio.network.branches import repairs_of
from cnnstudio.network.mending import preview
from cnnstudio.network.repairs import Repair
from cnnstudio.network.shapes import ShapeReport
from cnnstudio.text import N_, _
from cnnstudio.ui.actions import ActionDescription
from cnnstudio.ui.designer.editor import Editor

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas

DESCRIPTIONS: tuple[ActionDescription, ...] = (
    ActionDescription(
        "network.repair",
        N_("Re&pair…"),
        N_("List what mends the selected block or the network, and what each would lead to"),
        "Alt+Return",
    ),
)


class Repairing(QObject):
    """Opens the list for the selected block, or for the network while nothing is selected."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._action: QAction | None = None

    def doings(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {"network.repair": self._open_selected}

    def watch(self, action: QAction) -> None:
        """Enable the action where what is selected can be mended."""
        self._action = action
        self._canvas.selection.changed.connect(self._enable)
        self._canvas.document.changed.connect(self._enable)
        self._enable()

    def add_to(self, menu: QMenu) -> None:
        """Put the list at the head of a menu, where what is selected can be mended."""
        repairs = repair_menu(self._canvas.editor, self._repairs(), menu)
        if repairs is not None:
            first = menu.actions()[0]
            menu.insertMenu(first, repairs)
            menu.insertSeparator(first)

    def open_for_network(self) -> None:
        """Open the list of what mends the network as a whole: blocks that are missing."""
        self._canvas.selection.clear()
        menu = repair_menu(self._canvas.editor, self._repairs(), self._canvas)
        if menu is not None:
            menu.setActiveAction(menu.actions()[0])
            half = QPoint(menu.sizeHint().width() // 2, menu.sizeHint().height() // 2)
            middle = self._canvas.viewport().rect().center()
            menu.popup(self._canvas.viewport().mapToGlobal(middle - half))

    def _open_selected(self) -> None:
        if self._canvas.selection.block is not None:
            open_repairs(self._canvas, self._canvas.selection.block)
        else:
            self.open_for_network()

    def _enable(self) -> None:
        if self._action is not None:
            self._action.setEnabled(bool(self._repairs()))

    def _repairs(self) -> tuple[Repair, ...]:
        selection = self._canvas.selection
        if selection.block is None and not selection.is_empty:
            return ()
        return all_repairs(self._canvas.document.design.report, selection.block)


def all_repairs(report: ShapeReport, block: str | None) -> tuple[Repair, ...]:
    """Return what mends each of a block's problems, that which is shown on its card first.

    Without a block it is what mends the network: the blocks that are missing.
    """
    shown = None if block is None else report.problem_of(block)
    problems = [problem for problem in report.problems if problem.block == block]
    problems.sort(key=lambda problem: problem != shown)
    return tuple(
        dict.fromkeys(each for problem in problems for each in repairs_of(report, problem))
    )


def open_repairs(canvas: "Canvas", block: str) -> None:
    """Open the list below a block's card; keys choose from it."""
    repairs = all_repairs(canvas.document.design.report, block)
    menu = repair_menu(canvas.editor, repairs, canvas)
    if menu is None:
        return
    canvas.selection.select([block])
    canvas.reveal(block)
    rect: QRectF = canvas.scene_of_blocks.blocks[block].scene_rect
    place = canvas.viewportTransform().map(rect.bottomLeft()).toPoint()
    menu.setActiveAction(menu.actions()[0])
    menu.popup(canvas.viewport().mapToGlobal(place))


def repair_menu(editor: Editor, repairs: Sequence[Repair], parent: QWidget) -> QMenu | None:
    """Return the list of repairs, with what each leads to, or None where there are none."""
    if not repairs:
        return None
    report = editor.document.design.report
    menu = QMenu(_("Repairs"), parent)
    menu.setObjectName("repairs")
    menu.setToolTipsVisible(True)
    for repair in repairs:
        lines = preview(report, repair)
        action = menu.addAction(_("{title}\t{result}").format(title=repair.title, result=lines[0]))
        action.setToolTip("\n".join(lines))
        action.triggered.connect(partial(_mend, editor, repair))
    return menu


def _mend(editor: Editor, repair: Repair, _is_checked: bool = False) -> None:
    editor.repair(repair)
