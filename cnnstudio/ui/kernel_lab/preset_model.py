"""The presets as a list that can be searched, each with a thumbnail."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QImage

from cnnstudio.kernels.presets import PRESETS, Preset
from cnnstudio.text import _

PRESET_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class PresetModel(QAbstractListModel):
    """All presets in their order; `show_thumbnail` fills in the pictures as they come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails: dict[str, QImage] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(PRESETS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        preset = PRESETS[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return _(preset.title)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return f"{_(preset.about)}\n{_(preset.formula)}"
            case Qt.ItemDataRole.DecorationRole:
                return self._thumbnails.get(preset.name)
            case int() if role == PRESET_ROLE:
                return preset
        return None

    def show_thumbnail(self, name: str, image: QImage) -> None:
        """Show a picture filtered by the preset called `name`."""
        row = next(row for row, preset in enumerate(PRESETS) if preset.name == name)
        self._thumbnails[name] = image
        index = self.index(row)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])


class PresetSearch(QSortFilterProxyModel):
    """The presets whose names, other names or descriptions contain all words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def search(self, text: str) -> None:
        """Show what matches `text`; everything where it is empty."""
        self._words = text.casefold().split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        preset = PRESETS[row]
        return all(word in _searched(preset) for word in self._words)


def _searched(preset: Preset) -> str:
    texts = (preset.name, *preset.also, _(preset.title), _(preset.about), preset.formula)
    return "\n".join(texts).casefold()
