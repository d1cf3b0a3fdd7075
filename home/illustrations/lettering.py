"""Lettering with the scalable font that Pillow brings along, so that no font file is needed.

That font (Aileron) is cut down to ASCII and a few marks: it lacks umlauts, ß, dashes and the German
opening quotation mark. They are put together here from the letters it has.
"""

from functools import lru_cache
from unicodedata import combining, normalize

from PIL import ImageDraw, ImageFont

from .shapes import curve

SPARE = {
    "„": ",,",
    "‚": ",",
    "\u00a0": " ",
    "\u202f": " ",
    "‑": "-",
    "ẞ": "SS",
    "æ": "ae",
    "œ": "oe",
}
SPARE |= {
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ı": "i",
    "€": "EUR",
    "→": ">",
}
MARKS = {"\u0301": "´", "\u0300": "`", "\u0302": "^", "\u0303": "~", "\u030a": "°"}
DASHES = {"–": 0.52, "—": 0.86}
TRACKING = 1.3  # of the weight: a bolder letter is wider than the font says
CAP_HEIGHT = 0.71
X_HEIGHT = 0.535


class Lettering:
    """One size and weight of the font; sizes and lengths are pixels."""

    def __init__(self, size: int, bold: bool = False) -> None:
        self.size = size
        self._font = _font(size)
        self._weight = round(size / 40) if bold else 0

    def length(self, text: str) -> float:
        """Return the width of one line of text."""
        return sum(self._advance(run) for run in _runs(text))

    def write(
        self, draw: ImageDraw.ImageDraw, x: float, baseline: float, text: str, fill: str
    ) -> None:
        """Write one line of text whose first letter begins at ``x``."""
        for run in _runs(text):
            if run in DASHES:
                self._dash(draw, x, baseline, DASHES[run], fill)
            elif run == "ß":
                self._sharp_s(draw, x, baseline, fill)
            else:
                self._letters(draw, x, baseline, run, fill)
            x += self._advance(run)

    def wrap(self, text: str, width: float) -> list[str]:
        """Break text between words into lines up to ``width``; a longer word stands alone."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.length(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _advance(self, run: str) -> float:
        if run in DASHES:
            return self.size * (DASHES[run] + 0.08)
        if run == "ß":
            return self.size * 0.55 + self._weight * 1.8
        letters = "".join(c for c in run if not combining(c))
        return self._font.getlength(letters) + self._weight * TRACKING * len(letters)

    def _letters(
        self, draw: ImageDraw.ImageDraw, x: float, baseline: float, run: str, fill: str
    ) -> None:
        done = ""
        left = right = x
        for char in run:
            if combining(char) and done:
                tall = done[-1].isupper() or done[-1] in "bdfhklt"
                top = baseline - self.size * (CAP_HEIGHT if tall else X_HEIGHT)
                self._mark(draw, (left + right) / 2, top, char, fill)
            elif not combining(char):
                done += char
                shift = x + self._weight * TRACKING * (len(done) - 0.5)
                right = shift + self._font.getlength(done)
                left = right - self._font.getlength(char)
                self._glyph(draw, left, baseline, char, fill)

    def _mark(self, draw: ImageDraw.ImageDraw, x: float, top: float, mark: str, fill: str) -> None:
        if mark == "\u0308":
            radius = self.size * 0.052 + self._weight * 0.6
            y = top - self.size * 0.075 - radius
            for dx in (-self.size * 0.115, self.size * 0.115):
                draw.ellipse((x + dx - radius, y - radius, x + dx + radius, y + radius), fill=fill)
        elif mark in MARKS:
            glyph = MARKS[mark]
            mask, (dx, dy) = self._font.getmask2(glyph, "L", anchor="ls")
            left, _, right, lower = mask.getbbox()
            middle = dx + (left + right) / 2
            self._glyph(draw, x - middle, top - self.size * 0.06 - dy - lower, glyph, fill)

    def _glyph(
        self, draw: ImageDraw.ImageDraw, x: float, baseline: float, glyph: str, fill: str
    ) -> None:
        draw.text(
            (x, baseline),
            glyph,
            fill=fill,
            font=self._font,
            anchor="ls",
            stroke_width=self._weight,
        )

    def _dash(
        self, draw: ImageDraw.ImageDraw, x: float, baseline: float, width: float, fill: str
    ) -> None:
        y = baseline - self.size * 0.27
        half = self.size * 0.036 + self._weight
        left = x + self.size * 0.04
        draw.rectangle((left, y - half, left + self.size * width, y + half), fill=fill)

    def _sharp_s(self, draw: ImageDraw.ImageDraw, x: float, baseline: float, fill: str) -> None:
        skeleton = [(0.1, 0), (0.1, 0.5), (0.13, 0.64), (0.25, 0.7), (0.37, 0.64), (0.39, 0.53)]
        skeleton += [(0.32, 0.43), (0.3, 0.37), (0.44, 0.24), (0.46, 0.15), (0.4, 0.05)]
        skeleton += [(0.31, 0.03), (0.21, 0.07)]
        radius = self.size * 0.036 + self._weight
        left, foot = x + self._weight * 0.9, baseline + self._weight - radius
        points = [(left + px * self.size, foot - py * self.size) for px, py in curve(skeleton)]
        for px, py in points:
            draw.ellipse((px - radius, py - radius, px + radius, py + radius), fill=fill)


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Lettering needs a Pillow that was built with FreeType.")
    return font


@lru_cache(maxsize=256)
def _runs(text: str) -> tuple[str, ...]:
    """Split text into runs the font can set and single characters that are drawn here."""
    known: list[str] = [""]
    for char in "".join(SPARE.get(c, c) for c in text):
        if char in DASHES or char == "ß":
            known += [char, ""]
        else:
            known[-1] += "".join(c for c in normalize("NFD", char) if _is_known(c))
    return tuple(run for run in known if run)


@lru_cache(maxsize=1024)
def _is_known(char: str) -> bool:
    if combining(char):
        return True
    font = _font(20)
    return char == " " or bytes(font.getmask(char)) != bytes(font.getmask("Ä"))
