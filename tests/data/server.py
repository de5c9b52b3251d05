"""A server on 127.0.0.1 that delivers files, and can be told to do it badly."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cnnstudio.data.download import Remote, RemoteFile


class Manner(Enum):
    """How a request is answered."""

    WELL = "well"
    MISSING = "404"
    FAILING = "500"
    BREAKS_OFF = "breaks off half way"
    SILENT = "announces the file and says no more"
    TRICKLES = "sends a byte, and the next when it is told to"
    ALTERED = "one byte differs"
    TOO_SHORT = "announces and sends less"
    TOO_LONG = "announces more than it sends"
    ENDLESS = "never stops"
    WHOLE = "refuses ranges and sends the whole file"
    NO_LENGTH = "does not announce a length"
    PACKED = "names the packing of the file as one of the transfer"


@dataclass
class Server:
    """Its files, its manners in turn, the last for ever, and the requests it has had."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    manners: list[Manner] = field(default_factory=lambda: [Manner.WELL])
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)

    def remote(self, *addresses: str) -> Remote:
        """Return a table that leads here."""
        return Remote(
            addresses or (self.address,),
            tuple(
                RemoteFile(name, md5(content).hexdigest(), len(content))
                for name, content in self.files.items()
            ),
            lambda folder: all((folder / name).is_file() for name in self.files),
        )

    def manner(self) -> Manner:
        return self.manners.pop(0) if len(self.manners) > 1 else self.manners[0]


@contextmanager
def serving(**files: bytes) -> Iterator[Server]:
    """Serve files until the end of the block."""
    server = Server(files=dict(files))
    handler = type("Handler", (_Handler,), {"known": server})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        server.address = f"http://127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.go_on.set()
            http.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    known: Server

    def log_message(self, *_arguments: object) -> None:
        """Keep standard error quiet."""

    def do_GET(self) -> None:
        self.known.requests.append((self.path, self.headers["Range"]))
        manner, name = self.known.manner(), Path(self.path).name
        if manner is Manner.FAILING:
            self.send_error(500)
        elif manner is Manner.MISSING or name not in self.known.files:
            self.send_error(404)
        else:
            self._deliver(self.known.files[name], manner)

    def _deliver(self, content: bytes, manner: Manner) -> None:
        start = self._start(manner)
        if start >= len(content):
            self.send_error(416)
            return
        rest = content[start:]
        if manner is Manner.ALTERED:
            rest = rest[:-1] + bytes([rest[-1] ^ 1])
        if manner is Manner.TOO_SHORT:
            rest = rest[:-1]
        self.send_response(206 if start else 200)
        if manner is Manner.PACKED:
            self.send_header("Content-Encoding", "x-gzip")
        if manner not in (Manner.NO_LENGTH, Manner.ENDLESS):
            self.send_header("Content-Length", str(len(rest) + 9 * (manner is Manner.TOO_LONG)))
        self.end_headers()
        self._send(rest, manner)

    def _start(self, manner: Manner) -> int:
        known = re.fullmatch(r"bytes=(\d+)-", self.headers["Range"] or "")
        return int(known[1]) if known and manner is not Manner.WHOLE else 0

    def _send(self, rest: bytes, manner: Manner) -> None:
        try:
            if manner is Manner.ENDLESS:
                while not self.known.go_on.is_set():
                    self.wfile.write(bytes(2**16))
            elif manner is Manner.BREAKS_OFF:
                self.wfile.write(rest[: len(rest) // 2])
            elif manner in (Manner.SILENT, Manner.TRICKLES):
                self.wfile.write(rest[: manner is Manner.TRICKLES])
                self.wfile.flush()
                self.known.go_on.wait(60)
            else:
                self.wfile.write(rest)
        except ConnectionError:
            """The other side has heard enough."""
