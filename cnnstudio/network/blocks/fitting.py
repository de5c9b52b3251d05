"""What can be inserted so that a picture gets the size or the channels of another."""

from collections.abc import Iterator

from cnnstudio.network.blocks.kind import Remedy, insert
from cnnstudio.network.graph import Shape


def fitting(
    wanted: Shape, found: Shape, *, slot: int = 0, any_channels: bool = False
) -> Iterator[Remedy]:
    """Yield the remedies that turn `found`, which enters at `slot`, into `wanted`.

    With `any_channels`, as in a Concat, height and width alone have to fit.
    """
    if len(wanted) != 3 or len(found) != 3:
        return
    rows, columns = wanted[1:]
    channels_fit = any_channels or wanted[0] == found[0]
    if found[1:] != wanted[1:] and channels_fit:
        yield from _resized(wanted, found, slot)
    strides = (_stride(found[1], rows), _stride(found[2], columns))
    if None not in strides and not (any_channels and strides == (1, 1)):
        filters = found[0] if any_channels else wanted[0]
        yield insert(
            "conv", slot=slot, filters=filters, kernel=(1, 1), stride=strides, padding="valid"
        )


def _stride(size: int, wanted: int) -> int | None:
    """Return the stride by which a 1×1 kernel makes `wanted` rows of `size`, or None."""
    stride = -(-size // wanted)
    return stride if (size - 1) // stride + 1 == wanted else None


def _resized(wanted: Shape, found: Shape, slot: int) -> Iterator[Remedy]:
    rows, columns = wanted[1] - found[1], wanted[2] - found[2]
    if rows >= 0 and columns >= 0:
        factor = wanted[1] // found[1]
        if factor > 1 and (found[1] * factor, found[2] * factor) == wanted[1:]:
            yield insert("upsample", slot=slot, factor=factor)
        yield insert("padding", slot=slot, sides=_halved(rows, columns))
    elif rows <= 0 and columns <= 0:
        yield insert("crop", slot=slot, sides=_halved(-rows, -columns))


def _halved(rows: int, columns: int) -> tuple[int, int, int, int]:
    """Return top, bottom, left and right; the odd one at the bottom and right, as in "same"."""
    return (rows // 2, rows - rows // 2, columns // 2, columns - columns // 2)
