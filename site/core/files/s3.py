"""Uploads in an S3-compatible bucket."""

from typing import Any

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from .names import HarmlessNames
from .storage import KEPT, is_public


class S3MediaStorage(HarmlessNames, S3Storage):
    """Hands out public pictures by the bucket's own address; all else has the site's address.

    The bucket lets everybody read the public folders, by a policy or by `default_acl`.
    """

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        parameters = super().get_object_parameters(name)
        parameters["CacheControl"] = KEPT if is_public(name) else "private, no-store"
        if not is_public(name) and self.default_acl:
            parameters["ACL"] = "private"
        return parameters

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        if is_public(name):
            return super().url(name, *args, **kwargs)
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"
