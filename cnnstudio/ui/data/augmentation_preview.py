"""What augmentation makes of a picture, live: the engine draws it as in training."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QImage, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.training import augmentation as augmenting
from cnnstudio.training.augmentation import Augmentation
from cnnstudio.training.messages import AugmentedPictures, PreviewAugmentation, Refused
from cnnstudio.ui.data.loaded import PartName
from cnnstudio.ui.data.picture_pane import Look
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.kernel_lab.strip import Strip
from cnnstudio.ui.theme import themes
from cnnstudio.ui.training.picture_panel import image
from cnnstudio.ui.widgets.buttons import ToolbarButton
from cnnstudio.ui.widgets.elided_label import ElidedLabel
from cnnstudio.ui.widgets.section_label import SectionLabel

PICTURES = 12
_SIDE_PX = 72
_GAP_PX = 6
_BREAK_PX = 18


class PictureRow(QWidget):
    """The original, a line, and as many of the drawn ones as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._original = QImage()
        self._drawn: tuple[QImage, ...] = ()
        self.setFixedHeight(_SIDE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("The picture, and what augmentation makes of it"))
        themes.changed.connect(self.update)

    @property
    def drawn(self) -> tuple[QImage, ...]:
        """What augmentation made of the picture."""
        return self._drawn

    def show_images(self, original: QImage, drawn: tuple[QImage, ...]) -> None:
        """Show other pictures."""
        self._original, self._drawn = original, drawn
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(4 * _SIDE_PX, _SIDE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 0
        if not self._original.isNull():
            _draw(painter, self._original, left)
            middle = _SIDE_PX + _BREAK_PX // 2
            painter.setPen(QPen(themes.current.line, 1))
            painter.drawLine(middle, 0, middle, _SIDE_PX)
            left = _SIDE_PX + _BREAK_PX
        for each in self._drawn:
            if left + _SIDE_PX > self.width():
                break
            _draw(painter, each, left)
            left += _SIDE_PX + _GAP_PX
        painter.end()


def _draw(painter: QPainter, picture: QImage, left: int) -> None:
    size = picture.size().scaled(_SIDE_PX, _SIDE_PX, Qt.AspectRatioMode.KeepAspectRatio)
    room = QRectF(0, 0, size.width(), size.height())
    room.moveCenter(QRectF(left, 0, _SIDE_PX, _SIDE_PX).center())
    painter.setRenderHint(
        QPainter.RenderHint.SmoothPixmapTransform, picture.width() > _SIDE_PX // 2
    )
    painter.drawImage(room, picture)


class AugmentationPreview(Strip):
    """Asks the engine whenever the picture or the numbers change; only the newest answer counts."""

    def __init__(
        self,
        engine: EngineClient,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("panel", parent=parent)
        self._engine = engine
        self._look: Look | None = None
        self._augmentation = augmenting.NONE
        self._seed = 0
        self._generation = 0
        self._is_stale = False
        self.pictures = PictureRow()
        self.note = ElidedLabel()
        self.note.setProperty("tone", "dim")
        self._lay_out(actions)
        engine.pictures_augmented.connect(self._on_engine_augmented)
        engine.refused.connect(self._on_engine_refused)
        actions["data.draw_again"].triggered.connect(self._draw_again)

    def show_picture(self, look: Look | None) -> None:
        """Show what becomes of another picture."""
        self._look = look
        self._is_stale = True
        self.setVisible(look is not None)
        if self.isVisible():
            self._ask()

    def show_augmentation(self, augmentation: Augmentation) -> None:
        """Show what other numbers do."""
        if augmentation != self._augmentation:
            self._augmentation = augmentation
            self._is_stale = True
            if self.isVisible():
                self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._ask()

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(SectionLabel(_("Augmentation")))
        head.addWidget(self.note, 1)
        head.addWidget(ToolbarButton(actions["data.draw_again"]))
        line = QFrame()
        line.setObjectName("line")
        line.setFixedHeight(1)
        body = QVBoxLayout()
        body.setContentsMargins(14, 6, 12, 12)
        body.setSpacing(4)
        body.addLayout(head)
        body.addWidget(self.pictures)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(line)
        layout.addLayout(body)

    def _draw_again(self) -> None:
        self._seed += 1
        self._ask()

    def _ask(self) -> None:
        look, self._is_stale = self._look, False
        if look is None:
            return
        if look.part.name is not PartName.TRAIN:
            self._say(_("Only training pictures are augmented."))
            self.pictures.show_images(QImage(), ())
            return
        self._say(augmenting.described(self._augmentation))
        self._generation = self._engine.preview_augmentation(
            PreviewAugmentation(
                0,
                look.data.wanted.choice,
                look.data.dataset.shape,
                (look.picture,) * PICTURES,
                self._augmentation,
                self._seed,
            )
        )

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setToolTip(text)

    def _on_engine_augmented(self, answer: AugmentedPictures) -> None:
        if answer.generation != self._generation:
            return
        shape = answer.height, answer.width, answer.channels
        step = answer.height * answer.width * answer.channels
        drawn = tuple(
            image(shape, answer.pictures[place * step : (place + 1) * step])
            for place in range(answer.count)
        )
        self.pictures.show_images(image(shape, answer.originals[:step]), drawn)

    def _on_engine_refused(self, refused: Refused) -> None:
        if refused.generation == self._generation:
            self._say(refused.text)
