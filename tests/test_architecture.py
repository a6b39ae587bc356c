"""The house rules that a machine can check (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = {"news", "directory", "comments", "traffic", "operations"}
MAY_IMPORT = {
    "news": set(),
    "directory": set(),
    "comments": {"news"},
    "traffic": {"news", "directory"},
    "operations": {"news", "directory", "comments", "traffic", "dayuan"},
    "dayuan": {"news", "directory", "comments", "traffic"},  # sitemaps and feeds; test_wiring_knows_no_models
}
JUNK_DRAWERS = {"utils", "helpers", "common", "core", "services", "mixins", "misc", "constants", "base_views"}
OWN_CODE = [
    path for app in [*MAY_IMPORT] for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts
]
EVERYTHING = [*OWN_CODE, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]


def imported_modules(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", OWN_CODE, ids=name_of)
def test_imports_point_down(path):
    app = path.relative_to(ROOT).parts[0]
    used = {name.split(".")[0] for name in imported_modules(ast.parse(path.read_text()))}
    assert (used & (APPS | {"dayuan"})) - {app} <= MAY_IMPORT[app]


@pytest.mark.parametrize("path", sorted((ROOT / "dayuan").glob("*.py")), ids=name_of)
def test_wiring_knows_no_models_forms_or_views(path):
    used = {tuple(name.split(".")[:2]) for name in imported_modules(ast.parse(path.read_text()))}
    assert {name for name in used if name[0] in APPS and name[1:] in {("models",), ("forms",), ("views",)}} == set()


@pytest.mark.parametrize("path", EVERYTHING, ids=name_of)
def test_no_import_inside_a_function(path):
    functions = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)]
    inner = [n.lineno for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert inner == []


@pytest.mark.parametrize("path", OWN_CODE, ids=name_of)
def test_no_signals_between_our_apps(path):
    if path.parts[-2:] == ("dayuan", "apps.py"):
        return  # listens to Django's own post_migrate
    assert [name for name in imported_modules(ast.parse(path.read_text())) if name.endswith("signals")] == []


@pytest.mark.parametrize("path", EVERYTHING, ids=name_of)
def test_files_and_functions_stay_short(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef)]
    assert [f.name for f in functions if f.end_lineno - f.lineno >= 50] == []


@pytest.mark.parametrize("path", OWN_CODE, ids=name_of)
def test_no_junk_drawers(path):
    assert path.stem not in JUNK_DRAWERS


def test_style_sheets_and_scripts_stay_short():
    files = [*(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]
    assert [name_of(path) for path in files if len(path.read_text().splitlines()) > 400] == []
