"""From whatever state the database is in to the running site: what `make run` calls.

All in one process, because each start of Django takes longer than all that a second start does.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.servers import basehttp
from django.db import connections

from editing.models import Role
from editing.page_templates.delivered import ensure_delivered
from editing.roles.media import sort_media
from editing.roles.setup import setup_roles
from operations import administrator, first_run, ports
from operations.health import unapplied_migrations
from operations.timer import schedule_timer
from operations.worker import background_worker


class Command(BaseCommand):
    help = "Migrate, load the demo content into an empty site, create an administrator, serve."
    requires_system_checks = ()  # `migrate` checks when there is something to migrate

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000", help="the port on 127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_LOCAL:
            raise CommandError("Only for a machine of your own; see docs/operations.md.")
        try:
            port = ports.parse_port(options["port"])
            ports.require_free(port)
            self.prepare(port)
            self.serve(port)
        except ports.PortError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            sys.exit(0)

    @property
    def password_file(self) -> Path:
        return Path(settings.VAR_DIR) / "admin-password.txt"

    def prepare(self, port: int) -> None:
        """Do what is not done yet. The numbers go on from those of the Makefile."""
        if unapplied := unapplied_migrations():
            self.say(f"3/5 Migrating the database: {len(unapplied)} steps")
            call_command("migrate", interactive=False, verbosity=0)
        if first_run.has_no_content():
            self.say("4/5 Loading the demo content")
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
            setup_roles()
            sort_media()
            ensure_delivered()
        elif not Role.objects.exists():
            setup_roles()
        if administrator.create_first_administrator(self.password_file):
            self.say("5/5 Created an administrator with a random password")
        first_run.align_site_port(port)

    def serve(self, port: int) -> None:
        """Answer requests until Ctrl-C; PortError if the port was taken in the meantime."""
        with ThreadPoolExecutor(max_workers=1) as aside:
            # Hashing takes a quarter of a second, in which the site's addresses are loaded.
            asked = aside.submit(administrator.password_check(self.password_file))
            handler = basehttp.get_internal_wsgi_application()
            password = asked.result()
        connections.close_all()
        try:
            with background_worker(), schedule_timer():
                basehttp.run(
                    ports.HOST,
                    port,
                    handler,
                    threading=True,
                    on_bind=lambda bound: self.say_addresses(bound, password),
                )
        except OSError as error:
            raise ports.PortError(ports.explain(error, port)) from error

    def say_addresses(self, port: int, password: str | None) -> None:
        base = f"http://{ports.HOST}:{port}"
        lines = [
            "",
            f"  Website   {base}/",
            f"  Admin     {base}/admin/",
            f"  API       {base}/api/v2/pages/",
        ]
        if password:
            file = self.password_file.relative_to(settings.BASE_DIR)
            lines.append(f"  Sign in   {administrator.USERNAME} / {password}   (kept in {file})")
        if not settings.SECOND_FACTOR_REQUIRED:
            lines.append("  Two-step sign-in is not required here (SECOND_FACTOR_REQUIRED=true)")
        self.say("\n".join([*lines, "", "Ctrl-C ends it.", ""]))

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
