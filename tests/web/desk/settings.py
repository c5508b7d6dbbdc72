"""The settings of a desk that is tested: an empty home of its own, and Belgium's law."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # asked for by PostgreSQL
os.environ |= {
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # a browser's loop runs in the thread of the tests
    "PEIL_HOME": tempfile.mkdtemp(prefix="desk-"),
    "PEIL_DOSSIER": str(Path(__file__).parents[3] / "dossiers" / "belgium"),
    "PEIL_SECRET_KEY": "only for tests",
    "PEIL_MAIL": "django.core.mail.backends.locmem.EmailBackend",
}

from peil.web.settings import *  # noqa: F403  # after the environment is set

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; no secret is kept
