"""The look of Qt's own widgets, generated from the tokens of the theme."""

import dataclasses
from pathlib import Path
from string import Template

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication

from cnnstudio import paths
from cnnstudio.ui import theme as tokens
from cnnstudio.ui.theme import Theme, themes

_ARROW_PX = 10
_ARROWS = {
    "down": ((2.0, 3.5), (5.0, 6.5), (8.0, 3.5)),
    "up": ((2.0, 6.5), (5.0, 3.5), (8.0, 6.5)),
    "right": ((3.5, 2.0), (6.5, 5.0), (3.5, 8.0)),
    "check": ((1.8, 5.2), (4.1, 7.5), (8.4, 2.6)),
    "dash": ((2.4, 5.0), (7.6, 5.0)),
}


def install(application: QApplication) -> None:
    """Dress the application, now and whenever the theme changes."""
    application.setStyle("Fusion")
    application.setFont(tokens.interface_font())
    _dress(application)
    themes.changed.connect(lambda: _dress(application))


def _dress(application: QApplication) -> None:
    application.setPalette(palette(themes.current))
    application.setStyleSheet(style_sheet(themes.current, paths.cache_folder() / "style"))


def palette(theme: Theme) -> QPalette:
    """Return Qt's colour roles for a theme; Fusion draws the rest from them."""
    colours = QPalette(theme.panel, theme.window)
    roles = {
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.Base: theme.panel,
        QPalette.ColorRole.AlternateBase: theme.field,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.accent_text,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.PlaceholderText: theme.dim,
        QPalette.ColorRole.ToolTipBase: theme.card,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Accent: theme.accent,
    }
    for role, colour in roles.items():
        colours.setColor(role, colour)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        colours.setColor(QPalette.ColorGroup.Disabled, role, disabled(theme))
    colours.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, disabled(theme))
    return colours


def disabled(theme: Theme) -> QColor:
    """Return the colour of text that cannot be used now: between dim and panel."""
    return mixed(theme.dim, theme.panel, 0.45)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Return the colour that is `share` (0–1) of the way from `one` to `other`."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def accent_on_selection(theme: Theme) -> QColor:
    """Return the accent as text on the selection colour, where the accent alone is too faint."""
    return mixed(theme.accent, theme.text, 0.3)


def style_sheet(theme: Theme, folder: Path) -> str:
    """Return the style sheet of a theme; its arrows are drawn into `folder`."""
    values = {
        field.name: getattr(theme, field.name).name(QColor.NameFormat.HexArgb)
        for field in dataclasses.fields(theme)
        if isinstance(getattr(theme, field.name), QColor)
    }
    values |= {
        "disabled": disabled(theme).name(),
        "strong_accent": accent_on_selection(theme).name(),
        "strong_line": mixed(theme.line, theme.dim, 0.35).name(),
        "accent_hover": mixed(theme.accent, theme.text, 0.12).name(),
        "label_px": str(tokens.LABEL_PX),
        "small_px": str(tokens.SMALL_PX),
        "heading_px": str(tokens.HEADING_PX),
        "radius": str(tokens.RADIUS_PX),
    }
    for name in _ARROWS:
        colour = theme.accent_text if name == "check" else theme.dim
        file = f"{name}-{colour.name().removeprefix('#')}.png"
        values[f"{name}_arrow"] = _arrow(folder / file, name, colour)
    return Template(_SHEET).substitute(values)


def _arrow(path: Path, name: str, colour: QColor) -> str:
    """Draw an arrow in one and two pixels a point; style sheets only take files."""
    if path.exists():
        return path.as_posix()
    path.parent.mkdir(parents=True, exist_ok=True)
    for scale, file in ((2, path.with_stem(path.stem + "@2x")), (1, path)):
        image = QImage(_ARROW_PX * scale, _ARROW_PX * scale, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([QPointF(*point) for point in _ARROWS[name]])
        painter.end()
        image.save(str(file))
    return path.as_posix()


_SHEET = """
QMainWindow, QDialog, QMessageBox { background: $panel; }
QToolTip {
    background: $card; color: $text; border: 1px solid $line; border-radius: 6px; padding: 6px 8px;
}

QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle { background: $line; }
QDockWidget { border: none; }
QDockWidget > QWidget { background: $panel; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QScrollArea, QAbstractScrollArea { border: none; background: $panel; }
QScrollArea > QWidget > QWidget { background: $panel; }
QScrollBar { background: transparent; border: none; margin: 0; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: $strong_line; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit {
    background: $field; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 4px 8px; selection-background-color: $accent; selection-color: $accent_text;
}
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $strong_line; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus {
    border-color: $accent;
}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $disabled; }
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"] { border-color: $bad; }
QAbstractSpinBox { padding-right: 20px; }
QAbstractSpinBox > QLineEdit { background: transparent; border: none; padding: 0 0 0 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 20px; border: none; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; }
QAbstractSpinBox::up-arrow { image: url("$up_arrow"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$down_arrow"); width: 10px; height: 10px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$down_arrow"); width: 10px; height: 10px; }
QComboBox QAbstractItemView {
    background: $card; color: $text; border: 1px solid $line; outline: none; padding: 4px;
    selection-background-color: $selection; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 4px; }

LogView, CodeView { background: $panel; border: none; border-radius: 0; padding: 4px 0; }

QCheckBox { spacing: 8px; }
QCheckBox::indicator {
    width: 14px; height: 14px; border: 1px solid $strong_line; border-radius: 4px;
    background: $field;
}
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$check_arrow");
}
QCheckBox::indicator:indeterminate { image: url("$dash_arrow"); }
QCheckBox::indicator:focus { border-color: $accent; }

QSlider { min-height: 18px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -5px 0; border: 1px solid $accent; border-radius: 7px;
    background: $panel;
}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:pressed { background: $selection; }
QSlider::handle:horizontal:focus { border: 2px solid $accent; width: 10px; height: 10px; }
QSlider::sub-page:horizontal:disabled { background: $line; }
QSlider::handle:horizontal:disabled { border-color: $strong_line; }

QPushButton, ToolbarButton, MenuButton {
    background: $panel; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    padding: 5px 12px;
}
ToolbarButton { padding: 5px; }
MenuButton { padding: 5px 26px 5px 12px; }
MenuButton::menu-indicator {
    image: url("$down_arrow"); width: 10px; height: 10px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 10px;
}
QPushButton:hover, ToolbarButton:hover, MenuButton:hover { background: $hover; }
QPushButton:pressed, ToolbarButton:pressed, MenuButton:pressed, ToolbarButton:checked {
    background: $selection; border-color: $accent;
}
QPushButton:focus, ToolbarButton:focus, MenuButton:focus { border-color: $accent; }
QPushButton:disabled, ToolbarButton:disabled, MenuButton:disabled { color: $disabled; }
QPushButton:default, QPushButton[primary="true"], ToolbarButton[primary="true"] {
    background: $accent; color: $accent_text; border-color: $accent; font-weight: 600;
    padding: 5px 14px;
}
QPushButton:default:hover, QPushButton[primary="true"]:hover, ToolbarButton[primary="true"]:hover {
    background: $accent_hover; border-color: $accent_hover;
}
ToolbarButton[primary="true"]:focus, QPushButton[primary="true"]:focus, QPushButton:default:focus {
    border-color: $text;
}
ToolbarButton[primary="true"]:disabled, QPushButton[primary="true"]:disabled,
ToolbarButton[primary="true"][blocked="true"] {
    background: $hover; color: $disabled; border-color: $line;
}

QMenuBar { background: transparent; border: none; padding: 0; }
QMenuBar::item { padding: 6px 8px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; color: $text; }
QMenu {
    background: $card; color: $text; border: 1px solid $line; padding: 4px;
}
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; margin: 0; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::right-arrow { image: url("$right_arrow"); width: 10px; height: 10px; right: 8px; }

QListWidget#examples { outline: none; }
QListWidget#examples::item { padding: 5px 8px; border-radius: 6px; color: $text; }
QListWidget#examples::item:hover { background: $hover; }
QListWidget#examples::item:selected { background: $selection; }
QTableView { outline: none; }
RecordTable::item { padding: 0 5px; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section {
    background: $panel; color: $dim; border: none; border-bottom: 1px solid $line;
    padding: 0 8px; font-size: ${small_px}px;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url("$up_arrow"); width: 10px; height: 10px; }
QHeaderView::down-arrow { image: url("$down_arrow"); width: 10px; height: 10px; }

QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: $dim; border: none; border-bottom: 2px solid transparent;
    padding: 6px 0 5px 0; margin-right: 16px;
}
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:hover:!selected { color: $text; }
QTabBar::tab:focus { border-bottom-color: $text; }
QTabBar#pills::tab {
    border: 1px solid transparent; border-radius: 6px; padding: 3px 6px; margin-right: 2px;
}
QTabBar#pills::tab:selected {
    background: $selection; color: $strong_accent; font-weight: 400;
}
QTabBar#pills::tab:hover:!selected { background: $hover; }
QTabBar#pills::tab:selected:disabled { background: transparent; color: $dim; }
QTabBar#pills:focus::tab:selected { border-color: $accent; }

QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

TopBar, Rail, StatusBar { background: $panel; }
TopBar { border-bottom: 1px solid $line; }
Rail { border-right: 1px solid $line; }
StatusBar { border-top: 1px solid $line; }

RailButton {
    background: transparent; color: $dim; border: 1px solid transparent;
    border-radius: ${radius}px; padding: 6px 0; font-size: ${label_px}px;
}
RailButton:hover { background: $hover; }
RailButton:checked { background: $selection; color: $strong_accent; }
RailButton:focus { border-color: $accent; }

StatusItem {
    background: transparent; color: $dim; border: 1px solid transparent; border-radius: 4px;
    padding: 1px 4px; font-size: ${small_px}px;
}
StatusItem:hover:enabled, StatusItem:focus { background: $hover; }
StatusItem:focus { border-color: $accent; }
StatusItem[tone="bad"] { color: $bad; }
StatusItem[tone="good"] { color: $good; }

QLabel[tone="dim"] { color: $dim; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="good"] { color: $good; }
SectionLabel { color: $dim; }

Notice { background: $panel; border: 1px solid $line; border-radius: ${radius}px; }
Notice[tone="bad"] { border-left: 4px solid $bad; }
Notice[tone="info"] { border-left: 4px solid $accent; }

SectionButton {
    background: transparent; color: $dim; border: 1px solid transparent; border-radius: 6px;
    padding: 3px 2px; margin-left: -3px;
}
SectionButton:hover { color: $text; }
SectionButton:focus { border-color: $accent; }

QFrame#facts { background: $field; border: 1px solid $line; border-radius: ${radius}px; }
QFrame#line { background: $line; border: none; }
QLineEdit#search { padding-left: 8px; }
FlatButton, StepButton {
    background: transparent; color: $dim; border: 1px solid transparent; border-radius: 6px;
    padding: 2px 5px; font-size: ${small_px}px;
}
FlatButton:hover, StepButton:hover { background: $hover; color: $text; }
FlatButton:checked, StepButton:checked { background: $selection; color: $strong_accent; }
FlatButton:focus, StepButton:focus { border-color: $accent; }
FlatButton::menu-indicator { image: none; }
FlatButton:disabled, StepButton:disabled { color: $disabled; }
"""
