"""What the window remembers survives it."""

from pathlib import Path

from PySide6.QtCore import QByteArray

from cnnstudio.ui.settings import RECENT_COUNT, Settings
from cnnstudio.ui.theme import Appearance


def test_the_appearance_is_remembered(tmp_path: Path) -> None:
    Settings(tmp_path / "window.ini").appearance = Appearance.DARK
    assert Settings(tmp_path / "window.ini").appearance is Appearance.DARK


def test_an_appearance_nobody_knows_is_that_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[General]\nappearance=purple\n")
    assert Settings(tmp_path / "window.ini").appearance is Appearance.SYSTEM


def test_the_newest_file_comes_first_and_only_once(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "window.ini")
    one, two = tmp_path / "one.cnnstudio", tmp_path / "two.cnnstudio"
    for path in (one, two, one):
        settings.add_recent_file(path)
    assert settings.recent_files == (one, two)
    settings.sync()
    assert Settings(tmp_path / "window.ini").recent_files == (one, two)


def test_a_single_recent_file_is_read_back(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "window.ini")
    settings.add_recent_file(tmp_path / "one.cnnstudio")
    settings.sync()
    assert Settings(tmp_path / "window.ini").recent_files == (tmp_path / "one.cnnstudio",)


def test_the_list_of_recent_files_is_bounded(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "window.ini")
    for number in range(RECENT_COUNT + 5):
        settings.add_recent_file(tmp_path / f"{number}.cnnstudio")
    assert len(settings.recent_files) == RECENT_COUNT
    settings.forget_recent_files()
    assert settings.recent_files == ()


def test_sizes_come_back_as_they_were(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "window.ini")
    settings.set_layout("network", QByteArray(b"\x00\x01sizes"))
    settings.sync()
    assert Settings(tmp_path / "window.ini").layout("network") == QByteArray(b"\x00\x01sizes")


def test_sizes_never_stored_are_empty(tmp_path: Path) -> None:
    assert Settings(tmp_path / "window.ini").layout("network").isEmpty()
