"""The grid of pictures: however many there are, only those that are seen cost anything."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from cnnstudio.text import _
from cnnstudio.ui.data.grid_delegate import GAP_PX, TITLE_PX, PictureDelegate
from cnnstudio.ui.data.grid_model import Index, PictureGridModel
from cnnstudio.ui.data.loaded import LoadedPart
from cnnstudio.ui.theme import themes

SIDES_PX = (32, 48, 72, 104, 152)
"""The sizes in which pictures can be shown."""

_USUAL_SIDE = 2


class PictureGrid(QTableView):
    """Shows a part; `chosen` carries the number of the picture that is looked at, or None."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = _USUAL_SIDE
        self._picture: int | None = None
        self.pictures = PictureGridModel(self)
        self.setModel(self.pictures)
        self.setItemDelegate(PictureDelegate(self.pictures, self))
        self._set_up()
        # What a scroll, a resize and a reset want together is asked for once.
        self._wanting = QTimer(self)
        self._wanting.setSingleShot(True)
        self._wanting.setInterval(0)
        self._wanting.timeout.connect(self._want_visible)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._wanting.start())
        self.pictures.thumbnails.arrived.connect(self.viewport().update)
        themes.changed.connect(self.viewport().update)

    @property
    def picture(self) -> int | None:
        """The picture that is looked at."""
        return self._picture

    def show_part(
        self, part: LoadedPart | None, class_names: tuple[str, ...], labels: tuple[int, ...]
    ) -> None:
        """Show the pictures of some classes of a part, from the first one on."""
        self._picture = None
        self.pictures.show_part(part, class_names, labels)
        self._lay_out_rows()
        self.scrollToTop()
        first = self.pictures.index(1, 0)
        if first.isValid():
            self._choose(first)
        else:
            self.chosen.emit(None)

    def resize_pictures(self, steps: int) -> None:
        """Show the pictures larger, or smaller where negative."""
        side = max(0, min(len(SIDES_PX) - 1, self._side + steps))
        if side != self._side:
            self._side = side
            self._fit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        picture = self.pictures.cell(current).picture if current.isValid() else None
        if picture is not None and picture != self._picture:
            self._picture = picture
            self.chosen.emit(picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.resize_pictures(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _set_up(self) -> None:
        self.setAccessibleName(_("Pictures"))
        self.setShowGrid(False)
        # The delegate paints a ring; Qt would fill the cell behind the picture.
        colours = self.palette()
        colours.setBrush(QPalette.ColorRole.Highlight, Qt.BrushStyle.NoBrush)
        self.setPalette(colours)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: a bar that comes and goes would change the number of columns.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _fit(self) -> None:
        """Fill the width with as many pictures as stand in it."""
        side = SIDES_PX[self._side]
        width = self.viewport().width()
        columns = max(1, width // (side + GAP_PX))
        kept = self._picture
        has_moved = columns != self.pictures.columns
        self.pictures.show_size(columns, side, self.devicePixelRatioF())
        self.horizontalHeader().setDefaultSectionSize(width // columns)
        if has_moved or self.verticalHeader().defaultSectionSize() != side + GAP_PX:
            self._lay_out_rows()
            if kept is not None:
                self._choose(self.pictures.index_of(kept))
        self._wanting.start()

    def _lay_out_rows(self) -> None:
        pitch = SIDES_PX[self._side] + GAP_PX
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(pitch)
        arrangement = self.pictures.arrangement
        for row in arrangement.title_rows if arrangement else ():
            rows.resizeSection(row, TITLE_PX)
        self._wanting.start()

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
        self.scrollTo(index)

    def _want_visible(self) -> None:
        """Ask for the pictures that are seen, then for those of a page below and above."""
        arrangement = self.pictures.arrangement
        first = self.rowAt(0)
        if arrangement is None or first < 0:
            return
        last = self.rowAt(self.viewport().height() - 1)
        last = arrangement.row_count - 1 if last < 0 else last
        page = last - first + 1
        self.pictures.thumbnails.want(
            arrangement.pictures(first, last)
            + arrangement.pictures(last + 1, last + page)
            + arrangement.pictures(first - page, first - 1)
        )
