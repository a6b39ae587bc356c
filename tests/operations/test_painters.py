import pytest

from operations.demo.pictures import PAINTERS, paint

SMALL = (320, 180)


@pytest.mark.parametrize("painter", PAINTERS)
def test_a_picture_has_the_size_asked_for_and_many_colours(painter):
    picture = paint(painter, 2, SMALL)
    assert (picture.size, picture.mode) == (SMALL, "RGB")
    assert len(set(picture.get_flattened_data())) > 60


@pytest.mark.parametrize("painter", PAINTERS)
def test_the_same_seed_draws_the_same_and_another_seed_another(painter):
    drawn = [paint(painter, seed, SMALL).tobytes() for seed in (1, 1, 2, 10)]
    assert drawn[0] == drawn[1]
    assert len(set(drawn)) == 3  # the tenth has the first one's hour, not its composition


def test_an_unknown_painter_is_refused_by_name():
    with pytest.raises(ValueError, match="no painter 'rembrandt'"):
        paint("rembrandt", 1, SMALL)
