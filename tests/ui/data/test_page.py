"""The Data page in the real window, with mouse and keys."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from cnnstudio.data.choice import DataChoice, Fit
from cnnstudio.network import edits
from tests.ui.data.conftest import Desk, fill, of_folder

pytestmark = pytest.mark.gui


def sizes(desk: Desk) -> tuple[object, ...]:
    network = desk.studio.document.design.network
    source = network.of_kind("input")[0].parameters
    target = network.of_kind("output")[0].parameters
    return source["channels"], source["height"], source["width"], target["classes"]


def test_the_page_opens_with_the_data_set_of_the_project(desk: Desk) -> None:
    assert desk.tabs == ["Training 1,438", "Validation 359"]
    assert desk.page.sources.in_use is not None
    assert desk.page.sources.in_use.title == "Handwritten digits"
    assert [row.count for row in desk.page.classes.model.rows] == [
        142, 146, 142, 146, 145, 146, 145, 143, 139, 144
    ]  # fmt: skip
    assert desk.page.inspector.picture.label.text() == "0"
    assert desk.page.inspector.picture.size_text.text() == "1 × 8 × 8"


def test_the_keys_act_on_the_pictures_at_once(desk: Desk) -> None:
    assert desk.studio.window.focusWidget() is desk.page.pictures.grid


def test_a_click_in_the_list_chooses_a_data_set_in_one_step(desk: Desk) -> None:
    desk.click_source("Faces")
    desk.qtbot.waitUntil(lambda: desk.choice.name == "faces")
    data = desk.wait()
    assert sizes(desk) == (1, 25, 25, 2)
    assert data.class_names == ("no face", "face")
    desk.undo()
    desk.wait()
    assert sizes(desk) == (1, 8, 8, 10)
    assert desk.studio.window.page == "data"
    assert not desk.studio.document.is_edited


def test_a_folder_is_chosen_looked_at_and_its_file_is_named(desk: Desk, pets: Path) -> None:
    desk.use(pets)
    desk.wait()
    assert desk.page.pictures.found.text() == "Found 30 images belonging to 2 classes."
    assert desk.tabs == ["Training 24", "Validation 6"]
    grid = desk.page.pictures.grid
    index = grid.pictures.index_of(17)
    grid.scrollTo(index)
    desk.click(grid.viewport(), grid.visualRect(index).center())
    pane = desk.page.inspector.picture
    desk.qtbot.waitUntil(lambda: pane.file.text().startswith(str(pets)))
    assert pane.label.text() == "dogs"
    assert Path(pane.file.text()).parent.name == "dogs"
    assert pane.size_text.text() == "12 × 9 pixels, 1 kB\nThe network gets 3 × 64 × 64"
    assert pane.picture.image.width() == 12


def test_a_picture_turned_by_its_camera_is_shown_upright(desk: Desk, pets: Path) -> None:
    picture = Image.new("RGB", (40, 20))
    exif = picture.getexif()
    exif[0x0112] = 6  # a quarter
    for path in (pets / "cats").iterdir():
        path.unlink()
    for name in "ab":
        picture.save(pets / "cats" / f"{name}.jpg", exif=exif)
    desk.use(pets)
    desk.wait()
    pane = desk.page.inspector.picture
    desk.qtbot.waitUntil(lambda: pane.size_text.text().startswith("20 × 40 pixels"))
    assert pane.picture.image.height() == 40


def test_folders_that_were_used_stay_in_the_list(desk: Desk, pets: Path, tmp_path: Path) -> None:
    for name in ("boats", "trains"):
        fill(tmp_path / "other" / name, 3)
    desk.use(pets)
    desk.use(tmp_path / "other")
    assert [source.title for source in desk.page.sources.sources][-2:] == ["other", "pets"]
    desk.click_source("pets")
    desk.qtbot.waitUntil(lambda: desk.choice == of_folder(pets))
    desk.page.sources.setFocus()
    desk.qtbot.keyClick(desk.page.sources, Qt.Key.Key_Up)
    desk.qtbot.keyClick(desk.page.sources, Qt.Key.Key_Delete)
    assert [source.title for source in desk.page.sources.sources][-1] == "pets"


def test_a_class_is_searched_and_its_pictures_alone_are_shown(desk: Desk) -> None:
    desk.qtbot.keyClick(desk.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.keyClicks(desk.page.classes.search, "7")
    assert [row.name for row in desk.page.classes.model.rows] == ["7"]
    assert desk.page.inspector.picture.label.text() == "7"
    desk.page.classes.search.clear()
    assert desk.page.inspector.picture.label.text() == "0"


def test_a_click_on_a_class_shows_it_alone_and_another_click_all(desk: Desk) -> None:
    view = desk.page.classes.view
    place = view.visualRect(view.model().index(4, 0)).center()
    desk.click(view.viewport(), place)
    assert desk.page.classes.labels == (4,)
    assert desk.page.inspector.picture.label.text() == "4"
    desk.click(view.viewport(), place)
    assert desk.page.classes.labels == tuple(range(10))


def test_another_part_is_a_tab(desk: Desk) -> None:
    tabs = desk.page.pictures.tabs
    desk.click(tabs, tabs.tabRect(1).center())
    assert sum(row.count for row in desk.page.classes.model.rows) == 359
    assert desk.page.inspector.picture.file.text() == "Validation picture " + str(
        (desk.page.pictures.grid.picture or 0) + 1
    )


def test_the_split_is_edited_an_undo_step_each(desk: Desk) -> None:
    form = desk.page.inspector.usage.split.form
    desk.type(form.field("validation_fraction"), "10")
    desk.wait()
    assert desk.tabs == ["Training 1,617", "Validation 180"]
    desk.type(form.field("part"), "10")
    desk.wait()
    assert desk.tabs == ["Training 162", "Validation 18"]
    assert desk.page.inspector.usage.note.text() == "162 to train on, 18 to validate with."
    desk.undo()
    assert desk.choice == DataChoice(validation_fraction=0.1)
    desk.undo()
    assert desk.choice == DataChoice()


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [("validation_fraction", "95", "from 0 to 90"), ("part", "0", "from 0.1 to 100")],
)
def test_a_share_that_is_not_allowed_is_refused_in_words(
    desk: Desk, field: str, typed: str, message: str
) -> None:
    form = desk.page.inspector.usage.split.form
    desk.type(form.field(field), typed)
    assert message in form.message(field)
    assert desk.choice == DataChoice()


def test_size_and_colours_are_those_of_input(desk: Desk, pets: Path) -> None:
    desk.use(pets)
    desk.wait()
    form = desk.page.inspector.usage.form.form
    desk.type(form.field("size"), "32×48")
    assert sizes(desk) == (3, 32, 48, 2)
    desk.qtbot.waitUntil(
        lambda: desk.page.data is not None and desk.page.data.dataset.shape == (3, 32, 48)
    )
    field = form.field("channels")
    field.setFocus()
    desk.qtbot.keyClick(field, Qt.Key.Key_Down)
    desk.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert sizes(desk) == (1, 32, 48, 2)
    desk.undo()
    desk.undo()
    assert sizes(desk) == (3, 64, 64, 2)


def test_a_fixed_size_of_the_choice_goes_with_input(desk: Desk, pets: Path) -> None:
    desk.use(pets)
    project = desk.studio.document.project
    desk.studio.document.apply(
        "Fix", project.replace(data=of_folder(pets, size=(64, 64), channels=3))
    )
    desk.type(desk.page.inspector.usage.form.form.field("size"), "20")
    assert desk.choice == of_folder(pets, size=(20, 20), channels=3)
    assert sizes(desk) == (3, 20, 20, 2)


def test_how_other_proportions_fit_is_chosen(desk: Desk, pets: Path) -> None:
    desk.use(pets)
    desk.wait()
    field = desk.page.inspector.usage.form.form.field("fit")
    field.setFocus()
    desk.qtbot.keyClick(field, Qt.Key.Key_End)
    desk.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert desk.choice.fit is Fit.PAD
    data = desk.wait()
    assert data.dataset.train.pictures[0, 0, 0, 0] == 0
    desk.undo()
    assert desk.choice.fit is Fit.STRETCH


def test_normalisation_and_class_weights_are_settings_of_the_training(desk: Desk) -> None:
    form = desk.page.inspector.usage.values.form
    field = form.field("scaling")
    field.setFocus()
    desk.qtbot.keyClick(field, Qt.Key.Key_End)
    desk.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert desk.studio.document.project.training.scaling == "symmetric"
    form.field("class_weights").setFocus()
    desk.qtbot.keyClick(form.field("class_weights"), Qt.Key.Key_Space)
    assert desk.studio.document.project.training.class_weights
    desk.undo()
    desk.undo()
    assert desk.studio.document.project.training.scaling == "standardise"
    assert desk.studio.window.page == "data"


def test_means_and_deviations_of_the_channels_are_shown(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: "0.3053" in desk.page.inspector.values.accessibleDescription())
    assert "grey 0.3053 0.3759" in desk.page.inspector.values.accessibleDescription()


def test_the_sizes_of_a_folders_files_are_told(desk: Desk, pets: Path) -> None:
    note = desk.page.inspector.usage.note
    Image.new("L", (900, 700)).save(pets / "dogs" / "large.png")
    desk.use(pets)
    desk.wait()
    with Image.open(pets / "cats" / "000.png") as picture:
        sides = "×".join(map(str, picture.size))
    assert note.text().splitlines()[1].startswith(f"Files from {sides} to 900×700 pixels.")


def test_files_that_cannot_be_used_are_listed_copied_and_written(
    desk: Desk, pets: Path, tmp_path: Path
) -> None:
    (pets / "cats" / "000.png").write_bytes(b"")
    (pets / "dogs" / "notes.txt").write_text("no picture")
    desk.use(pets)
    desk.wait()
    assert desk.tabs[-1] == "Not used 2"
    tabs = desk.page.pictures.tabs
    desk.click(tabs, tabs.tabRect(2).center())
    skipped = desk.page.pictures.skipped
    assert skipped.view.isVisible()
    assert "2 files cannot be used" in skipped.count.text()
    desk.page.actions["data.copy_skipped"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "File\tReason"
    assert f"{pets / 'cats' / '000.png'}\tthe file is empty" in lines
    desk.answer(tmp_path / "list.csv")
    desk.page.actions["data.export_skipped"].trigger()
    written = (tmp_path / "list.csv").read_text().splitlines()
    assert [line.replace(",", "\t") for line in written] == lines


def test_an_output_of_another_number_of_classes_is_mended_with_a_click(
    desk: Desk, pets: Path
) -> None:
    desk.use(pets)
    desk.wait()
    document = desk.studio.document
    output = document.design.network.of_kind("output")[0].id
    network = edits.set_parameters(document.design.network, output, {"classes": 5})
    document.apply("Set Classes", document.project.replace(network=network))
    assert desk.page.notice.text == "pets has 2 classes, but Output asks for 5."
    desk.click(desk.page.notice.findChild(type(desk.page.notice._button)))
    assert sizes(desk)[3] == 2
    assert desk.page.notice.text == ""


def test_ctrl_r_finds_new_pictures(desk: Desk, pets: Path) -> None:
    desk.use(pets)
    desk.wait()
    fill(pets / "cats", 25)
    desk.qtbot.keyClick(desk.page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: "Found 35 images" in desk.page.pictures.found.text())
