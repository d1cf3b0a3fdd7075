"""The illustrations: every motif is drawn, told apart from the others, and drawn the same again."""

import time
from itertools import combinations, pairwise

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from home.illustrations import MOTIFS, draw, draw_logo, draw_portrait, draw_share_card, palette
from home.illustrations.lettering import Lettering

SMALL = (96, 54)
NAMES = sorted(MOTIFS)


def difference(first: Image.Image, second: Image.Image) -> float:
    """Return how far two pictures of one size are apart: the mean over all channels, 0–255."""
    means = ImageStat.Stat(ImageChops.difference(first, second)).mean
    return sum(means) / len(means)


def colours(image: Image.Image) -> set[str]:
    """Return the colours of a picture as ``#rrggbb``."""
    found = image.getcolors(image.width * image.height)
    return {"#{:02x}{:02x}{:02x}".format(*colour) for _, colour in found}


def written(text: str, bold: bool = False) -> Image.Image:
    """Return a line of lettering, black on white."""
    image = Image.new("RGB", (420, 90), "#ffffff")
    Lettering(60, bold=bold).write(ImageDraw.Draw(image), 8, 68, text, "#000000")
    return image


@pytest.fixture(scope="module")
def small() -> dict[str, Image.Image]:
    return {name: draw(name, SMALL) for name in NAMES}


@pytest.mark.parametrize("size", [(96, 54), (64, 48), (48, 48), (39, 84), (120, 63)])
@pytest.mark.parametrize("name", NAMES)
def test_a_motif_fills_every_format_it_is_asked_for(name: str, size: tuple[int, int]) -> None:
    image = draw(name, size)
    assert image.mode == "RGB"
    assert image.size == size


@pytest.mark.parametrize("name", NAMES)
def test_a_motif_is_the_same_picture_each_time(name: str, small: dict[str, Image.Image]) -> None:
    assert draw(name, SMALL).tobytes() == small[name].tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_motif_is_no_flat_area_even_when_cropped_to_the_middle(
    name: str, small: dict[str, Image.Image]
) -> None:
    square = small[name].crop((21, 0, 75, 54))
    assert len(colours(square)) > 40
    assert max(ImageStat.Stat(square).stddev) > 20


def test_motifs_can_be_told_apart(small: dict[str, Image.Image]) -> None:
    alike = [
        (first, second)
        for first, second in combinations(NAMES, 2)
        if difference(small[first], small[second]) < 12
    ]
    assert alike == []


def test_motifs_use_the_colours_of_the_site() -> None:
    shown = colours(draw("city-nrw", (320, 180)))
    assert {palette.MOSS, palette.LIGHT_MOSS, palette.PAPER} <= shown
    assert {palette.GOLD, palette.PAPER} <= colours(draw("city-bw", (320, 180)))


def test_the_subject_does_not_change_when_the_format_grows_wider() -> None:
    square = draw("globe-dialogue", (90, 90))
    wide = draw("globe-dialogue", (180, 90)).crop((45, 0, 135, 90))
    assert difference(square, wide) < 3


def test_a_seed_changes_the_people() -> None:
    assert difference(draw("conference", SMALL, "a"), draw("conference", SMALL, "b")) > 3


def test_an_unknown_motif_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match=r"no motif 'unicorn'.*harbour"):
        draw("unicorn", SMALL)


def test_a_picture_without_size_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one pixel"):
        draw("harbour", (0, 90))


def test_portraits_differ_by_seed_and_only_by_seed() -> None:
    portraits = [draw_portrait(f"person-{i}", (64, 64)) for i in range(8)]
    assert all(difference(a, b) > 2 for a, b in combinations(portraits, 2))
    assert draw_portrait("person-3", (64, 64)).tobytes() == portraits[3].tobytes()


def test_a_logo_is_dark_lettering_in_a_dashed_frame_on_white() -> None:
    logo = draw_logo("SKEW", (240, 120))
    assert logo.mode == "RGB"
    assert logo.getpixel((1, 1)) == (255, 255, 255)
    assert {palette.INK, palette.WHITE} <= colours(logo)
    edge = [logo.getpixel((x, 6)) == (255, 255, 255) for x in range(6, 234)]
    changes = sum(a != b for a, b in pairwise(edge))
    assert changes > 20
    assert difference(logo, draw_logo("DEAB", (240, 120))) > 2


def test_a_long_abbreviation_stays_inside_the_frame() -> None:
    logo = draw_logo("SKEW / Engagement Global", (240, 120))
    assert colours(logo.crop((226, 20, 233, 100))) == {palette.WHITE}


def test_a_logo_without_abbreviation_is_refused() -> None:
    with pytest.raises(ValueError, match="abbreviation"):
        draw_logo("  ")


@pytest.mark.parametrize(
    ("text", "bare"), [("ä", "a"), ("Ü", "U"), ("é", "e"), ("ß", ""), ("–", ""), ("„", "")]
)
def test_signs_the_font_lacks_are_put_together(text: str, bare: str) -> None:
    assert difference(written(text), written(bare)) > 0.1
    assert difference(written(text), written("\ufffd")) > 0.1


def test_no_sign_becomes_the_box_of_a_missing_one() -> None:
    assert written("Zoë 漢字☂").tobytes() == written("Zoë ").tobytes()


def test_lines_break_between_words_and_fit() -> None:
    letters = Lettering(40, bold=True)
    lines = letters.wrap("Neue Chancen für die kommunale Entwicklungspolitik", 420)
    assert " ".join(lines) == "Neue Chancen für die kommunale Entwicklungspolitik"
    assert len(lines) > 2
    assert all(letters.length(line) <= 420 for line in lines)


def test_a_share_card_shows_title_and_motif() -> None:
    card = draw_share_card("Fachtagung in Köln", "conference", kicker="7. November 2017")
    other = draw_share_card("Auftakt in Dortmund", "conference", kicker="7. November 2017")
    assert card.size == (1200, 630)
    changed = ImageChops.difference(card, other).getbbox()
    assert changed is not None
    assert changed[2] < 700, "another title changes nothing but the text"


def test_a_title_that_is_too_long_stays_on_its_side() -> None:
    card = draw_share_card("Entwicklungszusammenarbeitsnetzwerktreffen " * 12, "network")
    assert colours(card.crop((670, 0, 700, 630))) == {palette.PAPER}
    assert colours(card.crop((0, 0, 60, 630))) == {palette.PAPER}


def test_a_large_picture_is_drawn_in_well_under_a_second() -> None:
    start = time.perf_counter()
    draw("city-bw", (1600, 900))
    assert time.perf_counter() - start < 2
