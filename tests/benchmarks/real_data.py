"""The folder of real data sets, `shared/data`, beside this checkout or further up."""

from pathlib import Path

MISSING = "left out: the real data sets are not beside this checkout, in ../shared/data"


def real_data(*names: str) -> Path | None:
    """Return a folder inside that of the real data sets; None where it is missing."""
    for above in Path(__file__).resolve().parents:
        folder = above.joinpath("shared", "data", *names)
        if folder.is_dir():
            return folder
    return None
