"""The sandbox: Jinja's immutable one, made quick for our own views and for fixed sentences.

A page asks for thousands of attributes and labels. Attributes of views are plain strings, so the
sandbox's long check is spared; a sentence is translated once, when the template is compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateNotFound, nodes
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from itakusaki.files.listing import leads_into
from itakusaki.language import Translator

VIEWS = "itakusaki.report.view."


class ReportSandbox(ImmutableSandboxedEnvironment):
    """The environment every template runs in, shipped or a user's own."""

    def __init__(self, translator: Translator, **options: Any) -> None:  # noqa: ANN401 - Jinja's options
        super().__init__(**options)
        self._translate = _Translate(translator)
        self._is_view: dict[type, bool] = {}

    def getattr(self, obj: object, attribute: str) -> Any:  # noqa: ANN401 - as Jinja's own
        """A view's field at once; anything else, and any private name, by the sandbox's rules."""
        kind = type(obj)
        if kind not in self._is_view:
            self._is_view[kind] = is_dataclass(kind) and kind.__module__.startswith(VIEWS)
        if self._is_view[kind] and attribute[:1] != "_" and hasattr(obj, attribute):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        self._translate.visit(template)
        return template


class InsideLoader(FileSystemLoader):
    """Loads templates that are plain files of their folder; a link that leads out of it is none."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """A template's text.

        Raises:
            TemplateNotFound: there is none, or what bears its name is no plain file of the folder.
        """
        steps = split_template_path(template)
        for folder in map(Path, self.searchpath):
            path = folder.joinpath(*steps)
            if path.is_file() and leads_into(path, folder.resolve()):
                break
            if path.is_symlink() or (path.exists() and not path.is_dir()):
                text = f"{template} is no plain file of the templates folder"
                raise TemplateNotFound(template, text)
        return super().get_source(environment, template)


class _Translate(NodeTransformer):
    """Puts the sentence of this language in place of `_("…")`."""

    def __init__(self, translator: Translator) -> None:
        self._words = translator

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the visitor's way of naming
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_"), args=[nodes.Const(value=str() as text)], kwargs=[]
            ):
                return nodes.Const(self._words.gettext(text), lineno=node.lineno)
            case _:
                return node
