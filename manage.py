#!/usr/bin/env python
"""Django's command line for this site."""

import gc
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # All that is imported stays: looking every 700 objects for what could go is a fifth of a start.
    gc.set_threshold(50_000)
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
