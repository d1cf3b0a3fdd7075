# Varnish between the proxy and the web servers, for more visitors than these can carry: see
# docs/operations.md, “Caches in front”. Needs the module xkey (Debian: varnish-modules; the official
# image has it). tests/production/test_varnish.py runs it with another backend.
vcl 4.1;

import xkey;

backend site {
    .host = "web";
    .port = "8000";
    .connect_timeout = 3s;
    .first_byte_timeout = 60s;
}

# Who may say what is to be forgotten: the worker.
acl worker {
    "127.0.0.1";
    "172.30.10.0"/24;
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # Whatever comes through the proxy has a number from there, and is a visitor's.
        if (client.ip !~ worker || req.http.X-Request-ID) {
            return (synth(405, "Not allowed"));
        }
        if (!req.http.xkey-purge) {
            return (synth(400, "No keys"));
        }
        return (synth(200, "Forgotten: " + xkey.purge(req.http.xkey-purge)));
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Whoever brings a cookie or a token may see what others do not.
    if (req.http.Cookie || req.http.Authorization) {
        return (pass);
    }
    # Never kept, whatever the answer says of itself.
    if (req.url ~ "^/(admin|django-admin|api/v3|health|documents|media/private)(/|\?|$)") {
        return (pass);
    }
    return (hash);
}

sub vcl_backend_response {
    # What the site calls public, and nothing else.
    if (beresp.http.Cache-Control !~ "public" || beresp.http.Set-Cookie || !beresp.http.xkey) {
        set beresp.uncacheable = true;
        set beresp.ttl = 10s; # for so long, requests for it do not wait for each other
        return (deliver);
    }
    # What has not changed is not fetched again, only asked for (304).
    set beresp.keep = 1h;
    return (deliver);
}

sub vcl_deliver {
    # For this cache only; with a CDN in front, leave it in.
    unset resp.http.xkey;
}
