"""What cameras and programs write into picture files: who made it, and where it was taken.

The place, the camera's serial number and the like are nobody's business and leave the file before
it is stored (Art. 5 (1) c GDPR: no more data than needed). What a picture needs to be shown right
stays: its orientation and colour profile. So do the names of its author and rights holder, which
must not be taken away (§ 95c UrhG). The picture itself is not encoded again and loses nothing.
"""

from .cleaning import Unreadable, clean
from .rights import LONGEST_SIDE, Rights, is_drawable, read_rights

__all__ = ["LONGEST_SIDE", "Rights", "Unreadable", "clean", "is_drawable", "read_rights"]
