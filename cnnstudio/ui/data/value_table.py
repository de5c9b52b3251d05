"""Mean and deviation of each channel of the training pictures."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from cnnstudio.data.dataset import Statistics
from cnnstudio.text import _
from cnnstudio.ui.theme import SMALL_PX, body_font, number_font

_MOST_CHANNELS = 3


class ValueTable(QFrame):
    """A line for each channel, pictures mapped to 0–1; of more than three the first three."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facts")
        self.setAccessibleName(_("Values of the training pictures"))
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(12, 8, 12, 8)
        self._layout.setVerticalSpacing(4)
        self._layout.setColumnStretch(0, 1)
        titles = (_("Channel"), _("Mean"), _("Deviation"))
        for column, title in enumerate(titles):
            self._put(title, 0, column, is_number=False)
        self._cells = [
            [self._put("", row, column, is_number=column > 0) for column in range(3)]
            for row in range(1, _MOST_CHANNELS + 1)
        ]
        self.hide()

    def show_statistics(self, known: Statistics | None) -> None:
        """Show the numbers; None while they are not known."""
        lines = _lines(known)
        self.show()
        for row, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                cell.setVisible(row < len(lines))
                cell.setText(lines[row][column] if row < len(lines) else "")
        self.setAccessibleDescription("; ".join(" ".join(line) for line in lines))

    def _put(self, text: str, row: int, column: int, *, is_number: bool) -> QLabel:
        label = QLabel(text)
        label.setFont(number_font(SMALL_PX) if is_number else body_font(SMALL_PX))
        if not is_number:
            label.setProperty("tone", "dim")
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        self._layout.addWidget(label, row, column, side)
        return label


def _lines(known: Statistics | None) -> list[tuple[str, str, str]]:
    if known is None:
        return [(_("calculating …"), "", "")]
    count = len(known.mean)
    names = {1: (_("grey"),), 3: (_("red"), _("green"), _("blue"))}
    titles = names.get(count, tuple(str(channel + 1) for channel in range(count)))
    lines = zip(titles, known.mean, known.deviation, strict=True)
    return [(title, f"{mean:.4f}", f"{spread:.4f}") for title, mean, spread in lines][
        :_MOST_CHANNELS
    ]
