"""What is told when a file could not be published."""

from __future__ import annotations

import errno
from pathlib import Path

import duckdb


def message_of(error: Exception, path: Path) -> str:
    """What stopped the publishing of a file, in one sentence and without any value."""
    folder, kept = path.parent, f"{path} 仍是上一次发布的内容。"
    number, text = error.errno if isinstance(error, OSError) else None, str(error).lower()
    if number == errno.ENOSPC or "no space left" in text:
        return f"磁盘空间不足,未能发布。{kept}请清理 {folder} 所在磁盘后重新运行。"
    if number in (errno.EACCES, errno.EPERM, errno.EROFS) or "permission denied" in text or "read-only file" in text:
        return f"没有写入 {folder} 的权限,未能发布。{kept}请检查目录权限后重新运行。"
    if isinstance(error, (MemoryError, duckdb.OutOfMemoryException)):
        return f"内存不足,未能发布。{kept}请调高 memory_limit 或减少同时运行的程序后重新运行。"
    if isinstance(error, (OSError, duckdb.IOException)):
        return f"写入 {folder} 时出错({type(error).__name__} {number or ''}),未能发布。{kept}请检查磁盘后重新运行。"
    return f"生成数据库时出错({type(error).__name__}),未能发布。{kept}"
