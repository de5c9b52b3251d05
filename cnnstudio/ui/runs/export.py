"""Exports a run by the command line in a process of its own: that needs torch."""

import os
import re
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, Signal

import cnnstudio
from cnnstudio.text import _


class Export(QObject):
    """Writes one run at a time; `done` carries the folder, `failed` the reason in a sentence."""

    done = Signal(Path)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._target = Path()
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.end)

    @property
    def is_busy(self) -> bool:
        """Whether a run is being exported."""
        return self._process is not None

    def start(self, run: Path, target: Path) -> None:
        """Export the run in a folder to another one, which is new or empty."""
        assert self._process is None
        self._target = target
        process = self._process = QProcess(self)
        program, *arguments = _command(run, target)
        process.setProgram(program)
        process.setArguments(arguments)
        process.setProcessEnvironment(_environment())
        process.finished.connect(self._on_process_finished)
        process.errorOccurred.connect(self._on_process_error)
        process.start()

    def end(self) -> None:
        """Break off what goes on."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished()

    def _on_process_finished(self, status: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = bytes(process.readAllStandardError().data()).decode(errors="replace").strip()
        process.deleteLater()
        if status == 0:
            self.done.emit(self._target)
        else:
            self.failed.emit(said or _("The export failed without saying why."))

    def _on_process_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            reason, self._process = self._process.errorString(), None
            self.failed.emit(_("The export cannot be started: {reason}.").format(reason=reason))


def free_folder(parent: Path, name: str) -> Path:
    """Return a folder named after a run that is not there yet."""
    slug = re.sub(r"[^\w]+", "-", name.lower()).strip("-")[:60] or "model"
    folder, number = parent / slug, 2
    while folder.exists():
        folder, number = parent / f"{slug}-{number}", number + 1
    return folder


def _command(run: Path, target: Path) -> list[str]:
    arguments = ["export", str(run), "--output", str(target)]
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-P", "-m", "cnnstudio", *arguments]


def _environment() -> QProcessEnvironment:
    """Return an environment in which the program is found, installed or not."""
    environment = QProcessEnvironment.systemEnvironment()
    folder = Path(cnnstudio.__file__).parents[1]
    if (folder / "pyproject.toml").is_file():  # a checkout
        known = environment.value("PYTHONPATH")
        environment.insert("PYTHONPATH", os.pathsep.join(filter(None, (str(folder), known))))
    return environment
