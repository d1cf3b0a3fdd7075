"""What takes long and is the same each time: the migrated, seeded database and the static files.

Made once and kept in var/production-check/, by a name that changes with what it is made from.
"""

import hashlib
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .engines import PostgreSQL, run
from .seed import HOST, Content

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "production-check"
STATIC_SOURCES = ["requirements.txt", "site/static/**/*", "docs/images/editors/*"]
DATABASE_SOURCES = [
    "requirements.txt",
    "*/migrations/*.py",
    "site/**/migrations/*.py",
    "site/editing/roles/**/*.py",
    "tests/factories.py",
    "tests/trees.py",
    "tests/production/seed.py",
]


@dataclass(frozen=True)
class Prepared:
    """`folder` holds the dump, the media, the key with which sessions are signed, and the content's
    addresses; `static` what collectstatic makes."""

    folder: Path
    static: Path

    @property
    def dump(self) -> Path:
        return self.folder / "database.dump"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @cached_property
    def secret_key(self) -> str:
        return (self.folder / "secret-key").read_text()

    @cached_property
    def content(self) -> Content:
        return Content.read(self.folder / "content.json")


def base_environment(secret_key: str, database: str, static: Path, media: Path) -> dict[str, str]:
    """The variables of the production settings, without those of services.

    None of the caller's own settings gets in.
    """
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": secret_key,
        "ALLOWED_HOSTS": HOST,
        "WAGTAILADMIN_BASE_URL": f"https://{HOST}",
        "DATABASE_URL": database,
        "STATIC_ROOT": str(static),
        "MEDIA_ROOT": str(media),
        "PRIVACY_LEDGER": str(media.with_name("ledger")),
    }


def prepare(postgres: PostgreSQL) -> Prepared:
    """What a stack begins with, made now if it is not there yet; `postgres` runs."""
    static = KEPT / f"static-{fingerprint(STATIC_SOURCES)}"
    seeded = KEPT / f"seed-{fingerprint(DATABASE_SOURCES)}"
    KEPT.mkdir(parents=True, exist_ok=True)
    if not static.exists():
        with _Made(static) as folder:
            environment = base_environment(
                secrets.token_urlsafe(64), postgres.address(), folder, KEPT / "no-media"
            )
            run(manage("collectstatic", "--no-input"), ROOT, environment)
    if not seeded.exists():
        with _Made(seeded) as folder:
            _seed(postgres, folder, static)
    return Prepared(seeded, static)


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def fingerprint(patterns: Iterable[str]) -> str:
    """A short name for the contents of all files that match."""
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted({file for pattern in patterns for file in ROOT.glob(pattern)}):
        if file.is_file():
            digest.update(str(file.relative_to(ROOT)).encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _seed(postgres: PostgreSQL, folder: Path, static: Path) -> None:
    name = f"seeding_{secrets.token_hex(4)}"
    postgres.sql(f'CREATE DATABASE "{name}"')
    secret_key = secrets.token_urlsafe(64)
    (folder / "secret-key").touch(mode=0o600)
    (folder / "secret-key").write_text(secret_key)
    media = folder / "media"
    media.mkdir()
    environment = base_environment(secret_key, postgres.address(name), static, media)
    run(manage("migrate", "--no-input"), ROOT, environment)
    content = run([sys.executable, "-m", "tests.production.seed"], ROOT, environment)
    (folder / "content.json").write_text(content)
    postgres.dump(name, folder / "database.dump")
    postgres.sql(f'DROP DATABASE "{name}" WITH (FORCE)')


class _Made:
    """A folder that gets its name when all is in it, so that nobody finds half of it."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __enter__(self) -> Path:
        self.folder = Path(tempfile.mkdtemp(dir=self.target.parent, prefix="new-"))
        return self.folder

    def __exit__(self, kind: type | None, *rest: object) -> None:
        try:
            if kind is None:
                for old in self.target.parent.glob(f"{self.target.name.partition('-')[0]}-*"):
                    shutil.rmtree(old, ignore_errors=True)
                self.folder.rename(self.target)
        except OSError:
            if not self.target.exists():  # else somebody was faster
                raise
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
