from core.credits import register_unshown_pictures

from .models import AdvisorPage, Scope


@register_unshown_pictures
def portraits_without_consent() -> list[int]:
    """Keys of portraits that no consent allows to be shown, for the list of picture credits."""
    shown = AdvisorPage.objects.showing(Scope.PORTRAIT).values("pk")
    hidden = AdvisorPage.objects.exclude(portrait=None).exclude(pk__in=shown)
    return list(hidden.values_list("portrait_id", flat=True))
