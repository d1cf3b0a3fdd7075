"""Webhooks: other systems are told what changed on the public site.

- `models`: who is told (`WebhookEndpoint`), and what was sent (`WebhookDelivery`);
- `receivers`: a recorded change becomes deliveries, in the transaction that records it;
- `tasks`, `delivering`: a background worker sends them, and tries again;
- `sending`, `addresses`: one signed request, and where requests may go.

What is sent is signed as https://www.standardwebhooks.com/ specifies.
"""
