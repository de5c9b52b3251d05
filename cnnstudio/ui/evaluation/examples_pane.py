"""The examples behind the numbers: the most wrong, the least sure, those of a cell."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDesktopServices,
    QFontMetrics,
    QGuiApplication,
    QImage,
    QPainter,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.text import N_, _, plural
from cnnstudio.training.judgement import Judgement, Order
from cnnstudio.ui.engine_tasks import EngineTasks
from cnnstudio.ui.evaluation.example_model import (
    EXAMPLE_ROLE,
    MOST_EXAMPLES,
    SIDE_PX,
    Example,
    ExampleModel,
)
from cnnstudio.ui.theme import SMALL_PX, TINY_PX, body_font, number_font, themes
from cnnstudio.ui.widgets.buttons import FlatButton

_CELL_PX = QSize(SIDE_PX + 20, SIDE_PX + 46)
_FILE_ACTIONS = ("evaluation.show_in_folder", "evaluation.copy_path")
_ORDERS = {
    Order.MOST_WRONG: N_("Most wrong first"),
    Order.LEAST_SURE: N_("Least sure first"),
    Order.AS_STORED: N_("As in the data set"),
}


class ExamplesPane(QWidget):
    """Shows all examples, or those of a class or a cell, in one of three orders."""

    def __init__(
        self, tasks: EngineTasks, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._judgement: Judgement | None = None
        self._chosen: NDArray[np.intp] | None = None
        self.model = ExampleModel(tasks, self)
        self.view = QListView()
        self.title = QLabel()
        self.order = QComboBox()
        self.order.setAccessibleName(_("Order of the examples"))
        self.order.addItems([_(text) for text in _ORDERS.values()])
        self.all = FlatButton(_("show all"))
        self.all.setToolTip(_("Show the examples of all classes again"))
        self._lay_out()
        self.order.currentIndexChanged.connect(self._show)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().currentChanged.connect(self._show_what_can_be_done)
        actions["evaluation.show_in_folder"].triggered.connect(self._show_in_folder)
        actions["evaluation.copy_path"].triggered.connect(self._copy_path)
        self._show_what_can_be_done()

    @property
    def file(self) -> str:
        """The file of the current example, or nothing."""
        index = self.view.currentIndex()
        return self.model.example(index.row()).file if index.isValid() else ""

    def show_judgement(self, judgement: Judgement | None, folder: Path | None) -> None:
        """Show the examples of another evaluation."""
        self._judgement, self._chosen = judgement, None
        self.model.use(judgement, folder, self.devicePixelRatioF())
        self._show()

    def show_chosen(self, indices: NDArray[np.intp] | None, title: str = "") -> None:
        """Show some of the pictures, or all of them."""
        self._chosen = indices
        self._show(title)

    def _open_menu(self, place: QPoint) -> None:
        self._show_what_can_be_done()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in _FILE_ACTIONS:
            menu.addAction(self._actions[name])
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _show_what_can_be_done(self) -> None:
        for name in _FILE_ACTIONS:
            self._actions[name].setEnabled(bool(self.file))

    def _show_in_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self.file).parent)))

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(self.file)

    def _show(self, title: object = "") -> None:
        judged = self._judgement
        self.all.setVisible(self._chosen is not None)
        if judged is None:
            self.title.clear()
            return
        indices = np.arange(len(judged.labels)) if self._chosen is None else self._chosen
        order = tuple(_ORDERS)[self.order.currentIndex()]
        self.model.show_indices(judged.ordered(indices, order))
        self.view.scrollToTop()
        if self._chosen is None:
            wrong = len(judged.wrong)
            title = plural(
                "{count:,} picture taken wrongly", "{count:,} pictures taken wrongly", wrong
            )
        if isinstance(title, str) and title:
            self.title.setText(title)
        self.title.setToolTip(_more(len(indices)))

    def _lay_out(self) -> None:
        self.view.setItemDelegate(ExampleDelegate(self.view))
        self.view.setModel(self.model)
        self.view.setAccessibleName(_("Examples"))
        self.view.setViewMode(QListView.ViewMode.IconMode)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setMovement(QListView.Movement.Static)
        self.view.setUniformItemSizes(True)
        self.view.setGridSize(_CELL_PX)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setMinimumHeight(_CELL_PX.height() + 4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.all)
        head.addStretch(1)
        head.addWidget(self.order)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)


class ExampleDelegate(QStyledItemDelegate):
    """Paints a picture above what it is and what it was taken for."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return _CELL_PX

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = themes.current
        room = QRectF(option.rect).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selection)
            painter.drawRoundedRect(room, 6, 6)
        place = QRectF(room.center().x() - SIDE_PX / 2, room.top() + 4, SIDE_PX, SIDE_PX)
        _paint_image(painter, place, index.data(Qt.ItemDataRole.DecorationRole))
        _paint_words(painter, room, place.bottom() + 3, index.data(EXAMPLE_ROLE))
        painter.restore()


def _paint_image(painter: QPainter, place: QRectF, picture: QImage | None) -> None:
    if picture is None or picture.isNull():
        painter.fillRect(place, themes.current.hover)
        return
    size = picture.size().scaled(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    room = QRectF(0, 0, size.width(), size.height())
    room.moveCenter(place.center())
    is_small = picture.width() * 2 <= room.width()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_small)
    painter.drawImage(room, picture)


def _paint_words(painter: QPainter, room: QRectF, top: float, example: Example) -> None:
    theme = themes.current
    centre = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
    font = body_font(SMALL_PX, bold=True)
    painter.setFont(font)
    painter.setPen(theme.good if example.is_right else theme.bad)
    text = f"✓ {example.label}" if example.is_right else f"{example.label} → {example.first}"
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, round(room.width()))
    painter.drawText(QRectF(room.left(), top, room.width(), 18), centre, shown)
    painter.setFont(number_font(TINY_PX))
    painter.setPen(theme.dim)
    below = QRectF(room.left(), top + 17, room.width(), 15)
    painter.drawText(below, centre, f"{example.first_probability:.2f}")


def _more(count: int) -> str:
    """Return how many examples there are, where not all of them are shown."""
    if count <= MOST_EXAMPLES:
        return ""
    return _("The first {most} of {count:,} are shown").format(most=MOST_EXAMPLES, count=count)
