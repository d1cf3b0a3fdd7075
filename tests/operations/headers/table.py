"""Prints the headers of every kind of answer as a table in Markdown:

python -m tests.operations.headers.table
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HEADERS = {
    "Content-Security-Policy": "CSP",
    "X-Frame-Options": "frames",
    "Referrer-Policy": "referrer",
    "Cross-Origin-Opener-Policy": "COOP",
    "Cross-Origin-Resource-Policy": "CORP",
    "X-Content-Type-Options": "sniffing",
    "Strict-Transport-Security": "HSTS",
    "Cache-Control": "cache",
}


def main() -> None:
    """Ask one of each kind, in a database of its own, and print what came back."""
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django
    from django.test.runner import DiscoverRunner

    django.setup()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    databases = runner.setup_databases()
    try:
        from .answers import Answer, every_kind

        answers = every_kind()
    finally:
        runner.teardown_databases(databases)
        runner.teardown_test_environment()

    def cell(answer: Answer, name: str) -> str:
        value = answer.header(name)
        if name == "Content-Security-Policy":
            return answer.zone if value else "–"
        return "yes" if name == "Strict-Transport-Security" and value else value or "–"

    print(f"| answer | status | {' | '.join(HEADERS.values())} | cookies |")
    print("| --- " * (len(HEADERS) + 3) + "|")
    for answer in answers:
        cells = [cell(answer, name) for name in HEADERS]
        cookies = ", ".join(answer.response.cookies) or "–"
        print(f"| {answer.kind} | {answer.status} | {' | '.join(cells)} | {cookies} |")
    print("\nPolicies:\n")
    seen: dict[str, str] = {}
    for answer in answers:
        seen.setdefault(answer.zone, answer.header("Content-Security-Policy"))
    for zone, policy in seen.items():
        print(f"- {zone}: `{policy}`")
    print(f"- Permissions-Policy of all: `{answers[0].header('Permissions-Policy')}`")


if __name__ == "__main__":
    main()
