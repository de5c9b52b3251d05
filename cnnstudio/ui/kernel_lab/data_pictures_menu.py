"""The menu of data sets whose pictures can be filtered."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from cnnstudio.text import _


class DataPicturesMenu(QMenu):
    """Offers the data sets; filled when it is first opened, because they bring NumPy along."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Of a &Data Set"), parent)
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what there is now; what is not downloaded cannot be chosen."""
        from cnnstudio.data import catalog
        from cnnstudio.data.choice import DataChoice

        self.clear()
        for name in catalog.names():
            action = self.addAction(_(catalog.info(name).title))
            action.setData(name)
            is_there = catalog.is_available(DataChoice(name=name))
            action.setEnabled(is_there)
            if not is_there:
                action.setToolTip(_("Download it on the Data page first."))
            action.triggered.connect(lambda _on=False, name=name: self.chosen.emit(name))
