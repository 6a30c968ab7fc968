"""Templates to pages, each with the policy that lets nothing in from anywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from yarl import URL

HERE = Path(__file__).parent
_TEMPLATES = HERE / "templates"


class Pages:
    """`checkout_url` is the one foreign address a page may speak to."""

    def __init__(self, *, checkout_url: str, links: Mapping[str, str]) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._everywhere = {"checkout_url": checkout_url, "links": dict(links), "page": ""}
        self._policy = "; ".join(
            [
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self'",
                f"connect-src 'self' {URL(checkout_url).origin()}",
                "frame-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            ]
        )

    def page(self, template: str, *, status: int = 200, **values: Any) -> web.Response:
        text = self._environment.get_template(template).render({**self._everywhere, **values})
        headers = {"Content-Security-Policy": self._policy}
        return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def art_names() -> list[str]:
    return sorted(path.stem for path in (_TEMPLATES / "art").glob("*.svg"))
