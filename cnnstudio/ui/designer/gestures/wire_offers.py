"""What blocks say to a wire that is held."""

from cnnstudio.network.graph import Network
from cnnstudio.network.offers import Direction, Offer, offer


class WireOffers:
    """The offers for wires between the block that is `fixed` and others, each asked once."""

    def __init__(self, network: Network, fixed: str, direction: Direction) -> None:
        self.network = network
        self._fixed = fixed
        self._direction = direction
        self._known: dict[str, Offer] = {}
        self._replaces = False

    @property
    def replaces(self) -> bool:
        """Whether the wire may take the place of another."""
        return self._replaces

    @replaces.setter
    def replaces(self, is_wanted: bool) -> None:
        if is_wanted != self._replaces:
            self._replaces = is_wanted
            self._known.clear()

    def of(self, block: str) -> Offer:
        """Return the wire to a block, or why there is none."""
        if block not in self._known:
            self._known[block] = offer(
                self.network, self._fixed, block, self._direction, replace=self._replaces
            )
        return self._known[block]
