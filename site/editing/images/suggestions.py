"""What a picture's file says about itself, as a proposal for the form."""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from core.picture_files import read
from core.picture_metadata import Rights, read_rights


@dataclass(frozen=True)
class Suggestion:
    """What the form may begin with; "" where the file says nothing."""

    credit: str
    description: str


def suggestion(file: File) -> Suggestion:
    """The credit and the description that photographers and agencies wrote into the file.

    What is too large to be taken is not read at all.
    """
    if file.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        return Suggestion("", "")
    rights = read_rights(read(file))
    return Suggestion(credit=_credit(rights)[:255], description=rights.description[:255])


def _credit(rights: Rights) -> str:
    """ "Photo: Name / Agency", or the rights holder if the file names nobody else."""
    names = list(dict.fromkeys(filter(None, (rights.creator, rights.credit))))
    if names:
        return _("Photo: %(name)s") % {"name": " / ".join(names)}
    return rights.copyright
