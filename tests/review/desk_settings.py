"""The desk's settings in tests: a home of its own, quick password hashes, SQLite in a file or PostgreSQL."""

import hashlib
import os
import tempfile
from pathlib import Path

# A folder for each checkout: tests of two at once must not share a database.
_CHECKOUT = hashlib.blake2s(str(Path(__file__).resolve()).encode(), digest_size=4).hexdigest()
_SCRATCH = Path(tempfile.gettempdir()) / f"hedui-desk-tests-{os.getuid()}-{_CHECKOUT}"
os.environ["DESK_HOME"] = str(_SCRATCH)
# Two processes share the tests, so each keeps to one thread: a night of a small city costs a quarter less than with two
# in each. tests/faults/test_determinism.py shows that several threads give what one gives, and sets both itself. It
# stands here because this is the first module of a test run, and polars makes its threads when it is imported.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    os.environ.setdefault("HEDUI_THREADS", "1")
if os.environ.get("TEST_POSTGRES_URL"):
    os.environ["DESK_DATABASE_URL"] = os.environ["TEST_POSTGRES_URL"]

from review.settings import *  # noqa: E402, F403
from review.settings import DATABASES, DESK  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of a test see one database, and it locks as in production.
    DATABASES["default"]["TEST"] = {"NAME": str(DESK.folder / "test.sqlite3")}
    # Nothing in it outlives the test; the disk is not waited for.
    DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    }
# Tests change alerts behind the work list's back; those of its copy in memory switch it on.
DESK_LIST_KEPT = False
