"""The settings of training: the fields at the left, what comes of them at the right."""

from collections.abc import Mapping
from functools import partial

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cnnstudio.project.project import Design
from cnnstudio.text import N_, _
from cnnstudio.training import augmentation, config
from cnnstudio.training.config import CHANGEABLE, TrainingConfig
from cnnstudio.ui.document import Document
from cnnstudio.ui.theme import SMALL_PX, body_font
from cnnstudio.ui.training.forecast_line import ForecastLine
from cnnstudio.ui.training.rate_finder import RateFinder
from cnnstudio.ui.training.run_status import Status
from cnnstudio.ui.training.schedule_view import ScheduleView
from cnnstudio.ui.training.session import TrainingSession
from cnnstudio.ui.widgets.parameter_form import ParameterForm
from cnnstudio.ui.widgets.section_label import SectionLabel

_FORM_PX = 344
_FIELD_PX = 176
_SIDE_PX = 250
_BETWEEN_PX = 8
_BEFORE = N_("Point at a setting to read what it does.")
_WHILE_ACTIVE = N_("● takes effect at once; the rest waits for the next run.")


class SettingsForm(QWidget):
    """Shows the document's training configuration and edits it, an undo step per gesture.

    While a run goes on, what can be changed in it is marked: that takes effect at once.
    """

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._session = session
        self._is_active: bool | None = None
        self.setAccessibleName(_("Training settings"))
        training = document.project.training
        self.form = ParameterForm(
            config.FIELDS, msgspec.structs.asdict(training), has_tooltips=False
        )
        self.augmentation = ParameterForm(
            augmentation.FIELDS, msgspec.structs.asdict(training.augmentation), has_tooltips=False
        )
        self.explanation = _Explanation()
        self.forecast = ForecastLine(document, session, session.tasks)
        self.schedule = ScheduleView(training)
        self.finder = RateFinder(document, session.tasks, actions["training.find_rate"])
        self._lay_out()
        self._connect()
        self._show_used(training)
        self._on_session_changed(session.status)

    @property
    def forms(self) -> tuple[ParameterForm, ParameterForm]:
        """The fields of training, and those of augmentation."""
        return self.form, self.augmentation

    def take_refusal(self) -> str:
        """Lead to a field whose value was refused, and return why; once for each refusal."""
        for form in self.forms:
            if refusal := form.take_refusal():
                name, message = refusal
                form.field(name).setFocus(Qt.FocusReason.OtherFocusReason)
                return message
        return ""

    def _lay_out(self) -> None:
        fields, side = QWidget(), QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 4, 12, 8)
        column.setSpacing(8)
        for widget in (
            self.form,
            SectionLabel(_("Augmentation")),
            self.augmentation,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(16, 4, 12, 8)
        beside.setSpacing(2)
        results: tuple[tuple[str, QWidget], ...] = (
            (_("Forecast"), self.forecast),
            (_("Learning rate over the run"), self.schedule),
            (_("Learning-rate finder"), self.finder),
        )
        for title, result in results:
            if beside.count():
                beside.addSpacing(_BETWEEN_PX)
            beside.addWidget(SectionLabel(title))
            beside.addWidget(result)
        beside.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        left, right = _scrolled(fields), _scrolled(side)
        left.setFixedWidth(_FORM_PX + 24)
        right.setMinimumWidth(_SIDE_PX)
        columns.addWidget(left)
        columns.addWidget(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(columns, 1)
        layout.addWidget(self.explanation)
        self._side = right
        self.setFocusProxy(left)

    def _connect(self) -> None:
        for form, fields in zip(self.forms, (config.FIELDS, augmentation.FIELDS), strict=True):
            form.setFixedWidth(_FORM_PX)
            for field in fields:
                form.field(field.name).setFixedWidth(_FIELD_PX)
            form.gesture_ended.connect(self._document.end_gesture)
            form.explained.connect(partial(self._explain, form is self.augmentation))
        self.form.changed.connect(self._on_form_changed)
        self.augmentation.changed.connect(self._on_augmentation_changed)
        self.finder.shown.connect(self._on_finder_shown)
        self.finder.wanted.connect(
            lambda rate: self._on_form_changed("learning_rate", rate, "rate")
        )
        self._document.changed.connect(self._on_document_changed)
        self._session.changed.connect(self._on_session_changed)

    def _explain(self, is_augmentation: bool, name: str, text: str) -> None:
        if self._is_active:
            is_at_once = is_augmentation or name in CHANGEABLE
            when = _("● Takes effect at once.") if is_at_once else _("Waits for the next run.")
            text = f"{text} {when}"
        self.explanation.setText(text)

    def _on_form_changed(self, name: str, value: object, gesture: str) -> None:
        project = self._document.project
        edited = config.changed(project.training, **{name: value})
        text = _("Set {title}").format(title=_(config.field(name).title))
        self._document.apply(text, project.replace(training=edited), f"training.{gesture}")

    def _on_augmentation_changed(self, name: str, value: object, gesture: str) -> None:
        project = self._document.project
        augmented = msgspec.structs.replace(project.training.augmentation, **{name: value})
        edited = config.changed(project.training, augmentation=augmented)
        field = next(each for each in augmentation.FIELDS if each.name == name)
        text = _("Set {title}").format(title=_(field.title))
        self._document.apply(text, project.replace(training=edited), f"augmentation.{gesture}")

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if old.project.training != new.project.training:
            training = new.project.training
            self.form.show_values(msgspec.structs.asdict(training))
            self.augmentation.show_values(msgspec.structs.asdict(training.augmentation))
            self.schedule.show_config(training)
            self._show_used(training)

    def _on_finder_shown(self) -> None:
        # The layout makes room for the plot after this event.
        QTimer.singleShot(0, self, lambda: self._side.ensureWidgetVisible(self.finder.plot))

    def _show_used(self, training: TrainingConfig) -> None:
        """Hide the fields that have no effect as the others stand."""
        for field in config.FIELDS:
            self.form.show_row(field.name, is_shown=config.is_used(training, field.name))

    def _on_session_changed(self, status: Status) -> None:
        """Mark what can be changed in a run, while one goes on."""
        if status.is_active == self._is_active:
            return
        self._is_active = status.is_active
        self.explanation.setText(_(_WHILE_ACTIVE if status.is_active else _BEFORE))
        for field in config.FIELDS:
            self.form.mark(field.name, is_marked=status.is_active and field.name in CHANGEABLE)
        for field in augmentation.FIELDS:
            self.augmentation.mark(field.name, is_marked=status.is_active)


class _Explanation(QLabel):
    """Two lines, whatever stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("tone", "dim")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setFont(body_font(SMALL_PX))
        self.setFixedHeight(2 * self.fontMetrics().lineSpacing() + 2)
        self.setAccessibleName(_("Explanation of the setting"))

    def hasHeightForWidth(self) -> bool:
        # Or the scroll area around all settings would make them as high as they like to be.
        return False


def _scrolled(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
