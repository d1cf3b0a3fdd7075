"""What answers tell browsers to refuse: policies of each kind of answer, cookies aside.

- `policies`: the headers of each kind;
- `middleware`: puts them onto every answer, also those of errors, redirects and static files;
- `nonces`: how the few inline scripts of Wagtail's admin are let through one by one;
- `reports`: takes what browsers refused, for the log.
"""
