"""Pages we write: jinja2 templates of data/templates, everything put into them escaped."""

from __future__ import annotations

import jinja2

from flows.resources import data_folder


def render(template: str, **given: object) -> str:
    """The page as HTML text. A name the template asks for and nobody gave is an error (jinja2.UndefinedError)."""
    loader = jinja2.FileSystemLoader(data_folder() / "templates")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(template).render(**given)
