"""What readers see stands in a catalogue: reports, servers and templates hold no sentence of their own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

import peil

PACKAGE = Path(peil.__file__).parent
SHOWN = ("report", "store", "web", "workflow/desk")
"""Folders of what readers of reports and of servers see."""
INVENTED = "workflow/desk/demonstration.py"
"""The people and offices of a desk that is tried out; their names are data."""
CLASSES = {
    name
    for path in PACKAGE.joinpath("report").rglob("*.css")
    for name in re.findall(r"\.([a-z-]+)", path.read_text())
}
"""Names by which the style of a page is told what a part is."""

WORD = re.compile(r"[^\W\d_]{2,}")
PROSE = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]{2,}")
CODES = {"cannot tell", "no authority", "report of practices"}
"""Answers of the core and of dossiers, which reports look up, and a part of an error."""
NAMES = {"Libertinus Serif", "CSV", "Peil"}
"""Names that no language translates: of a font, of a form of file, and our own."""
STYLE = re.compile(r"(?:bold|dim|italic|underline|red|blue|green|yellow|grey\d*| )+")
MARKUP = re.compile(r"<[?!/]?[a-z]|[{}#=]|^(?:SELECT|SET TRANSACTION|sandbox) ")
"""What machines read: of a page, of a database, and of a browser."""
ATTRIBUTE = re.compile(r"\b[a-z-]+=\"[^\"]*\"|[\w-]+\.(?:csv|json|pdf)\b")
"""An attribute that a macro writes outside a tag, or the name of a file."""
READ_ALOUD = re.compile(r"\b(?:alt|aria-label|placeholder|title)=\"([^\"]*)\"")


def prose_in_python(source: str) -> Iterator[str]:
    """Find sentences in code; docstrings and errors speak to others than readers of a report."""
    tree = ast.parse(source)
    spared = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr | ast.Raise | ast.ExceptHandler)
        for part in ast.walk(node)
        if not isinstance(node, ast.Expr) or isinstance(node.value, ast.Constant)
    }
    texts = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in spared)
    for node in texts:
        if isinstance(node.value, str) and _is_prose(node.value):
            yield f"{node.lineno}: {node.value}"


def _is_prose(text: str) -> bool:
    is_style = STYLE.fullmatch(text) or CLASSES.issuperset(text.split())
    is_known = text in CODES | NAMES or is_style or MARKUP.search(text)
    return bool(PROSE.search(text)) and not is_known


def prose_in_html(source: str) -> Iterator[str]:
    """Find words in a template of a page: in its text, and in what a screen reader says."""
    data = (text for _, kind, text in Environment(autoescape=True).lex(source) if kind == "data")
    html = re.sub(r"<(script|style)\b.*?</\1>", "", "".join(data), flags=re.DOTALL)
    shown = ATTRIBUTE.sub("", re.sub("<[^>]*>", "\n", html)).split("\n")
    for text in (*READ_ALOUD.findall(html), *shown):
        if WORD.search(text) and text.strip(" –·") not in NAMES:
            yield text.strip()


def prose_in_typst(source: str) -> Iterator[str]:
    """Find sentences in a template of a document: in its texts, and between brackets."""
    code = re.sub(r"//.*", "", source)
    for text in (*re.findall(r'"([^"\n]*)"', code), *re.findall(r"\[([^\[\]\n]*)\]", code)):
        if PROSE.search(re.sub(r"#[\w.]+", "", text)) and text not in NAMES:
            yield text


FINDERS = {".py": prose_in_python, ".html": prose_in_html, ".typ": prose_in_typst}


def _is_data(path: Path) -> bool:
    """Whether a file holds names of people who are made up, or of tables and columns."""
    return path == PACKAGE / INVENTED or "migrations" in path.parts


def test_reports_servers_and_templates_hold_no_sentence_of_their_own() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {text}"
        for folder in SHOWN
        for path in PACKAGE.joinpath(folder).rglob("*")
        if path.suffix in FINDERS and not _is_data(path)
        for text in FINDERS[path.suffix](path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("suffix", "planted"),
    [
        (".py", 'TITLE = "Sources of this page"'),
        (".py", 'text = f"{name} has no figure"'),
        (".py", 'def f():\n    """Say it."""\n    return "no figure weighs, " + name'),
        (".html", "<p>Source: {{ source }}</p>"),
        (".html", '<nav aria-label="Pages of {{ country }}"></nav>'),
        (".html", "{% if told %}<b>{{ told }}</b> days{% endif %}"),
        (".typ", "#text(size: 9pt)[Read this first]"),
        (".typ", '#text("Read this first")'),
    ],
)
def test_a_planted_sentence_is_seen(suffix: str, planted: str) -> None:
    assert list(FINDERS[suffix](planted)) != []


@pytest.mark.parametrize(
    ("suffix", "fine"),
    [
        (".py", '"""A module of reports."""\nraise BadInput("it has no figure; add one")'),
        (".py", 'style = "bold underline"'),
        (".html", "<script>let a = 1</script>{# a note #}<p title=\"{{ words('a.b') }}\">· 5</p>"),
        (".typ", '// A comment of two lines.\n#set text(font: "Libertinus Serif")'),
    ],
)
def test_what_no_reader_sees_is_let_alone(suffix: str, fine: str) -> None:
    assert list(FINDERS[suffix](fine)) == []
