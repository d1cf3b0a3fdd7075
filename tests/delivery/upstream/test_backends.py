"""Each kind of cache is told in its own words, and a refusal is no success."""

import json

import pytest
from botocore.stub import ANY, Stubber
from wagtail.contrib.frontend_cache.utils import get_backends

from delivery.upstream import configuration
from delivery.upstream.backends import CloudFront, Fastly, PurgeError

KEYS = [f"page-{number}" for number in range(45)]


def backend(kind: str, *urls: str):
    [made] = get_backends(configuration.caches(kind, urls, "the-id", "the-token")).values()
    return made


def test_varnish(cache_server):
    backend("varnish", cache_server.address).purge_keys(KEYS)
    [(method, path, headers, __)] = cache_server.told
    assert (method, path, headers["xkey-purge"]) == ("PURGE", "/", " ".join(KEYS))


def test_fastly(cache_server, monkeypatch):
    monkeypatch.setattr(Fastly, "root", cache_server.address)
    backend("fastly").purge_keys(KEYS)
    [(method, path, headers, __)] = cache_server.told
    assert (method, path) == ("POST", "/service/the-id/purge")
    assert headers["Surrogate-Key"].split() == KEYS
    assert headers["Fastly-Key"] == "the-token"


def test_cloudflare(cache_server):
    made = backend("cloudflare")
    made.cloudflare_purge_endpoint_url = f"{cache_server.address}/purge_cache"
    cache_server.answer = {"success": True, "errors": []}
    made.purge_keys(KEYS)
    tags = [json.loads(body)["tags"] for __, __, __, body in cache_server.told]
    assert [len(some) for some in tags] == [30, 15]
    assert [tag for some in tags for tag in some] == KEYS
    assert cache_server.told[0][2]["Authorization"] == "Bearer the-token"
    cache_server.answer = {"success": False, "errors": [{"message": "no"}]}
    with pytest.raises(PurgeError, match="Cloudflare refused"):
        made.purge_keys(KEYS)


def test_cloudfront(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    made = backend("cloudfront")
    assert isinstance(made, CloudFront)
    paths = {"Quantity": 1, "Items": ["/de/?page=2"]}
    expected = {
        "DistributionId": "the-id",
        "InvalidationBatch": {"Paths": paths, "CallerReference": ANY},
    }
    with Stubber(made.client) as stub:
        stub.add_response("create_invalidation", {}, expected)
        made.purge_batch(["https://www.example.org/de/?page=2"])
        stub.assert_no_pending_responses()
        stub.add_client_error("create_invalidation", "TooManyInvalidationsInProgress")
        with pytest.raises(PurgeError, match="TooMany"):
            made.purge_batch(["https://www.example.org/de/"])


def test_several_servers_are_several_caches(cache_server):
    urls = [cache_server.address, "http://10.0.0.8:6081"]
    assert len(get_backends(configuration.caches("varnish", urls, "", ""))) == 2


@pytest.mark.parametrize("status", [403, 405, 500])
def test_a_refusal_is_no_success(cache_server, status):
    cache_server.status = status
    with pytest.raises(PurgeError, match=str(status)):
        backend("varnish", cache_server.address).purge_keys(KEYS)
    with pytest.raises(PurgeError, match=str(status)):
        backend("http", cache_server.address).purge("https://www.example.org/de/")


def test_what_was_not_kept_is_forgotten(cache_server):
    cache_server.status = 404
    backend("http", cache_server.address).purge("https://www.example.org/de/?page=2")
    assert cache_server.paths() == ["/de/?page=2"]


@pytest.mark.parametrize(
    ("kind", "urls", "identifier", "token", "said"),
    [
        ("nginx", [], "", "", "FRONTEND_CACHE_BACKEND must be one of"),
        ("varnish", [], "", "", "FRONTEND_CACHE_URL is not set"),
        ("varnish", ["10.0.0.7"], "", "", "FRONTEND_CACHE_URL must hold addresses"),
        ("cloudflare", [], "zone", "", "FRONTEND_CACHE_TOKEN is not set"),
        ("cloudfront", [], "", "", "FRONTEND_CACHE_ID is not set"),
    ],
)
def test_production_refuses_half_a_cache(kind, urls, identifier, token, said):
    [fault] = configuration.faults(kind, urls, identifier, token)
    assert fault.startswith(said)
    assert list(configuration.faults("", [], "", "")) == []
    assert list(configuration.faults("fastly", [], "service", "token")) == []
