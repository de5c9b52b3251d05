"""The blocks and wires of a network as items; it listens and shows, and never edits."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from cnnstudio.network.graph import Block, Network, Wire
from cnnstudio.network.shapes import BlockReport, Problem, ShapeReport
from cnnstudio.training.loss import AUTO
from cnnstudio.training.messages import Activations
from cnnstudio.ui.designer.block_item import BlockItem
from cnnstudio.ui.designer.card import card_of
from cnnstudio.ui.designer.feature_maps import Thumbnails, picture_thumbnails, thumbnails
from cnnstudio.ui.designer.placement import Position
from cnnstudio.ui.designer.selection import Selection
from cnnstudio.ui.designer.wire_item import WireItem
from cnnstudio.ui.designer.wire_layer import WireLayer
from cnnstudio.ui.theme import themes

_ROOM_PX = 400.0
_UNKNOWN = BlockReport({}, ())


class Scene(QGraphicsScene):
    """Items by block id and by wire.

    `show_design` is told a network and its shapes, that of the document or one
    that a gesture only tries, compares them with what is shown, and touches
    what differs. `shown` follows; `revision` counts.
    """

    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.revision = 0
        self._room = QRectF()
        """The scene's rectangle; asked of the scene itself it would look at every item."""
        self.selected: dict[str, BlockItem] = {}
        self.found: dict[str, BlockItem] = {}
        self._selected_wires: dict[Wire, WireItem] = {}
        self._content: QRectF | None = None
        self.blocks: dict[str, BlockItem] = {}
        self._wires = WireLayer(self)
        self.wires = self._wires.items
        self.network = Network()
        self._report = ShapeReport(self.network, {}, ())
        self._problems: dict[str, Problem] = {}
        self._thumbnails: dict[str, Thumbnails] = {}
        self._activations: Activations | None = None
        self._loss = AUTO
        themes.changed.connect(self._on_theme_changed)

    def show_design(self, network: Network, report: ShapeReport) -> None:
        """Show a network with its shapes."""
        problems = _problems_by_block(report)
        shown = self.network.blocks.get
        moved = [name for name, block in network.blocks.items() if block is not shown(name)]
        changed = self._changed_cards(network, report, problems, moved)
        old, self.network = self.network, network
        self._report, self._problems = report, problems
        self._remove_blocks()
        for name in changed:
            self._show_card(name)
        for name in moved:
            self.blocks[name].place(network.blocks[name].position)
        self._wires.show_network(network, old, {*changed, *moved})
        self._note_change()

    def show_loss(self, loss: str) -> None:
        """Say on the Output which loss the training settings choose."""
        if loss == self._loss:
            return
        self._loss = loss
        outputs = [block.id for block in self.network.of_kind("output")]
        for name in outputs:
            self._show_card(name)
        self._wires.follow_cards(outputs)
        self._note_change()

    def show_trial(self, network: Network, report: ShapeReport) -> None:
        """Show what a gesture would make of the network, and mark the shapes that change."""
        before = {name: self.report_of(name).output for name in self.network.blocks}
        self.show_design(network, report)
        for name, item in self.blocks.items():
            item.set_look(is_changing=self.report_of(name).output != before.get(name))
        for wire, wire_item in self.wires.items():
            wire_item.set_look(is_changing=self.blocks[wire.source].look.is_changing)

    def end_trial(self, network: Network, report: ShapeReport) -> None:
        """Show the document's design again."""
        self.show_design(network, report)
        for item in self.blocks.values():
            item.set_look(is_changing=False)
        for wire_item in self.wires.values():
            wire_item.set_look(is_changing=False, is_target=False)

    def show_activations(self, activations: Activations | None) -> None:
        """Show the feature maps that the engine computed, or empty frames in their place."""
        self._activations = activations
        if activations is None:
            self._thumbnails = {name: each.voided() for name, each in self._thumbnails.items()}
        else:
            self._thumbnails = thumbnails(activations)
            picture = picture_thumbnails(activations)
            self._thumbnails |= {block.id: picture for block in self.network.of_kind("input")}
        for name in self.blocks:
            self._show_card(name)
        self._wires.follow_cards(self.blocks)
        self._note_change()

    def show_selection(self, selection: Selection) -> None:
        """Mark what is selected."""
        chosen = {name: self.blocks[name] for name in selection.blocks if name in self.blocks}
        for name, item in self.selected.items():
            item.set_look(is_selected=name in chosen)
        for item in chosen.values():
            item.set_look(is_selected=True)
        self.selected = chosen
        wires = {wire: self.wires[wire] for wire in selection.wires if wire in self.wires}
        for wire, wire_item in self._selected_wires.items():
            wire_item.set_look(is_selected=wire in wires)
        for wire_item in wires.values():
            wire_item.set_look(is_selected=True)
        self._selected_wires = wires

    def show_found(self, blocks: Iterable[str]) -> None:
        """Mark what is found, and nothing else."""
        chosen = {name: self.blocks[name] for name in blocks}
        for name, item in self.found.items():
            item.set_look(is_found=name in chosen)
        for item in chosen.values():
            item.set_look(is_found=True)
        self.found = chosen

    def move_blocks(self, positions: Mapping[str, Position], *, is_passing: bool = False) -> None:
        """Move items, and the wires with them; the network stays as it is."""
        for name, position in positions.items():
            self.blocks[name].place(position)
        self._wires.follow_cards(positions.keys(), is_passing=is_passing)
        self._note_change()

    def report_of(self, block: str) -> BlockReport:
        """Return what is known of a block that is shown."""
        return self._report.blocks.get(block, _UNKNOWN)

    def thumbnails_of(self, block: str) -> Thumbnails | None:
        """Return the feature maps of a block, where there are any."""
        return self._thumbnails.get(block)

    def problem_blocks(self) -> Iterable[BlockItem]:
        """Return the items of blocks with a problem."""
        return (self.blocks[name] for name in self._problems if name in self.blocks)

    def content_rect(self) -> QRectF:
        """Return the box around all cards."""
        if self._content is None:
            found = QRectF()
            for item in self.blocks.values():
                found |= item.scene_rect
            self._content = found
        return QRectF(self._content)

    def _changed_cards(
        self,
        network: Network,
        report: ShapeReport,
        problems: Mapping[str, Problem],
        moved: Iterable[str],
    ) -> list[str]:
        """Return the blocks that are new or have something else to say."""
        shown, reports = self.network.blocks, self._report.blocks.get
        changed = {name for name, known in report.blocks.items() if known is not reports(name)}
        changed |= {
            name for name in moved if not _has_same_card(network.blocks[name], shown.get(name))
        }
        asked = problems.keys() | self._problems.keys()
        changed |= {name for name in asked if problems.get(name) != self._problems.get(name)}
        # New items come in the order of the blocks: keys step through them so.
        return [name for name in network.blocks if name in changed]

    def _on_theme_changed(self) -> None:
        if self._activations is not None:  # signed maps take the colours of the theme
            self.show_activations(self._activations)
        self.update()

    def _remove_blocks(self) -> None:
        for name in [name for name in self.blocks if name not in self.network.blocks]:
            self.removeItem(self.blocks.pop(name))
            self._wires.drop_card(name)

    def _show_card(self, name: str) -> None:
        block, report = self.network.blocks[name], self.report_of(name)
        if name not in self.blocks:
            self.blocks[name] = BlockItem(name)
        item = self.blocks[name]
        images = self._thumbnails.get(name)
        card = card_of(block, report, self._problems.get(name), images, loss=self._loss)
        item.show_card(card, images, report.output)
        item.place(block.position)
        if item.scene() is None:
            self.addItem(item)

    def _note_change(self) -> None:
        """Say that items are new or elsewhere, and keep them within the scene's rectangle.

        Growing the rectangle costs, so it grows in steps.
        """
        self.revision += 1
        self._content = None
        self.shown.emit()
        content = self.content_rect()
        if not self._room.contains(content):
            self._room = content.adjusted(-_ROOM_PX, -_ROOM_PX, _ROOM_PX, _ROOM_PX)
            self.setSceneRect(self._room)


def _problems_by_block(report: ShapeReport) -> dict[str, Problem]:
    """Return the problem of each block that says most about it, as `problem_of` does."""
    found: dict[str, Problem] = {}
    for problem in report.problems:
        if problem.block is not None and problem.block not in found:
            own = report.blocks[problem.block].problem if problem.block in report.failing else None
            found[problem.block] = own or problem
    return found


def _has_same_card(new: Block, old: Block | None) -> bool:
    """Whether a block differs in its place alone."""
    return (
        old is not None
        and new.parameters is old.parameters
        and (new.kind, new.name, new.is_bypassed) == (old.kind, old.name, old.is_bypassed)
    )
