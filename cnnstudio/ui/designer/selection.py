"""What is selected on the canvas, shared by canvas, inspector and actions."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from cnnstudio.network.graph import Network, Wire


class Selection(QObject):
    """Blocks by id and wires, in the order in which they were selected."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocks: tuple[str, ...] = ()
        self.wires: tuple[Wire, ...] = ()

    @property
    def block(self) -> str | None:
        """The id of the only selected block, or None."""
        return self.blocks[0] if len(self.blocks) == 1 else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return not self.blocks and not self.wires

    def select(self, blocks: Iterable[str] = (), wires: Iterable[Wire] = ()) -> None:
        """Select these and nothing else."""
        chosen = (tuple(dict.fromkeys(blocks)), tuple(wires))
        if chosen != (self.blocks, self.wires):
            self.blocks, self.wires = chosen
            self.changed.emit()

    def toggle(self, block: str) -> None:
        """Add one block, or take it out again."""
        if block in self.blocks:
            self.select((each for each in self.blocks if each != block), self.wires)
        else:
            self.select((*self.blocks, block), self.wires)

    def clear(self) -> None:
        """Select nothing."""
        self.select()

    def keep_those_of(self, network: Network) -> None:
        """Let go of what is no longer part of the network."""
        wires = set(network.wires)
        self.select(
            (block for block in self.blocks if block in network.blocks),
            (wire for wire in self.wires if wire in wires),
        )
