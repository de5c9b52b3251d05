"""MNIST and its relatives, from the four IDX files in a folder."""

from pathlib import Path

from cnnstudio.data.choice import FOLDER, Shape
from cnnstudio.data.dataset import DataSet, DataSetInfo
from cnnstudio.data.download import Remote, RemoteFile
from cnnstudio.data.idx import (
    USUAL_NAMES,
    find_idx,
    is_complete,
    read_labels,
    read_picture_shape,
    read_split,
)
from cnnstudio.errors import InvalidFileError
from cnnstudio.text import N_, _

_MNIST_SHAPE = (1, 28, 28)
_LARGEST_CLASS_COUNT = 256

MNIST = DataSetInfo(
    name="mnist",
    title="MNIST",
    description=N_(
        "60,000 handwritten digits of 28×28 pixels, and 10,000 to test with, from four IDX files."
    ),
    source="http://yann.lecun.com/exdb/mnist",
    shape=_MNIST_SHAPE,
    classes=tuple("0123456789"),
    needs_folder=True,
)

FASHION_MNIST = DataSetInfo(
    name="fashion-mnist",
    title="Fashion-MNIST",
    description=N_(
        "60,000 pieces of clothing of 28×28 pixels, and 10,000 to test with, from four IDX files."
    ),
    source="https://github.com/zalandoresearch/fashion-mnist",
    shape=_MNIST_SHAPE,
    classes=(
        N_("T-shirt/top"),
        N_("Trouser"),
        N_("Pullover"),
        N_("Dress"),
        N_("Coat"),
        N_("Sandal"),
        N_("Shirt"),
        N_("Sneaker"),
        N_("Bag"),
        N_("Ankle boot"),
    ),
    needs_folder=True,
)


def _remote(addresses: tuple[str, ...], *published: tuple[str, int]) -> Remote:
    """Return where four IDX files lie, with the MD5 checksum and size of each."""
    files = zip(USUAL_NAMES, published, strict=True)
    return Remote(
        addresses,
        tuple(RemoteFile(name, md5, size_bytes) for name, (md5, size_bytes) in files),
        is_complete,
    )


MNIST_REMOTE = _remote(
    (
        "https://storage.googleapis.com/cvdf-datasets/mnist",
        "https://ossci-datasets.s3.amazonaws.com/mnist",
        "http://yann.lecun.com/exdb/mnist",  # the authors' own has refused most since 2020
    ),
    ("f68b3c2dcbeaaa9fbdd348bbdeb94873", 9_912_422),
    ("d53e105ee54ea40749a09fcbcd1e9432", 28_881),
    ("9fb629c4189551a2d022fa330f9573f3", 1_648_877),
    ("ec29112dd5afa0611ce80d1b7f02629c", 4_542),
)

FASHION_MNIST_REMOTE = _remote(
    (
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
    ),
    ("8d4fb7e6c68d591d4c3dfef9ec88bf0d", 26_421_880),
    ("25c81989df183df01b3e8a0aad5dffbe", 29_515),
    ("bef4ecab320f06d8554ea6380940ec79", 4_422_102),
    ("bb300cfdad3c16e7a12a480ee83cd310", 5_148),
)


def describe_idx(folder: Path) -> DataSetInfo:
    """Return what the IDX files in `folder` hold, from their headers and training labels."""
    files = find_idx(folder)
    labels = read_labels(files.train_labels, class_count=_LARGEST_CLASS_COUNT)
    return DataSetInfo(
        name=FOLDER,
        title=folder.name,
        description=N_("Pictures and labels in four IDX files."),
        source=str(folder),
        shape=read_picture_shape(files.train_pictures),
        classes=tuple(str(label) for label in range(labels.max() + 1)),
        needs_folder=True,
    )


def read_mnist(info: DataSetInfo, folder: Path) -> DataSet:
    """Return the training and test pictures in `folder`, with as many classes as `info` has."""
    files = find_idx(folder)
    classes = len(info.classes)
    train = read_split(files.train_pictures, files.train_labels, class_count=classes)
    test = read_split(files.test_pictures, files.test_labels, class_count=classes)
    _check_shape(files.train_pictures, train.shape, info)
    _check_shape(files.test_pictures, test.shape, info)
    return DataSet(info.name, info.title, info.classes, train, test=test)


def _check_shape(path: Path, shape: Shape, info: DataSetInfo) -> None:
    if shape != info.shape:
        raise InvalidFileError(
            _(
                'The file "{path}" holds pictures of {shape} pixels, where {expected} are expected.'
            ).format(path=path, shape=_size(shape), expected=_size(info.shape or shape))
        )


def _size(shape: Shape) -> str:
    return f"{shape[1]}×{shape[2]}"
