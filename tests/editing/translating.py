"""An editor and a translator at work, through the admin's own views."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import Translation

from core.models import User
from home.models import ContentPage
from tests import factories
from tests.trees import reloaded

PUBLISH, SAVE = {"action-publish": "1"}, {}
PAGE_WORDS = {
    "Projekt": "Project",
    "projekt": "project",
    "Worum es geht.": "What it is about.",
    "Erster Satz.": "First sentence.",
    "Zweiter Satz.": "Second sentence.",
}


def a_page(home: Page, **values: Any) -> ContentPage:
    """A German page with a lead, and two sentences in its text."""
    texts = [{"type": "paragraph", "value": "<p>Erster Satz.</p><p>Zweiter Satz.</p>"}]
    values = {"title": "Projekt", "slug": "projekt", "lead": "Worum es geht.", **values}
    page = factories.ContentPageFactory(parent=home, body=texts, **values)
    if page.live:
        page.save_revision().publish()
    else:
        page.save_revision()
    return reloaded(page)


def somebody(*permissions: str, **actions_at: Any) -> User:
    """Somebody who may enter the admin; `pages=[(page, "change")]` says what else."""
    user = factories.UserFactory(is_superuser=False, is_staff=False)
    group = Group.objects.create(name=f"Group of {user.username}")
    for name in ("wagtailadmin.access_admin", *permissions):
        app, codename = name.split(".")
        group.permissions.add(
            Permission.objects.get(codename=codename, content_type__app_label=app)
        )
    for page, *actions in actions_at.get("pages", []):
        for action in actions:
            GroupPagePermission.objects.create(
                group=group,
                page=page,
                permission=Permission.objects.get(
                    codename=f"{action}_page", content_type__app_label="wagtailcore"
                ),
            )
    user.groups.add(group)
    return user


class Desk:
    """What one person does in the admin."""

    def __init__(self, user: User | None = None) -> None:
        self.user = user or factories.UserFactory()
        self.client = Client()
        self.client.force_login(self.user)

    def get(self, name: str, *args: Any, **query: Any) -> Any:
        return self.client.get(reverse(name, args=args), query)

    def post(self, name: str, *args: Any, data: Any = None, query: str = "") -> Any:
        """Post, and let happen what waits for the end of the transaction."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            return self.client.post(reverse(name, args=args) + query, data or {})

    def start_translation(self, page: Page) -> Translation:
        english = factories.language("en")
        self.post(
            "wagtail_localize:submit_page_translation", page.pk, data={"locales": [english.pk]}
        )
        return self.translation_of(page)

    @staticmethod
    def translation_of(page: Page) -> Translation:
        return Translation.objects.get(
            source__object_id=page.translation_key, target_locale__language_code="en"
        )

    def translate(self, translation: Translation, words: dict[str, str]) -> None:
        """Enter translations, sentence by sentence, as the translation's editor does."""
        for segment in translation.source.stringsegment_set.select_related("string"):
            if segment.string.data in words:
                address = reverse(
                    "wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]
                )
                answer = self.client.put(
                    address,
                    f"value={words[segment.string.data]}",
                    content_type="application/x-www-form-urlencoded",
                )
                assert answer.status_code in (200, 201)

    def publish_translation(self, translation: Translation) -> Page:
        target = translation.get_target_instance()
        self.post("wagtailadmin_pages:edit", target.pk, data={"action": "publish"})
        return reloaded(target)

    def edit(self, page: ContentPage, action: dict[str, str] = PUBLISH, **values: Any) -> Any:
        """Change a page in its editor and publish it, or do whatever `action` says."""
        page = reloaded(page).get_latest_revision_as_object()
        body = [
            {"type": block.block_type, "value": block.value.source, "id": block.id}
            for block in page.body
        ]
        texts = {name: getattr(page, name) for name in ("title", "slug", "lead")} | values
        paragraph = texts.pop("paragraph", None)
        blocks = [
            (block["type"], _rich_text(paragraph or block["value"]), block["id"]) for block in body
        ]
        data = {
            **texts,
            "seo_title": "",
            "search_description": "",
            "body": _with_ids(blocks),
            "comments": inline_formset([]),
            **action,
        }
        response = self.post("wagtailadmin_pages:edit", page.pk, data=nested_form_data(data))
        assert response.status_code == 302, response.context["form"].errors
        return response


def _rich_text(html: str) -> str:
    """What the editor's script sends for a rich text of plain paragraphs (ContentState)."""
    import json

    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    return json.dumps(
        json.loads(ContentstateConverter(features=["bold"]).from_database_format(html))
    )


def _with_ids(blocks: list[tuple[str, str, str]]) -> dict[str, Any]:
    data = streamfield([(kind, value) for kind, value, _id in blocks])
    for index, (_kind, _value, pk) in enumerate(blocks):
        data[str(index)]["id"] = pk
    return data
