"""What is kept about an advisor: the profile in all languages, with all that belongs to it."""

from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Comment, ModelLogEntry, Page, PageLogEntry, WorkflowState
from wagtail_localize.models import StringTranslation

from pool.models import AdvisorConsent, AdvisorPage

from ..withdrawal.media import names_of_files
from ..withdrawal.mentions import mentions
from ..withdrawal.traces import Traces, collect
from .rows import Row, described, plain


def of_advisor(key: UUID) -> Row:
    """All that is kept about the advisor whose profile has this translation key."""
    traces = collect(key)
    consents = AdvisorConsent.objects.filter(advisor__translation_key=key).order_by("pk")
    strings = StringTranslation.objects.filter(context__object=key).select_related(
        "translation_of", "locale"
    )
    names = {page.last_name for page in traces.pages}
    return {
        _("Profile"): [_profile(page) for page in traces.pages],
        _("Consents"): [described(consent) for consent in consents],
        _("Versions and drafts"): [
            {**described(revision), _("Content"): plain(revision.content)}
            for revision in traces.revisions().order_by("pk")
        ],
        _("Comments of editors"): [
            {**described(comment), _("Replies"): [described(r) for r in comment.replies.all()]}
            for comment in Comment.objects.filter(page__in=traces.pks).order_by("pk")
        ],
        _("Approvals"): _workflows(traces),
        _("Images"): _files(get_image_model(), traces.images | traces.portraits),
        _("Documents"): _files(get_document_model(), traces.documents),
        _("Translations of single sentences"): [
            {
                _("Language"): str(string.locale),
                _("Sentence"): string.translation_of.data,
                _("Translation"): string.data,
            }
            for string in strings
        ],
        _("Redirects from earlier addresses"): [redirect.old_path for redirect in traces.redirects],
        _("History"): _history(traces),
        _("Other pages that name the person or link to the profile"): [
            {_("Page"): str(mention.page), _("Address"): mention.page.url_path}
            for mention in mentions(traces.pks, names)
        ],
    }


def _profile(page: AdvisorPage) -> Row:
    rows = {
        relation.name: [described(row) for row in getattr(page, relation.name).all()]
        for relation in get_all_child_relations(AdvisorPage)
        if relation.related_model is not Comment
    }
    named = {
        "country_links": _("Countries of origin"),
        "language_links": _("Languages"),
        "topic_links": _("Topics"),
    }
    return {
        _("Language"): str(page.locale),
        _("Address"): page.full_url,
        **described(page),
        **{named.get(name, name): value for name, value in rows.items()},
    }


def _files(model: Any, pks: set[int]) -> list[Row]:
    return [
        {
            **described(obj),
            _("Tags"): [tag.name for tag in obj.tags.all()],
            _("Files"): names_of_files(obj),
        }
        for obj in model.objects.filter(pk__in=pks).order_by("pk")
    ]


def _workflows(traces: Traces) -> list[Row]:
    found = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=traces.keys
    )
    return [
        {**described(state), _("Steps"): [described(task) for task in state.task_states.all()]}
        for state in found.order_by("pk")
    ]


def _history(traces: Traces) -> list[Row]:
    entries = [*PageLogEntry.objects.filter(page_id__in=traces.pks).order_by("pk")]
    for model, pks in (
        (get_image_model(), traces.images | traces.portraits),
        (get_document_model(), traces.documents),
    ):
        kind = ContentType.objects.get_for_model(model)
        keys = [str(pk) for pk in pks]
        entries += ModelLogEntry.objects.filter(content_type=kind, object_id__in=keys)
    return [described(entry) for entry in entries]
