"""The flow that watches a folder for requests: what an office puts there is answered beside it, file by file.

requests/incoming/A.xlsx   ->  requests/answered/A/...  and the request itself under requests/done/
"""

from __future__ import annotations

import flows._env  # noqa: F401  isort: skip  (must come before prefect)

from pathlib import Path

from prefect import flow, get_run_logger

from flows.errors import HeduiError, NightStoppedError
from flows.settings import Settings, load
from flows.unexpected import told_plainly
from flows.verify.batch import verify_file

INCOMING, ANSWERED, DONE, FAILED = "incoming", "answered", "done", "failed"


def answer_folder(settings: Settings, folder: Path) -> list[tuple[str, str]]:
    """Answer every request in `folder`/incoming, in order of name: (file name, what became of it, without values).

    A request is moved to done/ once it is answered, to failed/ with a note beside it where it cannot be read. A file
    whose name begins with a dot or ~ is being written, and waits. What a killed run had begun is made again.
    """
    incoming = folder / INCOMING
    for name in (INCOMING, ANSWERED, DONE, FAILED):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    found = sorted(p for p in incoming.iterdir() if p.suffix.lower() in (".xlsx", ".csv") and p.name[0] not in ".~")
    return [(path.name, _answer(settings, folder, path)) for path in found]


def _answer(settings: Settings, folder: Path, path: Path) -> str:
    building = folder / ANSWERED / f".{path.name}.building"
    _clear(building)
    try:
        with told_plainly():
            done = verify_file(settings, path, building)
    except HeduiError as fault:
        _clear(building)
        kept = _free(folder / FAILED / path.name)
        kept.with_name(f"{kept.name}.txt").write_text(f"{fault}\n", "utf-8")
        path.replace(kept)
        return "未能读取，原因见 failed/"
    building.replace(_free(folder / ANSWERED / path.stem))
    path.replace(_free(folder / DONE / path.name))
    return f"已应答：{done.rows} 行，未受理 {done.refused} 行"


def _free(path: Path) -> Path:
    """The path, with a number where it is taken: an answer is never overwritten."""
    tried, at = path, 1
    while tried.exists():
        at += 1
        tried = path.with_name(f"{path.stem}-{at}{path.suffix}")
    return tried


def _clear(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


@flow(name="verification-requests", persist_result=False)
def verification_requests(folder: str, config: str | None = None) -> None:
    """Answer what lies in the folder of requests. Raises when one could not be read, so that Prefect tells somebody."""
    with told_plainly():
        told = answer_folder(load(Path(config) if config else None), Path(folder))
    logger = get_run_logger()
    for place, (_, said) in enumerate(told, 1):
        logger.info("第%d份 %s", place, said)  # not its name: offices name files after families
    failed = [name for name, said in told if said.startswith("未能")]
    if failed:
        raise NightStoppedError(f"{len(failed)} 份核对请求未能读取，原因写在 failed/ 中同名的 .txt 里。")
