import numpy as np
from skimage.data import lfw_subset

from cnnstudio.data.faces import INFO, read_faces


def test_faces_are_those_of_scikit_image_to_the_nearest_level() -> None:
    pictures = read_faces().train.pictures[:, 0]
    assert np.abs(pictures / 255 - lfw_subset()).max() <= 0.5 / 255 + 1e-12


def test_first_hundred_pictures_are_faces() -> None:
    faces = read_faces()
    assert [faces.classes[label] for label in faces.train.labels] == ["face"] * 100 + [
        "no face"
    ] * 100
    assert faces.shape == INFO.shape
