"""The action that applies every repair that is the only choice."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from cnnstudio.network.mending import mended, obvious_repair
from cnnstudio.text import _
from cnnstudio.ui.designer.editor import Editor
from cnnstudio.ui.designer.placement import settled


class FixAll(QObject):
    """Lets the action mend the network in one undo step, and enables it where it would."""

    def __init__(self, editor: Editor, action: QAction) -> None:
        super().__init__(editor)
        self._editor = editor
        self._action = action
        action.triggered.connect(self._fix)
        editor.document.changed.connect(self._enable)
        self._enable()

    def _fix(self) -> None:
        before = self._editor.network
        after = mended(self._editor.document.design.report).network
        if after is not before:
            self._editor.apply(_("Fix What Is Certain"), settled(before, after))

    def _enable(self) -> None:
        report = self._editor.document.design.report
        self._action.setEnabled(obvious_repair(report) is not None)
