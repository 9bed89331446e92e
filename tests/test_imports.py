"""The order of the modules: imports point downward, and only the clock reads the clock."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "speeches"
ORDER = [
    "states",
    "text",
    "extraction",
    "images",
    "share_image",
    "kinds",
    "record",
    "citations",
    "charts",
    "calendars",
    "feeds",
    "sitemaps",
    "tables",
    "cors",
    "clock",
    "models.base",
    "models.audit",
    "models.people",
    "models.events",
    "models.themes",
    "models.files",
    "models.releases",
    "models.parts",
    "models.showings",
    "models.statements",
    "models.search",
    "models.desk",
    "models.patterns",
    "models",
    "translation",
    "guards",
    "search",
    "uploads",
    "outbox",
    "workflow.reasons",
    "workflow.statements",
    "workflow.core",
    "workflow.alignment",
    "workflow.speakers",
    "workflow.marking",
    "workflow.drafting",
    "workflow.beginning",
    "workflow.publishing",
    "workflow.taking_back",
    "workflow.bundles",
    "workflow.importing",
    "workflow.comments",
    "workflow.translations",
    "workflow.guests",
    "workflow",
    "exchange",
]
"""From the ground up. What is named with a dot is ordered inside its package; what is not named lies above all."""

ABOVE = len(ORDER)
CLOCK_CALLS = {"now", "utcnow", "today", "localtime", "localdate", "time", "time_ns"}
CLOCK_OWNERS = {"timezone", "datetime", "date", "time", "dt"}


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def rank(name):
    """The place of a module, or of the nearest package that has one."""
    while name:
        if name in ORDER:
            return ORDER.index(name)
        name = name.rpartition(".")[0]
    return ABOVE


def imported(path):
    """(line, module below `speeches`) of every import in a file, also inside functions."""
    package = module_name(path).split(".") if path.name == "__init__.py" else module_name(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ["speeches", *package[: len(package) - node.level + 1]] if node.level else []
            base = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("speeches."):
                yield node.lineno, existing(name.removeprefix("speeches."))


def existing(name):
    """The module in which an imported name lives: `models.releases.Edition` is `models.releases`."""
    while (
        name and not (ROOT / f"{name.replace('.', '/')}.py").exists() and not (ROOT / name.replace(".", "/")).is_dir()
    ):
        name = name.rpartition(".")[0]
    return name


FILES = sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: module_name(path) or "speeches")
def test_imports_point_downward(path):
    name = module_name(path)
    for line, target in imported(path):
        inside = target.startswith(f"{name}.") and path.name == "__init__.py"
        same_package = rank(target) == rank(name)
        if target and not inside and not same_package:
            assert rank(target) < rank(name), f"{path.name}:{line}: {name} imports {target}, which lies above it"


@pytest.mark.parametrize("path", FILES, ids=lambda path: module_name(path) or "speeches")
def test_only_the_clock_reads_the_clock(path):
    if path.name == "clock.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            pytest.fail(f"{path.name}:{node.value.lineno}: {node.arg} reads the clock")
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Name) and function.id in ("Now", "now") and not node.args:
            pytest.fail(f"{path.name}:{node.lineno}: {function.id}() reads the clock")
        if isinstance(function, ast.Attribute) and function.attr in CLOCK_CALLS and not node.args:
            owner = function.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if name in CLOCK_OWNERS:
                pytest.fail(f"{path.name}:{node.lineno}: {name}.{function.attr}() reads the clock")


def test_the_walk_sees_an_upward_import(tmp_path, monkeypatch):
    """Without this the tests above could pass by seeing nothing."""
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / "models").mkdir()
    for name in ("models/__init__.py", "models/releases.py", "models/statements.py", "workflow.py"):
        (tmp_path / name).write_text("")
    low = tmp_path / "models" / "releases.py"
    low.write_text("def f():\n    from .statements import Statement\n    from speeches import workflow\n")
    assert [target for _line, target in imported(low)] == ["models.statements", "workflow"]
    with pytest.raises(AssertionError):
        test_imports_point_downward(low)
