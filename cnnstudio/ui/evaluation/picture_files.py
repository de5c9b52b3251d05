"""From which files the judged pictures come, asked of the engine once it is needed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject

from cnnstudio.training.judgement import Judgement
from cnnstudio.training.tasks import FilesNamed, NameFiles, TaskReport
from cnnstudio.ui.engine_tasks import EngineTasks, TaskSlot

_MOST_AHEAD = 100_000
"""Files of so many pictures are looked up before anybody asks; of more they take too long."""


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """Files below `root`; a name is empty where a picture has none that is known."""

    root: str
    names: list[str]

    def path(self, index: int) -> str:
        """Return the file of a picture, or nothing."""
        name = self.names[index] if index < len(self.names) else ""
        return str(Path(self.root) / name) if name else ""

    def paths(self) -> Sequence[str]:
        """Return the file of each picture; nothing where they come from no files."""
        return [self.path(index) for index in range(len(self.names))] if self.root else ()


_NONE = KnownFiles("", [])


class PictureFiles(QObject):
    """The files of the part that was judged; pictures of built-in data sets have none."""

    def __init__(self, tasks: EngineTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slot = TaskSlot(tasks, self)
        self._task: NameFiles | None = None
        self.known = _NONE
        self._is_known = False
        self._waiting: list[Callable[[], object]] = []
        self._slot.reported.connect(self._on_slot_reported)
        self._slot.ended.connect(self._on_slot_ended)

    def use(self, judgement: Judgement | None, folder: Path | None) -> None:
        """Look the files of another evaluation up."""
        self._waiting.clear()
        self._slot.cancel()
        self.known, self._is_known, self._task = _NONE, False, None
        if judgement is not None and folder is not None:
            found = judgement.evaluated
            self.known = KnownFiles("", [""] * found.examples)
            self._task = NameFiles(folder=str(folder), part=found.part)
            if found.examples <= _MOST_AHEAD:
                self._slot.give(self._task)

    def when_known(self, then: Callable[[], object]) -> None:
        """Call `then` as soon as the files are looked up, or cannot be."""
        if self._is_known or self._task is None:
            then()
            return
        self._waiting.append(then)
        if not self._slot.is_busy:
            self._slot.give(self._task)

    def _on_slot_reported(self, report: TaskReport) -> None:
        if isinstance(report, FilesNamed):
            self.known = KnownFiles(report.root, self.known.names)
            indices = np.frombuffer(report.indices, np.int32).tolist()
            for index, name in zip(indices, report.names, strict=True):
                self.known.names[index] = name

    def _on_slot_ended(self) -> None:
        self._is_known = True
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()
