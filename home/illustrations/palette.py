"""The site's colours, as the illustrations and the stylesheet share them."""

from typing import Final

INK: Final = "#17252f"
PAPER: Final = "#f7f5f0"
PETROL: Final = "#0b5c6b"
LIGHT_PETROL: Final = "#cfe4e6"
MOSS: Final = "#3f6b2e"
LIGHT_MOSS: Final = "#dde8d3"
OCHRE: Final = "#9a5b00"
LIGHT_OCHRE: Final = "#f3e3c7"
BRICK: Final = "#a8412f"
SKY: Final = "#9cc3d5"
WHITE: Final = "#ffffff"


def mix(first: str, second: str, share: float) -> str:
    """Return a colour between two ``#rrggbb`` colours; ``share`` (0–1) is the second one's part."""
    channels = zip(bytes.fromhex(first[1:]), bytes.fromhex(second[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in channels)


def luminance(colour: str) -> float:
    """Return how bright a ``#rrggbb`` colour looks, 0–255 (the luma weights of ITU-R BT.601)."""
    red, green, blue = bytes.fromhex(colour[1:])
    return 0.299 * red + 0.587 * green + 0.114 * blue


GOLD: Final = mix(OCHRE, LIGHT_OCHRE, 0.45)
LEAF: Final = mix(MOSS, LIGHT_MOSS, 0.5)
LAGOON: Final = mix(PETROL, LIGHT_PETROL, 0.45)
STONE: Final = mix(PAPER, INK, 0.1)
MIST: Final = mix(PAPER, LIGHT_PETROL, 0.5)

UMBER: Final = mix(OCHRE, BRICK, 0.35)

COATS: Final = (PETROL, BRICK, GOLD, MOSS, SKY, INK, LAGOON, OCHRE)
TONES: Final = (
    mix(LIGHT_OCHRE, BRICK, 0.2),
    mix(GOLD, BRICK, 0.35),
    mix(UMBER, INK, 0.2),
    mix(UMBER, INK, 0.55),
    mix(LIGHT_OCHRE, OCHRE, 0.35),
    mix(UMBER, INK, 0.38),
)
HAIRS: Final = (
    INK,
    mix(INK, BRICK, 0.35),
    mix(INK, PAPER, 0.55),
    mix(BRICK, INK, 0.4),
    mix(INK, PETROL, 0.3),
)
