"""What the numbers mode computes: small matrices typed by hand, and edits of them."""

from collections.abc import Iterable

import msgspec

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.choices import Activation, Border, Pooling
from cnnstudio.kernels.kernel import LARGEST_NUMBER, Rows
from cnnstudio.text import N_, _

LARGEST_SIDE = 16
MOST_CHANNELS = 3
MOST_FILTERS = 8

Volume = tuple[Rows, ...]
"""(C, H, W)"""

_PADDING = N_("The padding is {number}; allowed is 0 to {most}.")
_STRIDE = N_("The stride is {number}; allowed is 1 to {most}.")
_POOL_SIZE = N_("The pooling size is {number}; allowed is 1 to {most}.")
_POOL_STRIDE = N_("The pooling stride is {number}; allowed is 1 to {most}.")


def _check_whole(message: str, numbers: Iterable[int], *, least: int) -> None:
    for number in numbers:
        if not least <= number <= LARGEST_SIDE:
            raise InvalidValueError(_(message).format(number=number, most=LARGEST_SIDE))


class Padding(msgspec.Struct, frozen=True):
    """How many rows and columns are put around the input, from 0 to 16 on each side."""

    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0

    def __post_init__(self) -> None:
        """Raise `InvalidValueError` for a side out of range."""
        _check_whole(_PADDING, (self.top, self.left, self.bottom, self.right), least=0)


class Worksheet(msgspec.Struct, frozen=True):
    """A layer small enough to follow every product: filters, activation, pooling, flatten.

    Without filters the padded input itself goes on, channel by channel.
    """

    channels: Volume
    """The input, (C, H, W)."""
    filters: tuple[Volume, ...] = ()
    """(F, C, h, w), as they lie on the input: correlation, as in networks."""
    biases: tuple[float, ...] = ()
    """One for each filter."""
    stride: int = 1
    padding: Padding = Padding()
    border: Border = Border.ZERO
    """What the padding holds; never `VALID`, which is a padding of 0."""
    activation: Activation = Activation.NONE
    pooling: Pooling = Pooling.NONE
    pool_size: int = 2
    pool_stride: int = 2
    is_flattened: bool = False

    def __post_init__(self) -> None:
        """Hold all to its range; numbers become floats.

        Raises:
            InvalidValueError: something is out of range, or the parts do not fit each other.
        """
        filters = tuple(_volume(part) for part in self.filters)
        msgspec.structs.force_setattr(self, "channels", _volume(self.channels))
        msgspec.structs.force_setattr(self, "filters", filters)
        msgspec.structs.force_setattr(self, "biases", tuple(map(float, self.biases)))
        _check_whole(_STRIDE, (self.stride,), least=1)
        _check_whole(_POOL_SIZE, (self.pool_size,), least=1)
        _check_whole(_POOL_STRIDE, (self.pool_stride,), least=1)
        _check_border(self.border)
        _check_filters(self)
        _check_numbers(self.biases)

    @property
    def input_size(self) -> tuple[int, int]:
        """(height, width) of the input, without padding."""
        return len(self.channels[0]), len(self.channels[0][0])

    @property
    def kernel_size(self) -> tuple[int, int] | None:
        """(height, width) of each filter, or None where there is none."""
        return (len(self.filters[0][0]), len(self.filters[0][0][0])) if self.filters else None


def _volume(planes: Iterable[Iterable[Iterable[float]]]) -> Volume:
    """Return planes of one size, all numbers floats; raise `InvalidValueError` for others."""
    volume = tuple(tuple(tuple(float(cell) for cell in row) for row in rows) for rows in planes)
    if not 1 <= len(volume) <= MOST_CHANNELS:
        raise InvalidValueError(
            _("There are {count} channels; allowed are 1 to {most}.").format(
                count=len(volume), most=MOST_CHANNELS
            )
        )
    sizes = {(len(rows), *{len(row) for row in rows}) for rows in volume}
    if len(sizes) > 1 or len(min(sizes)) != 2:
        raise InvalidValueError(_("All rows and all channels of a matrix need the same length."))
    height, width = min(sizes)
    if not (1 <= height <= LARGEST_SIDE and 1 <= width <= LARGEST_SIDE):
        raise InvalidValueError(
            _("A matrix of {height}×{width} is not allowed; 1×1 to {most}×{most} are.").format(
                height=height, width=width, most=LARGEST_SIDE
            )
        )
    _check_numbers(cell for rows in volume for row in rows for cell in row)
    return volume


def _check_numbers(numbers: Iterable[float]) -> None:
    for number in numbers:
        if not abs(number) <= LARGEST_NUMBER:  # also true for NaN
            raise InvalidValueError(
                _("A cell cannot hold {number}; allowed are numbers up to ±{most:g}.").format(
                    number=number, most=LARGEST_NUMBER
                )
            )


def _check_border(border: Border) -> None:
    if border is Border.VALID:
        raise InvalidValueError(
            _('The border "valid" has nothing to pad with: set the padding to 0 instead.')
        )


def _check_filters(sheet: Worksheet) -> None:
    if len(sheet.filters) > MOST_FILTERS:
        raise InvalidValueError(
            _("There are {count} filters; allowed are up to {most}.").format(
                count=len(sheet.filters), most=MOST_FILTERS
            )
        )
    if len(sheet.biases) != len(sheet.filters):
        raise InvalidValueError(
            _("There are {biases} biases for {filters} filters; each filter has one.").format(
                biases=len(sheet.biases), filters=len(sheet.filters)
            )
        )
    if len({(len(part[0]), len(part[0][0])) for part in sheet.filters}) > 1:
        raise InvalidValueError(_("All filters need the same size."))
    for part in sheet.filters:
        if len(part) != len(sheet.channels):
            raise InvalidValueError(
                _(
                    "A filter has {filter} channels and the input {input}; both need the same."
                ).format(filter=len(part), input=len(sheet.channels))
            )


def same_padding(sheet: Worksheet) -> Padding:
    """Return the padding with which the result has ⌈input / stride⌉ rows and columns.

    Of an even kernel's odd padding the extra row is at the bottom and right, as in
    PyTorch and Keras.
    """
    height, width = sheet.kernel_size or (1, 1)
    top, left = (height - 1) // 2, (width - 1) // 2
    return Padding(top, left, height - 1 - top, width - 1 - left)


def with_input(sheet: Worksheet, channel: int, row: int, column: int, *, value: float) -> Worksheet:
    """Return the worksheet with one number of the input exchanged."""
    channels = _with_cell(sheet.channels, channel, row, column, value)
    return msgspec.structs.replace(sheet, channels=channels)


def with_weight(
    sheet: Worksheet, number: int, channel: int, row: int, column: int, *, value: float
) -> Worksheet:
    """Return the worksheet with one weight of the filter with this number exchanged."""
    filters = list(sheet.filters)
    filters[number] = _with_cell(filters[number], channel, row, column, value)
    return msgspec.structs.replace(sheet, filters=tuple(filters))


def with_bias(sheet: Worksheet, number: int, *, value: float) -> Worksheet:
    """Return the worksheet with the bias of the filter with this number exchanged."""
    biases = list(sheet.biases)
    biases[number] = value
    return msgspec.structs.replace(sheet, biases=tuple(biases))


def with_input_size(sheet: Worksheet, height: int, width: int) -> Worksheet:
    """Return the worksheet with rows and columns of zeros added to the input, or cut off."""
    channels = tuple(_resized(rows, height, width) for rows in sheet.channels)
    return msgspec.structs.replace(sheet, channels=channels)


def with_kernel_size(sheet: Worksheet, height: int, width: int) -> Worksheet:
    """Return the worksheet with rows and columns of zeros added to each filter, or cut off."""
    filters = tuple(tuple(_resized(rows, height, width) for rows in part) for part in sheet.filters)
    return msgspec.structs.replace(sheet, filters=filters)


def with_input_rows(sheet: Worksheet, channel: int, rows: Rows) -> Worksheet:
    """Return the worksheet with one channel of the input exchanged; the others get its size."""
    sized = with_input_size(sheet, len(rows), len(rows[0])).channels
    channels = (*sized[:channel], rows, *sized[channel + 1 :])
    return msgspec.structs.replace(sheet, channels=channels)


def with_weight_rows(sheet: Worksheet, number: int, channel: int, rows: Rows) -> Worksheet:
    """Return the worksheet with one channel of a filter exchanged; all filters get its size."""
    filters = list(with_kernel_size(sheet, len(rows), len(rows[0])).filters)
    planes = filters[number]
    filters[number] = (*planes[:channel], rows, *planes[channel + 1 :])
    return msgspec.structs.replace(sheet, filters=tuple(filters))


def with_channel_count(sheet: Worksheet, count: int) -> Worksheet:
    """Return the worksheet with channels of zeros added to input and filters, or cut off."""
    channels = _counted(sheet.channels, count)
    filters = tuple(_counted(part, count) for part in sheet.filters)
    return msgspec.structs.replace(sheet, channels=channels, filters=filters)


def with_filter_count(sheet: Worksheet, count: int) -> Worksheet:
    """Return the worksheet with filters of zeros added, or the last ones cut off."""
    size = sheet.kernel_size or (3, 3)
    empty = (_resized(((0.0,),), *size),) * len(sheet.channels)
    more = max(count - len(sheet.filters), 0)
    return msgspec.structs.replace(
        sheet,
        filters=(*sheet.filters[:count], *(empty,) * more),
        biases=(*sheet.biases[:count], *(0.0,) * more),
    )


def _with_cell(volume: Volume, channel: int, row: int, column: int, value: float) -> Volume:
    planes = [list(map(list, rows)) for rows in volume]
    planes[channel][row][column] = value
    return tuple(tuple(map(tuple, rows)) for rows in planes)


def _resized(rows: Rows, height: int, width: int) -> Rows:
    kept = [(*row[:width], *(0.0,) * (width - len(row))) for row in rows[:height]]
    return (*kept, *((0.0,) * width,) * (height - len(kept)))


def _counted(volume: Volume, count: int) -> Volume:
    empty = ((0.0,) * len(volume[0][0]),) * len(volume[0])
    return (*volume[:count], *(empty,) * (count - len(volume)))
