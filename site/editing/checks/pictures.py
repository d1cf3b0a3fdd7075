"""Pictures are described for people who do not see them, and name who made them."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from core.content_checks import Content, Finding, check

FILE_NAME = re.compile(
    r"\.(avif|gif|hei[cf]|jpe?g|png|svg|tiff?|webp)$|^(img|dsc|dscn|image|foto|photo)?[-_ ]?\d+$"
    r"|^\w+(_\w+)+$",
    re.IGNORECASE,
)
# A screen reader says "graphic" itself.
NEEDLESS = re.compile(
    r"^(das |the |a |ein )?(bild|foto|grafik|abbildung|fotografie|image|photo|picture|graphic)"
    r"( zeigt| shows|[ :-]+(von|mit|of|with|des|der)\b)",
    re.IGNORECASE,
)


@check("alt-missing", source="WCAG 2.2, 1.1.1; BITV 2.0 § 3")
def pictures_are_described(content: Content) -> Iterator[Finding]:
    for picture in content.pictures:
        if not picture.alt_text and not picture.is_decorative:
            yield Finding(
                _(
                    "This picture has no alternative text; people who cannot see it learn nothing "
                    "of it. Say what it shows, unless it only decorates."
                ),
                picture.content_path,
            )


@check("alt-file-name", source="WCAG 2.2, 1.1.1")
def descriptions_are_no_file_names(content: Content) -> Iterator[Finding]:
    for picture in content.pictures:
        if FILE_NAME.search(picture.alt_text):
            yield Finding(
                _("This alternative text is a file’s name. Say what the picture shows."),
                picture.content_path,
                picture.alt_text,
            )


@check("alt-needless", source="WCAG 2.2, 1.1.1 (H37)")
def descriptions_begin_with_what_matters(content: Content) -> Iterator[Finding]:
    for picture in content.pictures:
        if NEEDLESS.match(picture.alt_text):
            yield Finding(
                _("Screen readers say that it is a picture. Begin with what it shows."),
                picture.content_path,
                picture.alt_text,
            )


@check("alt-caption", source="WCAG 2.2, 1.1.1 (H2)")
def descriptions_do_not_repeat_the_caption(content: Content) -> Iterator[Finding]:
    for picture in content.pictures:
        if picture.alt_text and picture.alt_text.casefold() == picture.caption.strip().casefold():
            yield Finding(
                _("Alternative text and caption are the same, and would be read out twice."),
                picture.content_path,
                picture.alt_text,
            )


@check("credit-missing", source="§ 13 UrhG")
def pictures_name_their_makers(content: Content) -> Iterator[Finding]:
    used = {picture.image: picture for picture in content.pictures}
    if not used:
        return
    unnamed = get_image_model().objects.filter(pk__in=used, credit__regex=r"^\s*$")
    for image in unnamed:
        yield Finding(
            _("This picture does not say who made it. Fill in the credit at the picture."),
            used[image.pk].content_path,
            image.title,
        )
