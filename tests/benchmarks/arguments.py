"""What several benchmarks are told on the command line."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Collection


def add_networks(parser: ArgumentParser, known: Collection[str]) -> None:
    """Let networks be named; `networks` is empty where none is."""

    def network(name: str) -> str:
        if name not in known:
            raise ArgumentTypeError(f'there is no "{name}"; known are {", ".join(known)}')
        return name

    parser.add_argument("networks", nargs="*", type=network, metavar="NETWORK")
