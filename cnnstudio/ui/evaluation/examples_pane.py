"""The examples behind the numbers: the most wrong, the least sure, those of a cell."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.text import N_, _, plural
from cnnstudio.training.judgement import Judgement, Order
from cnnstudio.ui.engine_tasks import EngineTasks
from cnnstudio.ui.evaluation.example_delegate import (
    CELL_PX,
    PAIR_PX,
    ExampleDelegate,
    PairDelegate,
)
from cnnstudio.ui.evaluation.example_dialog import ExampleDialog
from cnnstudio.ui.evaluation.example_model import MOST_EXAMPLES, ExampleModel
from cnnstudio.ui.evaluation.example_view import ExampleView
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.empty_state import EmptyState

_FILE_ACTIONS = ("evaluation.show_in_folder", "evaluation.copy_path")
_ORDERS = {
    Order.MOST_WRONG: N_("Most wrong first"),
    Order.LEAST_SURE: N_("Least sure first"),
    Order.AS_STORED: N_("As in the data set"),
}
_PAIR_ORDERS = {
    Order.LARGEST_LOSS: N_("Worst first"),
    Order.SMALLEST_LOSS: N_("Best first"),
    Order.AS_STORED: N_("As in the data set"),
}


class ExamplesPane(QWidget):
    """Shows all examples, or those of a class or a cell, in one of three orders.

    Of a network that answers with pictures they are pairs of a picture and its copy.
    """

    def __init__(
        self, tasks: EngineTasks, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._judgement: Judgement | None = None
        self._chosen: NDArray[np.intp] | None = None
        self.model = ExampleModel(tasks, self)
        self.view = ExampleView()
        self.nothing = EmptyState(_("No such pictures"), "")
        self.dialog: ExampleDialog | None = None
        self.title = QLabel()
        self.order = QComboBox()
        self.order.setAccessibleName(_("Order of the examples"))
        self._orders: Mapping[Order, str] = {}
        self._delegates = ExampleDelegate(self), PairDelegate(self)
        self.all = FlatButton(_("show all"))
        self.all.setToolTip(_("Show the examples of all classes again"))
        self._stack = QStackedLayout()
        self._lay_out()
        self._show_kind(is_pairs=False)
        self.order.currentIndexChanged.connect(self._show)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.activated.connect(self._open_large)
        actions["evaluation.show_large"].triggered.connect(
            lambda: self._open_large(self.view.currentIndex())
        )
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
        self._show_kind(is_pairs=judgement is not None and not judgement.classes)
        self.model.use(judgement, folder, self.devicePixelRatioF())
        self._show()

    def show_chosen(self, indices: NDArray[np.intp] | None, title: str = "") -> None:
        """Show some of the pictures, or all of them."""
        self._chosen = indices
        self._show(title)

    def _show_kind(self, *, is_pairs: bool) -> None:
        """Show pairs of pictures, or single ones, with the orders that they can have."""
        self.view.setItemDelegate(self._delegates[is_pairs])
        self.view.setGridSize(PAIR_PX if is_pairs else CELL_PX)
        orders = _PAIR_ORDERS if is_pairs else _ORDERS
        if orders is not self._orders:
            self._orders = orders
            with QSignalBlocker(self.order):
                self.order.clear()
                self.order.addItems([_(text) for text in orders.values()])

    def _open_menu(self, place: QPoint) -> None:
        self._show_what_can_be_done()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("evaluation.show_large", *_FILE_ACTIONS):
            menu.addAction(self._actions[name])
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _open_large(self, index: QModelIndex) -> None:
        if index.isValid():
            self.dialog = ExampleDialog(self.model, index.row(), self.window())
            self.dialog.finished.connect(self._on_dialog_finished)
            self.dialog.open()

    def _on_dialog_finished(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            place = self.model.index(dialog.row, 0)
            self.view.setCurrentIndex(place)
            dialog.deleteLater()

    def _show_what_can_be_done(self) -> None:
        self._actions["evaluation.show_large"].setEnabled(self.view.currentIndex().isValid())
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
        everything = np.arange(judged.evaluated.examples)
        indices = everything if self._chosen is None else self._chosen
        order = tuple(self._orders)[self.order.currentIndex()]
        self.model.show_indices(judged.ordered(indices, order))
        self.view.scrollToTop()
        if self._chosen is None:
            title = _title(judged, order)
        if isinstance(title, str) and title:
            self.title.setText(title)
        self.title.setToolTip(_more(len(indices)))
        self.nothing.say(_("No such pictures"), self.title.text())
        self._stack.setCurrentWidget(self.view if len(indices) else self.nothing)
        self._show_what_can_be_done()

    def _lay_out(self) -> None:
        self.view.setModel(self.model)
        self.view.setMinimumHeight(CELL_PX.height() + 4)
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
        layout.addLayout(self._stack, 1)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)


def _title(judged: Judgement, order: Order) -> str:
    """Return what is said above all examples."""
    if not judged.classes:
        return _("Left what went in, right what came out, below how far off it is")
    count, wrong = judged.evaluated.examples, len(judged.wrong)
    match order:
        case Order.MOST_WRONG:
            text = _("{wrong:,} of {count:,} taken wrongly, the most wrong first")
            return text.format(wrong=wrong, count=count)
        case Order.LEAST_SURE:
            return plural(
                "{count:,} picture, the least sure first",
                "{count:,} pictures, the least sure first",
                count,
            )
    return plural(
        "{count:,} picture, as in the data set", "{count:,} pictures, as in the data set", count
    )


def _more(count: int) -> str:
    """Return how many examples there are, where not all of them are shown."""
    if count <= MOST_EXAMPLES:
        return ""
    return _("The first {most} of {count:,} are shown").format(most=MOST_EXAMPLES, count=count)
