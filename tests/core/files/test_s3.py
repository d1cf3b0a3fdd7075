"""A bucket hands out public pictures; the rest has the site's address and is never kept."""

from core.files.s3 import S3MediaStorage
from core.files.storage import KEPT


def storage(**options) -> S3MediaStorage:
    return S3MediaStorage(
        bucket_name="media",
        access_key="key",
        secret_key="secret",
        region_name="eu-central-1",
        endpoint_url="https://s3.example.org",
        querystring_auth=False,
        **options,
    )


def test_only_public_pictures_have_an_address_of_the_bucket():
    bucket = storage(custom_domain="media.example.org")
    assert bucket.url("images/a.avif") == "https://media.example.org/images/a.avif"
    assert bucket.url("original_images/a.png") == "https://media.example.org/original_images/a.png"
    for name in ("private/images/a.avif", "documents/a.pdf", "wagtail_uploads/a.png"):
        assert bucket.url(name) == f"/media/{name}"


def test_only_public_pictures_are_kept_by_caches():
    bucket = storage()
    assert bucket.get_object_parameters("images/a.avif") == {"CacheControl": KEPT}
    private = bucket.get_object_parameters("private/images/a.avif")
    assert private == {"CacheControl": "private, no-store"}


def test_where_objects_have_rights_of_their_own_only_pictures_are_public():
    bucket = storage(default_acl="public-read")
    assert bucket._get_write_parameters("images/a.avif")["ACL"] == "public-read"
    assert bucket._get_write_parameters("documents/a.pdf")["ACL"] == "private"
