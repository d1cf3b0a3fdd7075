"""Illustrations drawn by code, in the site's own visual language.

Flat and geometric, after the public-service posters of the middle of the 20th century. Everything
is deterministic: the same arguments draw the same pixels, so a picture can be rebuilt and compared.
"""

from .logo import draw_logo
from .motifs import MOTIFS, draw
from .portrait import draw_portrait
from .share_card import draw_share_card

__all__ = ["MOTIFS", "draw", "draw_logo", "draw_portrait", "draw_share_card"]
