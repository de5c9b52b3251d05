"""How a run looks in the list: two lines a cell, the network as bars beside its name."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QIcon, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cnnstudio.text import _, plural
from cnnstudio.training.run_list import RunEntry
from cnnstudio.ui.icons import icon
from cnnstudio.ui.runs import words
from cnnstudio.ui.runs.columns import Column
from cnnstudio.ui.runs.profile import Profile, paint_profile, profile_of
from cnnstudio.ui.runs.run_table import ENTRY_ROLE
from cnnstudio.ui.status_bar import short_count
from cnnstudio.ui.theme import BODY_PX, SMALL_PX, body_font, number_font, themes

ROW_PX = 46

_STAR_PX = 16
_PROFILE_PX = QSize(56, 26)
_PADDING_PX = 8
_LINE_PX = 18
_DOT_PX = 7
_MARK_PX = 3

Index = QModelIndex | QPersistentModelIndex


class RunDelegate(QStyledItemDelegate):
    """Paints the cells, and edits a name in its place.

    `progress` is what to say of the run that goes on in this window.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.progress: tuple[Path | None, str] = (None, "")
        self._profiles: dict[Path, tuple[RunEntry, Profile]] = {}
        self._stars: dict[tuple[str, bool], QIcon] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: RunEntry = index.data(ENTRY_ROLE)
        painter.save()
        _paint_ground(painter, option, index)
        room = option.rect.adjusted(_PADDING_PX, 0, -_PADDING_PX, 0)
        match Column(index.column()):
            case Column.STAR:
                self._paint_star(painter, option.rect, entry)
            case Column.NAME:
                self._paint_name(painter, room, entry)
            case Column.DATA:
                _paint_data(painter, room, entry)
            case Column.BEST:
                _paint_best(painter, room, entry)
            case Column.OUTCOME:
                self._paint_outcome(painter, room, entry)
            case Column.STARTED:
                _paint_started(painter, room, entry)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(_("Name of the run"))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # The row may change while a person types, as that of a run that goes on does.
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(_PROFILE_PX.width() + 8, 7, -2, -7))

    def profile(self, entry: RunEntry) -> Profile:
        """Return what is shown of a run's network, worked out when it is first seen."""
        assert entry.record is not None
        known = self._profiles.get(entry.folder)
        if known is None or known[0].record is not entry.record:
            known = self._profiles[entry.folder] = (entry, profile_of(entry.record.network))
        return known[1]

    def about(self, entry: RunEntry) -> list[str]:
        """Return what is said below a run's name: the most first, then ever less of it."""
        assert entry.record is not None
        profile = self.profile(entry)
        steps, batch = words.settings_texts(entry.record.config)
        whole, short = parameters_text(profile), short_count(profile.weight_count)
        return [
            " · ".join(parts) for parts in ((whole, steps, batch), (whole, steps), (short, steps))
        ]

    def _paint_star(self, painter: QPainter, rect: QRect, entry: RunEntry) -> None:
        key = (themes.current.name, entry.is_starred)
        if key not in self._stars:
            name, colour = (
                ("ph.star-fill", "validation") if entry.is_starred else ("ph.star", "wire")
            )
            self._stars[key] = icon(name, colour)
        place = QRect(QPoint(0, 0), QSize(_STAR_PX, _STAR_PX))
        place.moveCenter(rect.center())
        self._stars[key].paint(painter, place)

    def _paint_name(self, painter: QPainter, room: QRect, entry: RunEntry) -> None:
        if entry.record is None:
            first, second = _lines(room)
            _write(painter, first, entry.name, themes.current.text, body_font(bold=True))
            _write(painter, second, entry.explanation, themes.current.dim)
            return
        profile = self.profile(entry)
        box = QRectF(room.left(), 0, _PROFILE_PX.width(), _PROFILE_PX.height())
        box.moveTop(room.center().y() - box.height() / 2)
        paint_profile(painter, profile, box)
        first, second = _lines(room.adjusted(_PROFILE_PX.width() + _PADDING_PX, 0, 0, 0))
        _write(painter, first, entry.name, themes.current.text, body_font(bold=True))
        painter.setFont(body_font(SMALL_PX))
        text = words.first_that_fits(
            self.about(entry), second.width(), painter.fontMetrics().horizontalAdvance
        )
        _write(painter, second, text, themes.current.dim)

    def _paint_outcome(self, painter: QPainter, room: QRect, entry: RunEntry) -> None:
        theme = themes.current
        first, second = _lines(room)
        tone = getattr(theme, words.TONES[entry.state])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone)
        dot = QRectF(first.left(), first.center().y() - _DOT_PX / 2 + 1, _DOT_PX, _DOT_PX)
        painter.drawEllipse(dot)
        text = first.adjusted(_DOT_PX + 6, 0, 0, 0)
        _write(painter, text, entry.outcome, tone if tone == theme.bad else theme.text)
        below = second.adjusted(_DOT_PX + 6, 0, 0, 0)
        _write(painter, below, self._extent(entry), theme.dim)

    def _extent(self, entry: RunEntry) -> str:
        folder, text = self.progress
        if entry.folder == folder:
            return text
        return words.extent_text(entry.record) if entry.record else ""


def parameters_text(profile: Profile) -> str:
    """Return how large a network is."""
    count = profile.weight_count
    return plural("{count:,} parameter", "{count:,} parameters", count)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    theme, rect = themes.current, option.rect
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, theme.selection)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.hover)
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
    if index.column() == Column.STAR and _is_current(option.widget, index):
        painter.fillRect(rect.left(), rect.top(), _MARK_PX, rect.height() - 1, theme.accent)


def _is_current(view: QWidget, index: Index) -> bool:
    """Whether the keyboard is on this row of the list."""
    current = getattr(view, "currentIndex", QModelIndex)()
    return view.hasFocus() and current.row() == index.row()


def _paint_data(painter: QPainter, room: QRect, entry: RunEntry) -> None:
    if entry.record is None:
        return
    first, second = _lines(room)
    _write(painter, first, words.data_title(entry.record.data), themes.current.text)
    count = len(entry.record.classes)
    classes = plural("{count} class", "{count} classes", count) if count else ""
    _write(painter, second, classes, themes.current.dim)


def _paint_best(painter: QPainter, room: QRect, entry: RunEntry) -> None:
    best = entry.record.best if entry.record else None
    first, second = _lines(room)
    font = number_font(BODY_PX, bold=True)
    value, about = words.best_lines(best)
    _write(painter, first, value or "–", themes.current.text, font)
    _write(painter, second, about, themes.current.dim)


def _paint_started(painter: QPainter, room: QRect, entry: RunEntry) -> None:
    when = words.started_at(entry)
    first, second = _lines(room)
    today = datetime.now().astimezone()
    _write(painter, first, words.date_text(when, today), themes.current.text)
    _write(painter, second, words.time_text(when), themes.current.dim)


def _lines(room: QRect) -> tuple[QRect, QRect]:
    top = room.top() + (room.height() - 2 * _LINE_PX) // 2
    first = QRect(room.left(), top, room.width(), _LINE_PX)
    return first, first.translated(0, _LINE_PX)


def _write(
    painter: QPainter, room: QRect, text: str, colour: QColor, font: QFont | None = None
) -> None:
    is_second = font is None and colour == themes.current.dim
    painter.setFont(font or body_font(SMALL_PX if is_second else BODY_PX))
    painter.setPen(colour)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
