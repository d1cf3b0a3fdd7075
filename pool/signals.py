"""What follows from a consent that is recorded: expiry, withdrawal, search index."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.search import index

from core.visibility import register_hidden_branches

from .models import AdvisorConsent, AdvisorPage


@register_hidden_branches
def profiles_without_consent() -> list[str]:
    """Published profiles that nobody may see, because no consent for them is in force."""
    return list(AdvisorPage.objects.live().without_consent().values_list("path", flat=True))


@receiver(post_save, sender=AdvisorConsent)
def apply_consent(instance: AdvisorConsent, created: bool, **kwargs: Any) -> None:
    """Set the expiry of the profile in all languages; take it offline if it was withdrawn."""
    pages = AdvisorPage.objects.filter(translation_key=instance.advisor.translation_key)
    with transaction.atomic():
        for page in pages:
            if instance.withdrawn_on and page.live:
                page.unpublish()
            AdvisorPage.objects.filter(pk=page.pk).update(expire_at=instance.ends_at)
            index.insert_or_update_object(AdvisorPage.objects.get(pk=page.pk))
