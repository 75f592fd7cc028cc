"""Rules about the code itself, kept by tests rather than by memory."""

import ast
import inspect
import json
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from ninja import Schema

import lianfang
from lianfang.api.door import OpenToAll, api, by_citizen, by_partner, by_staff
from lianfang.core.app import DomainApp
from lianfang.org.enums import Permission
from lianfang.passes.enums import Verb
from lianfang.urls import urlpatterns  # noqa: F401 -- adds the routers

ROOT = Path(inspect.getfile(lianfang)).parent
REPO = ROOT.parent
ACTIONS = sorted(
    f"{file.relative_to(ROOT).parts[0]}.actions"
    for pattern in ("*/actions.py", "*/actions/__init__.py")
    for file in ROOT.glob(pattern)
)
MODELS = [model for model in apps.get_models() if model.__module__.startswith("lianfang.")]
SOURCES = [file for file in ROOT.rglob("*.py") if "migrations" not in file.parts]
LONGEST_FILE, LONGEST_FUNCTION = 400, 50


def operations():
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield pytest.param(operation, id=f"{operation.methods[0]} {path}")


@pytest.mark.parametrize("operation", list(operations()))
def test_every_endpoint_names_its_caller_and_permission(operation):
    guards = operation.auth_callbacks

    assert guards
    for guard in guards:
        assert isinstance(guard, by_staff | by_citizen | by_partner | OpenToAll)
        if isinstance(guard, by_partner):
            assert guard.verb in Verb
        if isinstance(guard, by_staff):
            assert set(guard.any_of) <= set(Permission)
        if isinstance(guard, OpenToAll):
            assert guard.why


@pytest.mark.parametrize("module_name", ACTIONS)
def test_every_public_action_names_actor_and_time(module_name):
    """Public is what ``lianfang.<app>.actions`` itself offers, not the modules of the package."""
    module = import_module(f"lianfang.{module_name}")
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if name.startswith("_") or not function.__module__.startswith(module.__name__):
            continue
        parameters = inspect.signature(function).parameters
        kinds = [parameters[word].kind for word in ("by", "at") if word in parameters]
        assert kinds == [inspect.Parameter.KEYWORD_ONLY] * 2, name


def test_every_model_says_what_it_is():
    silent = [m for m in MODELS if (m.__doc__ or "").startswith(f"{m.__name__}(")]

    assert silent == []


def test_indexes_are_portable():
    indexes = [index for model in MODELS for index in model._meta.indexes]

    assert [index.name for index in indexes if index.condition or index.expressions] == []


def test_no_file_and_no_function_is_too_long():
    long = []
    for file in SOURCES:
        text = file.read_text(encoding="utf-8")
        if text.count("\n") > LONGEST_FILE:
            long.append(str(file.relative_to(ROOT)))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{file.relative_to(ROOT)}:{node.name}")

    assert long == []


def foreign_manager_uses():
    """``Model.objects`` used outside the app that owns the model."""
    for file in SOURCES:
        app = file.relative_to(ROOT).parts[0]
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        foreign = {
            alias.asname or alias.name
            for node in imports
            if (node.module or "").startswith("lianfang.")
            and (node.module or "").endswith(".models")
            and (node.module or "").split(".")[1] != app
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                owner = getattr(node.value, "id", "")
                if owner in foreign:
                    yield f"{file.relative_to(ROOT)}:{node.lineno} {owner}.objects"


def test_only_the_owner_queries_a_table():
    assert list(foreign_manager_uses()) == []


def test_the_committed_api_description_is_current():
    committed = json.loads((REPO / "docs/api/openapi.json").read_text(encoding="utf-8"))
    current = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/"), default=str))

    assert committed == current, "run: python manage.py openapi"


def test_no_committed_text_names_a_place_of_this_machine():
    """Paths of a build machine and registry addresses have no place in the project."""
    suspects = ("/work" + "/", "pypi." + "org", "registry." + "npmjs", "files.python" + "hosted")
    found = []
    for pattern in ("*.py", "*.md", "*.json", "*.lock", "*.toml", "*.ts", "*.vue"):
        for file in REPO.glob(f"**/{pattern}"):
            parts = set(file.relative_to(REPO).parts)
            if parts & {".venv", "node_modules", "var", "dist", ".git"}:
                continue
            text = file.read_text(encoding="utf-8")
            found += [f"{file.name}: {word}" for word in suspects if word in text]

    assert found == []


def test_every_domain_app_makes_its_handlers_and_jobs_known():
    ours = [config for config in apps.get_app_configs() if config.name.startswith("lianfang.")]
    plain = [c.name for c in ours if not isinstance(c, DomainApp) and c.label != "audit"]

    assert plain == []


def schemas():
    """Every shape the doors speak of, by the name it has in the API description."""
    for module in sorted(sys.modules):
        if module.startswith("lianfang.api."):
            for _, found in inspect.getmembers(sys.modules[module], inspect.isclass):
                if issubclass(found, Schema) and found.__module__ == module:
                    whole = found.model_json_schema()
                    yield from whole.pop("$defs", {}).items()
                    yield found.__name__, whole


def test_no_two_shapes_of_the_api_share_a_name():
    """The description has one place for each name: the second would be taken for the first."""
    known, clashes = {}, set()
    for name, shape in schemas():
        if known.setdefault(name, shape) != shape:
            clashes.add(name)

    assert clashes == set()
