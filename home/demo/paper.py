"""A page of text as a picture, for sample documents."""

from PIL import Image, ImageDraw

from home.illustrations.lettering import Lettering
from home.illustrations.palette import BRICK, INK, WHITE

A4_INCHES = (8.27, 11.69)
MARGIN_INCHES = 1.0
TITLE_INCHES = 0.24
TEXT_INCHES = 0.16
LEADING = 1.5


def draw_page(lines: list[str], dots_per_inch: int) -> Image.Image:
    """Draw lines of text onto a white page of A4, RGB.

    The first line is the mark of a sample, the first one after it the title. Longer lines are
    broken between words. Raises `ValueError` if the text does not fit onto the page.
    """
    width, height = (round(side * dots_per_inch) for side in A4_INCHES)
    margin = round(MARGIN_INCHES * dots_per_inch)
    page = Image.new("RGB", (width, height), WHITE)
    draw = ImageDraw.Draw(page)
    text = Lettering(round(TEXT_INCHES * dots_per_inch))
    title = Lettering(round(TITLE_INCHES * dots_per_inch), bold=True)
    mark = Lettering(text.size, bold=True)
    styles = iter([(mark, BRICK), (title, INK)])
    y = margin
    for line in lines:
        lettering, colour = next(styles, (text, INK)) if line else (text, INK)
        for part in lettering.wrap(line, width - 2 * margin) or [""]:
            y += round(lettering.size * LEADING)
            lettering.write(draw, margin, y, part, colour)
    if y > height - margin:
        raise ValueError("The text does not fit onto the page.")
    return page
