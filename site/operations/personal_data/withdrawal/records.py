"""What other tables say of a profile: logs, workflows, drafts, translations, searches, links."""

import secrets

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    Page,
    PageSubscription,
    ReferenceIndex,
    WorkflowState,
)
from wagtail_headless_preview.models import PagePreview

from core.models import SearchEntry, SearchTerm
from delivery.models import Change, Clock, PublicItem
from editing.models import ImportedItem, Link, SilentPicture, SourceChange, WebAddress
from pool.models import AdvisorPage

from .. import logs, translations
from .traces import Traces

PAGES, REDIRECTS = "pages", "redirects"  # as the record of changes calls them


def erase(traces: Traces) -> None:
    """Erase what the other tables of the database hold of a profile."""
    _erase_redirects(traces)
    _erase_work_in_progress(traces)
    translations.erase(traces.key)
    _erase_search(traces)
    _erase_links(traces)
    ImportedItem.objects.filter(content_type__in=_types(), object_id__in=traces.keys).update(
        path=""
    )
    # The record of changes tells consumers of the removal; it need not know the address for that.
    items = PublicItem.objects.filter(what=PAGES, object_id__in=traces.keys)
    items.update(title="", url="")
    logs.erase_log(_types(), traces.keys)
    logs.erase_log(
        [ContentType.objects.get_for_model(type(redirect)) for redirect in traces.redirects],
        [str(redirect.pk) for redirect in traces.redirects],
    )
    logs.erase_mentions(traces.words | traces.addresses)


def _types() -> list[ContentType]:
    """The types under which tables name a profile that refer to any model."""
    return list(ContentType.objects.get_for_models(Page, AdvisorPage).values())


def _erase_redirects(traces: Traces) -> None:
    """Redirects and what the record of changes says of them: an old address may hold a name.

    To tell consumers that they are gone would be to tell the addresses once more. They learn it by
    beginning anew, as after a restore.
    """
    paths = [redirect.old_path for redirect in traces.redirects]
    for redirect in traces.redirects:
        pk = redirect.pk
        redirect.delete()
        redirect.pk = pk  # its log entries are looked for by it
    known = PublicItem.objects.filter(what=REDIRECTS, object_id__in=paths)
    if known.delete()[0]:
        Clock.objects.update(epoch=secrets.token_hex(4))
    Change.objects.filter(what=REDIRECTS, object_id__in=paths).delete()


def _erase_work_in_progress(traces: Traces) -> None:
    of_profile = Q(content_type__in=_types(), object_id__in=traces.keys)
    for state in WorkflowState.objects.filter(
        Q(base_content_type__in=_types()) | Q(content_type__in=_types()),
        object_id__in=traces.keys,
    ):
        state.delete()
    PageSubscription.objects.filter(page__in=traces.pks).delete()
    EditingSession.objects.filter(of_profile).delete()
    FormState.objects.filter(of_profile).delete()
    for preview in PagePreview.objects.filter(content_type__in=_types()):
        if _is_of(preview, traces):
            preview.delete()


def _is_of(preview: PagePreview, traces: Traces) -> bool:
    """Whether a draft is of this profile, or of a page not yet saved with the same words."""
    is_it = any(f'"pk": {pk},' in preview.content_json for pk in traces.pks)
    return is_it or any(logs.stands_in(word, preview.content_json) for word in traces.words)


def _erase_search(traces: Traces) -> None:
    """The words too: the vocabulary keeps those that stand nowhere any more."""
    SearchEntry.objects.filter(page__in=traces.pks).delete()
    SearchEntry.objects.filter(document__in=traces.documents).delete()
    SearchTerm.objects.filter(occurrences=None).delete()


def _erase_links(traces: Traces) -> None:
    Link.objects.filter(page__in=traces.pks).delete()
    WebAddress.objects.filter(links=None).delete()
    SilentPicture.objects.filter(page__in=traces.pks).delete()
    SourceChange.objects.filter(translation_key=traces.key).delete()
    for page in traces.pages:
        ReferenceIndex.create_or_update_for_object(AdvisorPage.objects.get(pk=page.pk))
