"""What is settled about a request before anything else looks at it.

- `proxies`: whose visitor it is, and whether the connection is encrypted, if a proxy is in front;
- `identity`: the request's id, which its answer and its log lines carry;
- `access`: the one line that is logged of each request.
"""
