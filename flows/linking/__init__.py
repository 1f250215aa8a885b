"""Linking as a night and its commands run it; how records are compared is in transforms/link."""

from __future__ import annotations

import os

# pypinyin is asked for readings of characters, never of words, whose dictionary takes a tenth of a second to load.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
