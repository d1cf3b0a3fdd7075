import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings


def test_every_app_of_the_house_has_its_floor() -> None:
    root = Path(settings.BASE_DIR)
    rules = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
    folders = {
        Path(config.path).name
        for config in apps.get_app_configs()
        if Path(config.path).parent in {root, root / "site"}
    }

    assert folders
    assert folders <= set(rules["root_packages"])
    assert folders <= set(rules["contracts"][0]["layers"])
