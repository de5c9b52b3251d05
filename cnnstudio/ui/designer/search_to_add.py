"""Adding blocks by name on the canvas: where they go, and what they are connected to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF

from cnnstudio.errors import InvalidValueError
from cnnstudio.network.catalog import KINDS, find_kind
from cnnstudio.ui.designer.card import WIDTH_PX
from cnnstudio.ui.designer.geometry import PORT_Y_PX
from cnnstudio.ui.designer.placement import Position, uncovered_place
from cnnstudio.ui.designer.search_popup import SearchPopup
from cnnstudio.ui.designer.suggestions import followers, leaders
from cnnstudio.ui.designer.typed_kind import parameters

if TYPE_CHECKING:
    from cnnstudio.ui.designer.canvas import Canvas


@dataclass(frozen=True, slots=True)
class LooseWire:
    """A wire dropped on the empty canvas: a block at one end, nothing yet at the other."""

    block: str
    is_backwards: bool


class SearchToAdd(QObject):
    """Opens the popup; what is chosen joins a loose wire, the selected block, or stands alone."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._point = QPointF()
        self._loose: LooseWire | None = None
        self.popup = SearchPopup(canvas)
        self.popup.chosen.connect(self._on_popup_chosen)

    def open(self, point: QPointF | None = None, loose: LooseWire | None = None) -> None:
        """Ask which block to add at a point of the scene, at first where the pointer is."""
        self._point = self._canvas.pointer.working_point() if point is None else point
        self._loose = loose
        place = self._canvas.viewportTransform().map(self._point).toPoint()
        self.popup.open(place, self._offer())

    def _offer(self) -> tuple[str, ...]:
        if self._loose is not None and self._loose.is_backwards:
            return leaders()
        source = self._source()
        report = self._canvas.document.design.report
        if source is None or not find_kind(report.network.blocks[source].kind).has_output:
            return tuple(KINDS)
        if self._loose is not None:
            return followers(report, source)
        # Behind a selected block all can be added; those that fit come first.
        return tuple(dict.fromkeys((*followers(report, source), *KINDS)))

    def _source(self) -> str | None:
        """Return the block behind which the new one comes, if any."""
        selection = self._canvas.selection
        if self._loose is not None:
            return self._loose.block
        return selection.wires[-1].source if selection.wires else selection.block

    def _on_popup_chosen(self, kind: str, values: tuple[str, ...], goes_on: bool) -> None:
        try:
            given = parameters(find_kind(kind), values)
        except InvalidValueError as error:
            self.popup.refuse(str(error))
            return
        self._add(kind, given)
        self._loose = None
        if self._canvas.selection.block is not None:
            self._canvas.reveal(self._canvas.selection.block)
        if goes_on:
            self.popup.offer(self._offer())
        else:
            self.popup.close_search()

    def _add(self, kind: str, given: dict[str, object]) -> None:
        editor, loose = self._canvas.editor, self._loose
        if loose is not None and loose.block in editor.network.blocks:
            ends = {"target" if loose.is_backwards else "source": loose.block}
            editor.add(kind, self._corner(loose), given, **ends)
        elif self._canvas.selection.block is not None or self._canvas.selection.wires:
            editor.add_after_selection(kind, given)
        else:
            editor.add(kind, self._corner(None), given)

    def _corner(self, loose: LooseWire | None) -> Position:
        """Return the card's top left corner: a wire ends at its port, else the point is its."""
        left, top = self._point.x(), self._point.y()
        if loose is not None:
            left, top = left - (WIDTH_PX if loose.is_backwards else 0.0), top - PORT_Y_PX
        return uncovered_place(self._canvas.editor.network, (float(round(left)), float(round(top))))
