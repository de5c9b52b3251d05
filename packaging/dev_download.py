"""How much pip is about to fetch."""

import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

_TIMEOUT_S = 10
_ANSWER_S = 3
_NAMED = 3


@dataclass(frozen=True)
class Download:
    """A package that pip will fetch; `size` in bytes, None where no server told it."""

    name: str
    url: str
    size: int | None


def measure(report: Mapping[str, Any]) -> list[Download]:
    """Return the downloads of a pip installation report, their sizes asked for."""
    # The checkout itself is in the report too, as a folder.
    items = [item for item in report["install"] if "dir_info" not in item["download_info"]]
    urls = [item["download_info"]["url"] for item in items]
    with ThreadPoolExecutor(max_workers=16) as pool:
        sizes = list(pool.map(size_of, urls))
    names = [item["metadata"]["name"] for item in items]
    return [Download(*values) for values in zip(names, urls, sizes, strict=True)]


def size_of(url: str) -> int | None:
    """Return the bytes behind `url`, a file or a web address; None where that is not told."""
    parts = urlsplit(url)
    try:
        if parts.scheme == "file":
            return Path(url2pathname(parts.path)).stat().st_size
        request = urllib.request.Request(url, method="HEAD")  # noqa: S310 - pip's own address
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S, context=_tls()) as answer:  # noqa: S310
            return int(answer.headers["Content-Length"])
    except (OSError, ValueError, TypeError):
        # Refused, unreachable, without a length: pip may still fetch it.
        return None


def answers(url: str) -> bool:
    """Return whether a web server answers soon; pip alone would retry for minutes."""
    try:
        request = urllib.request.Request(f"{url}/", method="HEAD")  # noqa: S310 - an index's address
        with urllib.request.urlopen(request, timeout=_ANSWER_S, context=_tls()):  # noqa: S310
            return True
    except OSError:
        return False


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=os.environ.get("PIP_CERT"))


def describe_size(downloads: Sequence[Download]) -> str:
    """Return a sentence that says how much will be fetched and what is largest."""
    known = sorted(
        ((download.size, download.name) for download in downloads if download.size), reverse=True
    )
    if not downloads:
        return "Nothing has to be fetched."
    if not known:
        return (
            f"Fetching {len(downloads)} packages; the index does not tell their size "
            "(some 500 MB for all of them with a CPU build of torch, 3 GB with CUDA)."
        )
    total = megabytes(sum(size for size, _ in known))
    largest = ", ".join(f"{name} {megabytes(size)}" for size, name in known[:_NAMED])
    unknown = len(downloads) - len(known)
    more = f" and {unknown} of unknown size" if unknown else ""
    return f"Fetching {len(downloads)} packages, {total}{more} (the largest: {largest})."


def megabytes(size: int) -> str:
    """Return `size` in bytes as people say it: "187 MB", below ten "3.1 MB"."""
    return f"{size / 1e6:.0f} MB" if size >= 10e6 else f"{size / 1e6:.1f} MB"
