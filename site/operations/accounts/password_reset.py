"""A forgotten password: the same answer in the same time, be there such an account or not."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils.translation import override
from django_tasks import task
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm
from wagtail.users.models import UserProfile

QUIET = 5 * 60  # seconds between two mails to one account


class PasswordResetForm(WagtailPasswordResetForm):
    """Leaves the mail to the worker: for an unknown address, no time goes into writing one."""

    def save(self, **options: Any) -> None:
        users = [user.pk for user in self.get_users(self.cleaned_data["email"])]
        kept = ("subject_template_name", "email_template_name", "use_https")
        send_reset.enqueue(users, {name: options[name] for name in kept if name in options})


@task(backend="background")
def send_reset(users: list[int], options: dict[str, Any]) -> None:
    """Send a link for a new password to these accounts; not again within five minutes."""
    for user in get_user_model().objects.filter(pk__in=users, is_active=True):
        if not cache.add(f"password-reset-{user.pk}", True, QUIET):
            continue
        form = WagtailPasswordResetForm({"email": user.email})
        form.get_users = lambda email, user=user: [user]
        if form.is_valid():
            with override(UserProfile.get_for_user(user).get_preferred_language()):
                # The address in the mail is WAGTAILADMIN_BASE_URL, and never a Host header.
                form.save(domain_override="localhost", **options)
