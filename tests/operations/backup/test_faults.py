"""What can go wrong: damaged, truncated, wrong key, full disk, killed, two at once."""

import json
import os
import resource
import shutil
import signal
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pyrage import x25519

from core import ledger
from operations.backup import archive, media
from operations.backup.backing_up import back_up
from operations.backup.checking import check
from operations.backup.encryption import identities, recipients
from operations.backup.errors import BackupError
from operations.backup.restoring import restore
from tests.operations.backup.systems import System, files_of

New = Callable[[], System]
ROOM = 6_000_000


def copied(backup: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(backup, tmp_path / "copy" / backup.name))


# --- Damaged ------------------------------------------------------------------------------------


def test_a_good_backup_is_good(plain_backup: Path, source: System) -> None:
    checked = check(archive.find(plain_backup))

    assert checked.contents
    assert checked.contents.files == len(files_of(source.media))


def test_an_encrypted_backup_is_checked_with_its_key(
    encrypted_backup: Path, identity: Path
) -> None:
    assert check(archive.find(encrypted_backup, identities(identity))).contents
    assert check(archive.find(encrypted_backup)).contents is None  # only the parts


@pytest.mark.parametrize("part", ["database", "media.tar", "ledger.jsonl", "contents.json"])
def test_a_damaged_file_is_found_and_named(
    plain_backup: Path, tmp_path: Path, empty: New, part: str
) -> None:
    folder = copied(plain_backup, tmp_path)
    [file] = folder.glob(f"{part}*")
    content = bytearray(file.read_bytes()) or bytearray(b"?")
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    with pytest.raises(CommandError, match=rf"{file.name}.*(checksum|bytes)"):
        call_command("backup_check", str(folder))
    with empty().connected(), pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore", str(folder))


@pytest.mark.parametrize("part", ["database", "media.tar"])
def test_a_truncated_archive_is_found(plain_backup: Path, tmp_path: Path, part: str) -> None:
    folder = copied(plain_backup, tmp_path)
    [file] = folder.glob(f"{part}*")
    os.truncate(file, file.stat().st_size // 2)

    with pytest.raises(BackupError, match=rf"{file.name} has \d+ bytes instead of \d+"):
        check(archive.find(folder))


@pytest.mark.parametrize("part", ["database", "media.tar"])
def test_what_is_inside_is_compared_too(plain_backup: Path, tmp_path: Path, part: str) -> None:
    """As if whoever damaged it had adapted the manifest."""
    folder = copied(plain_backup, tmp_path)
    [file] = folder.glob(f"{part}*")
    os.truncate(file, file.stat().st_size // 2)
    accept(folder, file.name)

    with pytest.raises(BackupError):
        check(archive.find(folder))


def test_rows_that_are_missing_are_found(plain_backup: Path, tmp_path: Path) -> None:
    folder = copied(plain_backup, tmp_path)
    found = json.loads((folder / "contents.json").read_text())
    found["tables"]["core_user"] += 1
    (folder / "contents.json").write_text(json.dumps(found))
    accept(folder, "contents.json")

    with pytest.raises(BackupError, match="core_user: 1 rows instead of 2"):
        check(archive.find(folder))


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/passwd", "images/unknown.png"])
def test_an_archive_writes_nowhere_else(name: str, tmp_path: Path) -> None:
    file = tmp_path / "media.tar"
    known = tmp_path / "known"
    known.write_text("x")
    with file.open("wb") as sink:
        packing = media.Packing()
        column = media.Column("default", "t", "c", False)
        store = SimpleNamespace(open=lambda *_: known.open("rb"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(media, "storages", {"default": store})
            patch.setattr(media.Packing, "_add", _add)
            packing.pack([media.NamedFile(name, column)], sink)

    expected = {"default": {"images/known.png": {"bytes": 1, "sha256": ""}}}
    if name != "images/unknown.png":
        expected["default"][name] = {"bytes": 1, "sha256": ""}
    with file.open("rb") as source, pytest.raises(BackupError, match="has an entry"):
        list(media.unpack(source, expected))


def _add(packing: media.Packing, tar: object, file: media.NamedFile, opened: object) -> None:
    entry = tarfile.TarInfo(f"default/{file.name}")
    entry.size = 1
    tar.addfile(entry, opened)


# --- Keys ---------------------------------------------------------------------------------------


def test_a_wrong_key_says_so(encrypted_backup: Path, tmp_path: Path, empty: New) -> None:
    other = tmp_path / "other.txt"
    other.write_text(str(x25519.Identity.generate()))

    with pytest.raises(CommandError, match="None of the keys opens this backup"):
        call_command("backup_check", str(encrypted_backup), identity=other)
    with empty().connected(), pytest.raises(CommandError, match="None of the keys"):
        call_command("restore", str(encrypted_backup), identity=other)


@pytest.mark.parametrize("text", ["", "age1nonsense", "ssh-ed25519 nonsense", "AGE-SECRET-KEY-1"])
def test_a_recipient_that_is_none_is_refused_before_anything_is_written(
    text: str, tmp_path: Path
) -> None:
    with pytest.raises(BackupError, match="is no recipient"):
        recipients([text])
    with pytest.raises(CommandError, match="is no recipient"):
        call_command("backup", str(tmp_path / "backups"), "--encrypt-to", text)
    assert not (tmp_path / "backups").exists()


@pytest.mark.parametrize("content", ["", "# only a comment\n", "age1notsecret", "-----BEGIN x"])
def test_a_file_that_holds_no_key_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(content)

    with pytest.raises(BackupError, match="holds no secret key"):
        identities(file)


def test_a_key_beside_the_backups_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    (place / "note.txt").write_text("age1… is who may read them")
    key = place / "key.txt"
    key.write_text(f"# created: today\n{x25519.Identity.generate()}\n")

    with pytest.raises(CommandError, match=r"key\.txt holds a secret key"):
        call_command("backup", str(place))
    assert {file.name for file in place.iterdir()} == {"note.txt", "key.txt"}


# --- Room ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_a_full_disk_leaves_nothing_half(
    source: System, tmp_path: Path, secret_key: x25519.Identity, is_encrypted: bool
) -> None:
    to = [str(secret_key.to_public())] if is_encrypted else []
    with source.connected():
        kept = back_up(tmp_path, to).folder
        before = files_of(kept)
        # Enough for the copy of the database, not for the media.
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        big = source.media / "documents" / "list.csv"
        content = big.read_bytes()
        big.write_bytes(content * 10)
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, limits[1]))
        try:
            with pytest.raises(BackupError, match=r"no room left.*No backup was made"):
                back_up(tmp_path, to)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            big.write_bytes(content)
    assert [reader.folder for reader in archive.backups_in(tmp_path)] == [kept]
    assert files_of(kept) == before
    assert sorted(os.listdir(tmp_path)) == [".lock", kept.name]


def test_a_disk_with_too_little_room_is_noticed_beforehand(
    source: System, tmp_path: Path, monkeypatch
) -> None:
    usage = SimpleNamespace(free=10_000_000)
    monkeypatch.setattr("operations.backup.backing_up.shutil.disk_usage", lambda path: usage)

    with source.connected(), pytest.raises(BackupError, match=r"MB are needed, 10 MB are free"):
        back_up(tmp_path)


def test_a_folder_that_cannot_be_written_says_so(source: System, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with source.connected(), pytest.raises(CommandError, match="could not be written"):
        call_command("backup", str(tmp_path / "file" / "backups"))


# --- Killed, and two at once --------------------------------------------------------------------


def test_a_backup_that_was_killed_is_none(source: System, tmp_path: Path, monkeypatch) -> None:
    with source.connected():
        connection.close()
        child = os.fork()
        if not child:
            monkeypatch.setattr(
                media.Packing, "pack", lambda *arguments: os.kill(os.getpid(), signal.SIGKILL)
            )
            try:
                back_up(tmp_path)
            finally:
                os._exit(0)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL

        assert (tmp_path / archive.STAGING).exists()
        assert archive.backups_in(tmp_path) == []
        with pytest.raises(BackupError, match="holds no complete backup"):
            archive.find(tmp_path)

        done = back_up(tmp_path)  # nothing stands in its way

    assert sorted(os.listdir(tmp_path)) == [".lock", done.folder.name]


def test_two_at_once_are_refused(source: System, tmp_path: Path) -> None:
    with (
        source.connected(),
        archive.writing(tmp_path, []),
        pytest.raises(CommandError, match="Another backup"),
    ):
        call_command("backup", str(tmp_path))


# --- Keeping ------------------------------------------------------------------------------------


def test_the_newest_are_kept_and_nothing_else_is_touched(source: System, tmp_path: Path) -> None:
    (tmp_path / "backup-20200101T000000Z").mkdir()  # no manifest: not ours to judge
    (tmp_path / "notes.txt").write_text("mine")
    with source.connected():
        first, second = back_up(tmp_path).folder, back_up(tmp_path).folder

        done = back_up(tmp_path, keep=2)

    assert done.deleted == [first.name]
    assert sorted(os.listdir(tmp_path)) == sorted(
        [".lock", "backup-20200101T000000Z", "notes.txt", second.name, done.folder.name]
    )


def test_a_backup_that_fails_deletes_none(source: System, tmp_path: Path, monkeypatch) -> None:
    with source.connected():
        kept = back_up(tmp_path).folder

        def fail() -> None:
            raise ledger.LedgerError("gone")

        monkeypatch.setattr(ledger, "entries", fail)
        with pytest.raises(CommandError, match="gone"):
            call_command("backup", str(tmp_path), "--keep", "1")
    assert sorted(os.listdir(tmp_path)) == [".lock", kept.name]


@pytest.mark.parametrize("keep", [0, -1])
def test_keeping_none_is_refused(keep: int, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="At least one"):
        call_command("backup", str(tmp_path), "--keep", str(keep))


# --- Where it fits ------------------------------------------------------------------------------


def test_a_backup_of_a_newer_version_is_refused(
    plain_backup: Path, tmp_path: Path, empty: New
) -> None:
    folder = changed(copied(plain_backup, tmp_path), migrations=[["pool", "0999_future"]])

    with empty().connected(), pytest.raises(BackupError, match=r"newer version.*pool\.0999_future"):
        restore(archive.find(folder))


def test_a_backup_of_another_database_is_refused(
    plain_backup: Path, tmp_path: Path, empty: New
) -> None:
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    folder = changed(copied(plain_backup, tmp_path), database=other)

    with empty().connected(), pytest.raises(BackupError, match="export_site"):
        restore(archive.find(folder))


def test_a_backup_never_brings_the_sites_own_code(
    plain_backup: Path, tmp_path: Path, empty: New
) -> None:
    script = {"js/site.js": {"bytes": 1, "sha256": sha256(b"x").hexdigest()}}
    folder = changed(copied(plain_backup, tmp_path), media={"staticfiles": script})

    with empty().connected(), pytest.raises(BackupError, match="STORAGES has no staticfiles"):
        restore(archive.find(folder))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "cannot be read"),
        ("[]", "not the manifest"),
        ('{"format": "miglobe-backup", "version": 99}', "format 99"),
        ('{"format": "miglobe-backup", "version": 1}', "damaged"),
        (
            '{"format": "miglobe-backup", "version": 1, "taken_at": "2026-11-22T10:00:00+00:00", '
            '"encrypted_to": [], "parts": {"../x": {"bytes": 1, "sha256": ""}}}',
            "damaged",
        ),
    ],
)
def test_a_manifest_that_is_none_is_refused(content: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(content)

    with pytest.raises(BackupError, match=sentence):
        archive.Reader(tmp_path)


def changed(folder: Path, **values: object) -> Path:
    found = json.loads((folder / "contents.json").read_text())
    (folder / "contents.json").write_text(json.dumps({**found, **values}))
    accept(folder, "contents.json")
    return folder


def accept(folder: Path, name: str) -> None:
    """Let the manifest say what is there."""
    manifest = json.loads((folder / "manifest.json").read_text())
    content = (folder / name).read_bytes()
    manifest["parts"][name] = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest))
