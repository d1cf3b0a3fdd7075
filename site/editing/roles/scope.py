"""To which state a page belongs: the state it names, or that of the nearest page above that does.

The page as it is stored counts, which is the published one once there is one, not a newer draft.
Lists and single pages are decided by the same rule.
"""

from collections.abc import Iterable
from functools import cache

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import Page, get_page_models


@cache
def models_of_states() -> tuple[type[Page], ...]:
    """The types of page that name their state."""
    return tuple(model for model in get_page_models() if _has_state(model))


@cache
def leaves() -> tuple[type[Page], ...]:
    """Those that have no pages below them."""
    return tuple(model for model in models_of_states() if not model.allowed_subpage_models())


@cache
def branches() -> tuple[type[Page], ...]:
    """Those whose pages below belong to the state as well."""
    return tuple(model for model in models_of_states() if model.allowed_subpage_models())


@cache
def lists() -> tuple[type[Page], ...]:
    """The types of page that belong to no state, but hold only pages that do: news and advisors."""
    return tuple(
        model
        for model in get_page_models()
        if not _has_state(model)
        and model.allowed_subpage_models()
        and all(_has_state(child) for child in model.allowed_subpage_models())
    )


def _has_state(model: type[Page]) -> bool:
    return any(field.name == "state" for field in model._meta.concrete_fields)


def in_states(states: Iterable[str]) -> Q:
    """Pages of these states, for a queryset of any type of page; as subqueries, not as ids."""
    states = list(states)
    found = Q()
    for model in leaves():
        found |= Q(pk__in=model._base_manager.filter(state__in=states).values("pk"))
    for model in branches():
        above = model._base_manager.annotate(
            below=ExpressionWrapper(OuterRef("path"), output_field=CharField())
        ).filter(state__in=states, below__startswith=F("path"))
        found |= Exists(above)
    return found


def is_list() -> Q:
    """The lists of news and advisors, for a queryset of any type of page."""
    found = Q(pk__in=())
    for model in lists():
        found |= Q(pk__in=model._base_manager.values("pk"))
    return found


class PageStates:
    """The states of pages, read once for all pages that are asked about.

    Two queries for the lists of news and advisors and one for state pages; a page that is younger
    than those costs one of its own.
    """

    def __init__(self) -> None:
        self._of_leaf: dict[int, str] = {}
        for model in leaves():
            self._of_leaf.update(model._base_manager.values_list("pk", "state"))
        self._of_branch: dict[str, str] = {}
        for model in branches():
            self._of_branch.update(model._base_manager.values_list("path", "state"))

    def of(self, page: Page) -> str:
        """The code of the state that a page belongs to; "" for none."""
        model = page.specific_class
        if model in leaves():
            if page.pk not in self._of_leaf:
                self._of_leaf[page.pk] = self._stored(model, page)
            return self._of_leaf[page.pk]
        if model in branches() and page.path not in self._of_branch:
            self._of_branch[page.path] = self._stored(model, page)
        lengths = range(len(page.path), 0, -Page.steplen)
        paths = (page.path[:length] for length in lengths)
        return next((self._of_branch[path] for path in paths if path in self._of_branch), "")

    def _stored(self, model: type[Page], page: Page) -> str:
        return model._base_manager.filter(pk=page.pk).values_list("state", flat=True).first() or ""
