"""`peil` in the process of the test, as its entry point runs it: Python need not start again for each."""

from subprocess import CompletedProcess

from tests.hostile.oracle import run


def peil(*words: object) -> CompletedProcess[str]:
    """Run a command, and give what it printed and how it ended."""
    ran = run(*words, limited=False)
    assert ran.broke == ""
    return CompletedProcess(words, ran.code, ran.out, ran.err)
