"""What the API may answer with, whoever asks."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from core.facts import fact
from core.visibility import visible


def public_pages(site: Site | None = None, model: type[Page] = Page) -> PageQuerySet:
    """The pages of a site (default: the default site) that everybody may see, in all languages;
    those of one type with a `model`."""
    below = Q(pk__in=[])
    for path in _trees(site):
        below |= Q(path__startswith=path)
    pages = model._default_manager.filter(below)
    if model is not Page and not model.__subclasses__():
        # Says nothing new, and leads to the indexes that begin with the type.
        pages = pages.filter(content_type=ContentType.objects.get_for_model(model))
    return visible(pages)


def _trees(site: Site | None) -> list[str]:
    """The tree paths of a site's start pages."""
    if site is not None:
        key = f"trees of site {site.pk}"
        return fact(key, lambda: _paths(site.root_page.translation_key))
    return fact("trees of the default site", _default_trees)


def _default_trees() -> list[str]:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return _paths(site.root_page.translation_key) if site else []


def _paths(translation_key) -> list[str]:
    return list(Page.objects.filter(translation_key=translation_key).values_list("path", flat=True))
