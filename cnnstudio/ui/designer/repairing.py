"""The list of what mends a block: on its card, in the canvas' menu, and by key."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF
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
        N_("List what mends the selected block, and what each would lead to"),
        "Alt+Return",
    ),
)


class Repairing(QObject):
    """Opens the list for the selected block, and offers it in the canvas' menu."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._action: QAction | None = None

    def doings(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {"network.repair": self._open_selected}

    def watch(self, action: QAction) -> None:
        """Enable the action where the selected block can be mended."""
        self._action = action
        self._canvas.selection.changed.connect(self._enable)
        self._canvas.document.changed.connect(self._enable)
        self._enable()

    def add_to(self, menu: QMenu) -> None:
        """Put the list at the head of a menu, where the selected block can be mended."""
        block = self._canvas.selection.block
        repairs = repair_menu(self._canvas.editor, block, menu) if block is not None else None
        if repairs is not None:
            first = menu.actions()[0]
            menu.insertMenu(first, repairs)
            menu.insertSeparator(first)

    def _open_selected(self) -> None:
        if self._canvas.selection.block is not None:
            open_repairs(self._canvas, self._canvas.selection.block)

    def _enable(self) -> None:
        if self._action is not None:
            block, report = self._canvas.selection.block, self._canvas.document.design.report
            self._action.setEnabled(block is not None and bool(all_repairs(report, block)))


def all_repairs(report: ShapeReport, block: str) -> tuple[Repair, ...]:
    """Return what mends each of a block's problems, that which is shown on its card first."""
    shown = report.problem_of(block)
    problems = [problem for problem in report.problems if problem.block == block]
    problems.sort(key=lambda problem: problem != shown)
    return tuple(
        dict.fromkeys(each for problem in problems for each in repairs_of(report, problem))
    )


def open_repairs(canvas: "Canvas", block: str) -> None:
    """Open the list below a block's card; keys choose from it."""
    menu = repair_menu(canvas.editor, block, canvas)
    if menu is None:
        return
    canvas.selection.select([block])
    canvas.reveal(block)
    rect: QRectF = canvas.scene_of_blocks.blocks[block].scene_rect
    place = canvas.viewportTransform().map(rect.bottomLeft()).toPoint()
    menu.setActiveAction(menu.actions()[0])
    menu.popup(canvas.viewport().mapToGlobal(place))


def repair_menu(editor: Editor, block: str, parent: QWidget) -> QMenu | None:
    """Return the list of what mends a block, with what each leads to, or None."""
    report = editor.document.design.report
    repairs = all_repairs(report, block)
    if not repairs:
        return None
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
