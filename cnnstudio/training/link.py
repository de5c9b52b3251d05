"""The link between window and engine: msgpack over a connection of `multiprocessing`.

Its pickles are never used: one stray `torch.float32` in a pickle would import
torch in the window.
"""

from multiprocessing.connection import Client, Connection
from typing import Any, Generic, TypeVar

import msgspec

from cnnstudio.training.envelope import Message
from cnnstudio.training.messages import Command, Report

Sent = TypeVar("Sent", bound=Message)
Received = TypeVar("Received", bound=Message)


class Handshake(msgspec.Struct, frozen=True):
    """What the engine reads from its standard input, as a line of JSON."""

    address: str
    key: bytes


class LinkClosed(Exception):
    """The other side is gone."""


class Link(Generic[Sent, Received]):
    """Sends messages of one kind and receives those of another; one thread each."""

    def __init__(self, connection: "Connection[Any, Any]", received: Any) -> None:
        self._connection = connection
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder: msgspec.msgpack.Decoder[Received] = msgspec.msgpack.Decoder(received)

    def send(self, message: Sent) -> None:
        """Send a message; raise `LinkClosed` where nobody is there to receive it."""
        try:
            self._connection.send_bytes(self._encoder.encode(message))
        except OSError as error:
            raise LinkClosed from error

    def receive(self) -> Received:
        """Wait for a message and return it; raise `LinkClosed` when none will come any more."""
        try:
            return self._decoder.decode(self._connection.recv_bytes())
        except (EOFError, OSError) as error:
            raise LinkClosed from error

    def close(self) -> None:
        """Close the link; the other side notices at once."""
        self._connection.close()


def engine_link(handshake: Handshake) -> Link[Report, Command]:
    """Connect the engine to the window that started it."""
    return Link(Client(handshake.address, authkey=handshake.key), Command)


def window_link(connection: "Connection[Any, Any]") -> Link[Command, Report]:
    """Return the window's end of a connection that the engine has made."""
    return Link(connection, Report)
