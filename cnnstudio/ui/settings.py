"""What the window remembers between sessions: sizes, recent files, the appearance."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from cnnstudio import paths
from cnnstudio.ui.theme import Appearance

RECENT_COUNT = 10


class Settings:
    """Typed access to the settings file."""

    def __init__(self, path: Path | None = None) -> None:
        path = path or paths.settings_folder() / "window.ini"
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def appearance(self) -> Appearance:
        """Light, dark, or as the system has it."""
        try:
            return Appearance(str(self._store.value("appearance", Appearance.SYSTEM)))
        except ValueError:
            return Appearance.SYSTEM

    @appearance.setter
    def appearance(self, appearance: Appearance) -> None:
        self._store.setValue("appearance", appearance.value)

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """The files opened or saved last, newest first."""
        stored: Any = self._store.value("recent", [])
        names = [stored] if isinstance(stored, str) else stored or []
        return tuple(Path(name) for name in names if isinstance(name, str))

    def add_recent_file(self, path: Path) -> None:
        """Put `path` first."""
        path = path.absolute()
        others = [each for each in self.recent_files if each != path]
        names = [str(each) for each in (path, *others)][:RECENT_COUNT]
        self._store.setValue("recent", names)

    def forget_recent_files(self) -> None:
        """Empty the list of recent files."""
        self._store.remove("recent")

    @property
    def last_folder(self) -> str:
        """The folder in which the next file dialog opens."""
        return str(self._store.value("folder", ""))

    @last_folder.setter
    def last_folder(self, folder: str) -> None:
        self._store.setValue("folder", folder)

    @property
    def last_run(self) -> Path | None:
        """The folder of the run that was trained last."""
        stored = str(self._store.value("last_run", ""))
        return Path(stored) if stored else None

    @last_run.setter
    def last_run(self, folder: Path | None) -> None:
        self._store.setValue("last_run", str(folder) if folder else "")

    def data_folder(self, name: str) -> str:
        """Return where the files of a data set were found last."""
        return str(self._store.value(f"data/{name}", ""))

    def set_data_folder(self, name: str, folder: str) -> None:
        """Remember where the files of a data set are."""
        self._store.setValue(f"data/{name}", folder)

    @property
    def picture_folders(self) -> tuple[Path, ...]:
        """The folders of pictures used last, newest first."""
        stored: Any = self._store.value("data/folders", [])
        names = [stored] if isinstance(stored, str) else stored or []
        return tuple(Path(name) for name in names if isinstance(name, str))

    def add_picture_folder(self, folder: Path) -> None:
        """Put a folder of pictures first."""
        others = [each for each in self.picture_folders if each != folder]
        names = [str(each) for each in (folder, *others)][:RECENT_COUNT]
        self._store.setValue("data/folders", names)

    def forget_picture_folder(self, folder: Path) -> None:
        """Leave a folder out of the list; its pictures stay where they are."""
        names = [str(each) for each in self.picture_folders if each != folder]
        self._store.setValue("data/folders", names)

    def forget_picture_folders(self) -> None:
        """Empty that list."""
        self._store.remove("data/folders")

    @property
    def page(self) -> str:
        """The page that was in front."""
        return str(self._store.value("page", ""))

    @page.setter
    def page(self, name: str) -> None:
        self._store.setValue("page", name)

    def layout(self, name: str) -> QByteArray:
        """Return the sizes stored under `name`, empty where there are none."""
        stored = self._store.value(f"layout/{name}", QByteArray())
        return stored if isinstance(stored, QByteArray) else QByteArray()

    def set_layout(self, name: str, state: QByteArray) -> None:
        """Remember sizes under `name`."""
        self._store.setValue(f"layout/{name}", state)

    def sync(self) -> None:
        """Write the file now."""
        self._store.sync()
