"""What stands on a block's card, and where: measured once, painted often."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from cnnstudio.network.blocks.kind import BlockKind, shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block
from cnnstudio.network.repairs import Repair
from cnnstudio.network.shapes import BlockReport, Problem
from cnnstudio.text import _
from cnnstudio.training.loss import AUTO
from cnnstudio.ui.designer.block_facts import block_rule
from cnnstudio.ui.designer.feature_maps import Thumbnails
from cnnstudio.ui.theme import SMALL_PX, TINY_PX, body_font, number_font

WIDTH_PX = 148.0
PROBLEM_WIDTH_PX = 196.0
"""Not wider than the column that the automatic layout gives a card."""

STRIPE_PX = 6.0
LEFT_PX = 16.0
RIGHT_PX = 12.0
MAP_PX = 26.0
PICTURE_PX = 40.0
BUTTON_PX = 22.0

_TOP_PX = 9.0
_TITLE_PX = 18.0
_LINE_PX = 16.0
_FOOTER_PX = 16.0
_GAP_PX = 5.0
_LOWEST_PX = 62.0
_MOST_REPAIRS = 2
MORE = "⋯"
"""On the button that opens the list of all repairs."""


@cache
def title_font() -> QFont:
    """Return the font of a card's title."""
    return body_font(bold=True)


@cache
def line_font() -> QFont:
    """Return the font of a card's summary and message."""
    return body_font(SMALL_PX)


@cache
def button_font() -> QFont:
    """Return the font of the repairs."""
    return body_font(SMALL_PX, bold=True)


@cache
def footer_font() -> QFont:
    """Return the font of shapes and counts."""
    return number_font(TINY_PX)


@cache
def _metrics(font: str) -> QFontMetricsF:
    fonts = {
        "title": title_font,
        "line": line_font,
        "button": button_font,
        "footer": footer_font,
    }
    return QFontMetricsF(fonts[font]())


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and the box it stands in."""

    text: str
    rect: QRectF


@dataclass(frozen=True, slots=True)
class Button:
    """A repair at a place of the card; None stands for the list of all repairs."""

    repair: Repair | None
    title: str
    rect: QRectF


@dataclass(frozen=True, slots=True)
class Card:
    """One block's card; all boxes are relative to its top left corner."""

    kind: BlockKind
    rect: QRectF
    title: Line
    summary: tuple[Line, ...]
    maps: tuple[QRectF, ...]
    message: tuple[Line, ...]
    buttons: tuple[Button, ...]
    footer: Line
    is_bypassed: bool = False

    @property
    def has_problem(self) -> bool:
        """Whether something is wrong with the block."""
        return bool(self.message)

    @property
    def text(self) -> str:
        """All that stands on the card, for those who do not see it."""
        lines = (self.title, *self.summary, *self.message, self.footer)
        return ", ".join(line.text for line in lines if line.text)


def card_of(
    block: Block,
    report: BlockReport,
    problem: Problem | None,
    thumbnails: Thumbnails | None,
    *,
    loss: str = AUTO,
) -> Card:
    """Return the card of a block; `loss` is what the training settings choose."""
    kind = find_kind(block.kind)
    title = block.name or _(kind.title)
    summary = _("bypassed") if block.is_bypassed else kind.summary(report.values)
    footer = _fitting_footer(kind, report, loss)
    width = _width(title, summary, footer, problem)
    rows = _Rows(width)
    title_line = Line(_elided(title, "title", rows.inner_px), rows.take(_TITLE_PX))
    summary_lines = _lines(summary, rows, most=2)
    maps = _map_rects(thumbnails, rows) if problem is None else ()
    message = _lines(_message(problem), rows, most=8, gap=_GAP_PX) if problem else ()
    buttons = _buttons(problem, rows) if problem else ()
    footer_rect = rows.take(_FOOTER_PX, gap=3.0) if footer else QRectF()
    height = max(_LOWEST_PX, rows.y + _TOP_PX - 1)
    footer_rect.translate(0, height - rows.y - _TOP_PX + 1)
    rect = QRectF(0, 0, width, height)
    footer_line = Line(footer, footer_rect)
    return Card(
        kind,
        rect,
        title_line,
        summary_lines,
        maps,
        message,
        buttons,
        footer_line,
        is_bypassed=block.is_bypassed,
    )


class _Rows:
    """Hands out boxes from top to bottom."""

    def __init__(self, width: float) -> None:
        self.inner_px = width - LEFT_PX - RIGHT_PX
        self.y = _TOP_PX

    def take(self, height: float, *, gap: float = 0.0) -> QRectF:
        self.y += gap
        rect = QRectF(LEFT_PX, self.y, self.inner_px, height)
        self.y += height
        return rect


def _message(problem: Problem) -> str:
    """Return the message with its shapes in one piece, so that no line ends in a "×"."""
    return problem.message.replace(" × ", "×")


def _fitting_footer(kind: BlockKind, report: BlockReport, loss: str) -> str:
    """Return the footer, set tighter where the card would have to grow for it."""
    footer = _footer(kind, report, loss)
    is_wide = _advance(footer, "footer") > WIDTH_PX - LEFT_PX - RIGHT_PX
    return footer.replace(" × ", "×") if is_wide else footer


def _footer(kind: BlockKind, report: BlockReport, loss: str) -> str:
    if report.output is None:
        return ""
    if not kind.has_output:
        return next(iter(block_rule(kind, report.values, report.inputs, loss=loss)), "")
    shape = shape_text(report.output)
    if not report.weight_count:
        return shape
    return _("{shape} · {parameters}").format(shape=shape, parameters=f"{report.weight_count:,}")


def _width(title: str, summary: str, footer: str, problem: Problem | None) -> float:
    if problem is not None:
        return PROBLEM_WIDTH_PX
    needed = max(
        _advance(title, "title"), _advance(footer, "footer"), _advance(summary, "line") / 1.8
    )
    return min(PROBLEM_WIDTH_PX, max(WIDTH_PX, needed + LEFT_PX + RIGHT_PX + 1))


def _lines(text: str, rows: _Rows, *, most: int, gap: float = 0.0) -> tuple[Line, ...]:
    lines = list(_wrapped(text, "line", rows.inner_px))
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] = _elided(" ".join(lines[most - 1 :]), "line", rows.inner_px)
    return tuple(
        Line(line, rows.take(_LINE_PX, gap=0.0 if place else gap))
        for place, line in enumerate(kept)
    )


def _map_rects(thumbnails: Thumbnails | None, rows: _Rows) -> tuple[QRectF, ...]:
    if thumbnails is None:
        return ()
    if thumbnails.is_picture:
        rect = rows.take(PICTURE_PX, gap=_GAP_PX)
        return (QRectF(rect.left(), rect.top(), *_fitted(thumbnails, PICTURE_PX, rect.width())),)
    if thumbnails.shape[1] == 1:
        return (rows.take(8.0, gap=_GAP_PX),)
    row = rows.take(MAP_PX, gap=_GAP_PX)
    width, height = _fitted(thumbnails, MAP_PX, MAP_PX)
    step = max(width, MAP_PX) + _GAP_PX
    most = max(1, int((row.width() + _GAP_PX) // step))
    count = min(len(thumbnails.images), most)
    return tuple(QRectF(row.left() + i * step, row.top(), width, height) for i in range(count))


def _fitted(thumbnails: Thumbnails, height: float, width: float) -> tuple[float, float]:
    """Return (width, height) of the images, enlarged into a box without being stretched."""
    rows, columns = thumbnails.shape[1], thumbnails.shape[2]
    scale = min(height / rows, width / columns)
    return (columns * scale, rows * scale)


def _buttons(problem: Problem, rows: _Rows) -> tuple[Button, ...]:
    """Place some repairs side by side, or below one another, and behind them the list of all."""
    if not problem.repairs:
        return ()
    wanted: list[tuple[Repair | None, str]] = [
        (repair, repair.title) for repair in problem.repairs[:_MOST_REPAIRS]
    ]
    found: list[Button] = []
    row = rows.take(BUTTON_PX, gap=_GAP_PX + 2)
    x = row.left()
    for repair, title in (*wanted, (None, MORE)):
        edges = 16 if repair is not None else 8
        width = min(rows.inner_px, _advance(title, "button") + edges)
        if x > row.left() and x + width > row.right():
            row = rows.take(BUTTON_PX, gap=4.0)
            x = row.left()
        found.append(Button(repair, title, QRectF(x, row.top(), width, BUTTON_PX)))
        x += width + 6
    return tuple(found)


def _advance(text: str, font: str) -> float:
    return _metrics(font).horizontalAdvance(text)


def _elided(text: str, font: str, width: float) -> str:
    return _metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _wrapped(text: str, font: str, width: float) -> Iterator[str]:
    """Yield lines of whole words."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and _advance(longer, font) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
