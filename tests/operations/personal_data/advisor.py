"""An advisor with a mark in everything that the site keeps of a profile."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.mail import send_mail
from django.test import TestCase
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo
from wagtail.admin.models import EditingSession, FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    Comment,
    CommentReply,
    PageSubscription,
    Task,
    Workflow,
    WorkflowTask,
)
from wagtail.rich_text import RichText
from wagtail_headless_preview.models import PagePreview

from core.images import SPECIFICATIONS
from core.models import Image
from delivery.changes.settling import settle
from delivery.webhooks.models import WebhookEndpoint
from operations.personal_data.withdrawal.media import KEPT_OF_IMAGE
from operations.personal_data.withdrawal.traces import KEPT
from pool.models import AdvisorPage
from tests import factories
from tests.operations.personal_data.marks import MARK, marked_values
from tests.trees import reloaded, translated

NAMES = ("title", "draft_title")


@dataclass
class World:
    """The profile in both languages, its editor, and where else its pictures stand."""

    german: AdvisorPage
    english: AdvisorPage
    editor: Any
    portrait: Any
    addresses: list[str]


def picture(name: str) -> Image:
    """A picture with the mark in the file's name and metadata, and in each of its own fields."""
    info = PngInfo()
    info.add_text("Author", f"{MARK} {name}")
    data = BytesIO()
    Pillow.new("RGB", (900, 700), (90, 20, 20)).save(data, "PNG", pnginfo=info)
    values = marked_values(Image, KEPT_OF_IMAGE, name)
    values |= {"title": f"{MARK} {name}", "credit": f"Foto: {MARK}"}
    values.pop("file_hash", None)
    image = factories.ImageFactory.build(file=None, collection=None, **values)
    image.collection = Collection.get_first_root_node()
    image.file.save(f"{MARK}-{name}.png", ContentFile(data.getvalue()), save=False)
    image.save()
    image.tags.add(f"{MARK} {name}")
    log(instance=image, action="wagtail.edit")
    image.get_renditions(*SPECIFICATIONS[:2], "fill-120x120")
    return image


def document(name: str) -> Any:
    """A document with the mark in name, title and content."""
    found = factories.DocumentFactory.build(title=f"{MARK} {name}", file=None, collection=None)
    found.collection = Collection.get_first_root_node()
    found.file.save(f"{MARK}-{name}.txt", ContentFile(f"{MARK} {name}".encode()), save=False)
    found.save()
    found.file.close()
    log(instance=found, action="wagtail.edit")
    return found


def body(when: str, document: Any) -> list[tuple[str, Any]]:
    """Every block that a profile may have."""
    link = f'<a linktype="document" id="{document.pk}">{MARK}{when}link</a>'
    web = f'<a href="https://{MARK}{when}.example.org/">{MARK}{when}web</a>'
    return [
        ("heading", {"text": f"{MARK}{when}heading", "level": "h2", "anchor": f"{MARK}anker"}),
        ("paragraph", RichText(f"<p>{MARK}{when}wort {link} und {web}.</p>")),
        (
            "quote",
            {
                "text": f"{MARK}{when}zitat",
                "person": f"{MARK}{when}person",
                "role": f"{MARK}{when}rolle",
                "language": "",
            },
        ),
    ]


def fill(page: AdvisorPage, when: str) -> None:
    """Put the mark into every field of a profile."""
    values = marked_values(AdvisorPage, KEPT, when)
    values["experience"] = body(when, document(f"{when}document"))
    values["portrait"] = picture(f"{when}portrait")
    for name in NAMES:
        values[name] = f"{MARK}{when}{name} Profil"
    for name, value in values.items():
        setattr(page, name, value)


def make(directory: Any) -> World:
    """The advisor, with a history: drafts, renames, translation, workflow, comments, previews."""
    editor = factories.UserFactory(username="redaktion", email="redaktion@example.org")
    WebhookEndpoint.objects.create(name="App", address="https://receiver.example.org/")
    with TestCase.captureOnCommitCallbacks(execute=True):
        page = factories.AdvisorPageFactory.build(slug=f"{MARK}-alt", owner=editor)
        fill(page, "alt")
        directory.add_child(instance=page)
        factories.AdvisorConsentFactory(advisor=page)
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision(user=editor, log_action=True).publish(user=editor)
    settle()
    with TestCase.captureOnCommitCallbacks(execute=True):
        page = reloaded(page)
        old_address = page.get_url()
        fill(page, "neu")
        page.slug = f"{MARK}-neu"
        page.state = "BW"
        page.save_revision(user=editor, log_action="wagtail.rename", changed=True).publish(editor)
    page = reloaded(page)
    _talk_about(page, editor)
    english = translated(page)
    with TestCase.captureOnCommitCallbacks(execute=True):
        english.slug = f"{MARK}-english"
        english.save_revision(user=editor).publish(editor)
        english = reloaded(english)
    _leave_drafts(page, editor)
    settle()
    addresses = [old_address, page.get_url(), english.get_url(), f"/vcard/advisor/{page.pk}.vcf"]
    return World(reloaded(page), reloaded(english), editor, page.portrait, addresses)


def _talk_about(page: AdvisorPage, editor: Any) -> None:
    revision = page.get_latest_revision()
    comment = Comment.objects.create(
        page=page,
        user=editor,
        text=f"{MARK} kommentiert",
        contentpath="city",
        revision_created=revision,
    )
    CommentReply.objects.create(comment=comment, user=editor, text=f"{MARK} antwortet")
    PageSubscription.objects.create(page=page, user=editor, comment_notifications=True)
    workflow = Workflow.objects.create(name="Prüfung")
    task = Task.objects.create(name="Freigabe")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(page, editor)
    state.current_task_state.comment = f"{MARK} geprüft"
    state.current_task_state.save()


def _leave_drafts(page: AdvisorPage, editor: Any) -> None:
    page.go_live_at = timezone.now() + timedelta(days=3)
    page.city = f"{MARK}geplant"
    page.save_revision(user=editor).publish(editor)
    now = timezone.now()
    FormState.objects.update_or_create_by_instance(
        page, user=editor, defaults={"data": f"title={MARK}", "last_updated_at": now}
    )
    kind = ContentType.objects.get_for_model(AdvisorPage)
    EditingSession.objects.create(
        user=editor, content_type=kind, object_id=str(page.pk), last_seen_at=now
    )
    PagePreview.objects.create(token=f"{page.pk}:x", content_type=kind, content_json=page.to_json())
    send_mail("Profil", f"Es geht um {page.title}.", None, ["redaktion@example.org"])
    Redirect.objects.create(old_path=f"/de/{MARK}-von-hand", redirect_page=page)
    DBTaskResult.objects.create(
        args_kwargs={"args": [page.title], "kwargs": {}},
        task_path="core.mails.send",
        backend_name="background",
        queue_name="default",
        run_after=now,
        exception_class_path="",
        traceback="",
    )
