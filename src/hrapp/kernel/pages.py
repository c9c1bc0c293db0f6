"""From a template to an answer: the whole page for a browser, one block of it for htmx."""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from litestar import Request, Response
from litestar.datastructures import State
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from markupsafe import Markup

from hrapp.kernel import asking, assets, clock, csrf, registry, text
from hrapp.kernel.access import Viewer

HTML = "text/html"
FLASH_COOKIE = "hrapp_flash"
THEME_COOKIE = "hrapp_theme"
THEMES = ("light", "dark")
WebRequest = Request[Viewer, bytes, State]
_GROUPS = (("work", ""), ("company", text.mark("Company")), ("settings", text.mark("Settings")))


def template_folder() -> Path:
    """The top-level templates/ in a checkout; inside the package when installed from a wheel."""
    packaged = Path(__file__).parent.parent / "_templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "templates"


def environment(modules: Mapping[str, str | None]) -> Environment:
    """`modules` gives the template folders of modules from other packages, by module name."""
    others = {name: FileSystemLoader(folder) for name, folder in modules.items() if folder}
    loaders: list[BaseLoader] = [FileSystemLoader(template_folder()), PrefixLoader(others)]
    made = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.globals.update(
        _=text.gettext,
        ngettext=text.ngettext,
        asset=assets.url,
        date_text=text.date_text,
        date_iso=text.date_iso,
        time_text=text.time_text,
        money=text.money,
        number=text.number,
        percent=text.percent,
        period_text=text.period_text,
    )
    # A block that is rendered alone does not see what its page imports, so the macros are a global.
    made.globals["ui"] = made.get_template("_ui/ui.html").module
    return made


_NAMED = re.compile(r"""["']([a-z_0-9]+/[a-z_0-9/]+\.(?:html|txt))["']""")


def named_templates(house: registry.Registry) -> list[tuple[str, str]]:
    """(where, template) for every template that a module's code names, so that a missing one is found at
    start and not by a reader."""
    found = []
    for module in house.active:
        offered: list[Any] = [
            *(page.fn for page in module.pages),
            *(panel.render for panel in module.panels),
            *module.waiting,
        ]
        if not offered:
            continue
        folder = Path(sys.modules[offered[0].__module__].__file__ or "").parent
        for file in sorted(folder.rglob("*.py")):
            found += [(f"{module.name}/{file.name}", name) for name in _NAMED.findall(file.read_text(encoding="utf-8"))]
    return found


_environment: Environment | None = None


def use(made: Environment) -> None:
    global _environment
    _environment = made


def templates() -> Environment:
    if _environment is None:
        raise RuntimeError("no template environment was set")
    return _environment


def wants_block(request: WebRequest) -> bool:
    headers = request.headers
    return (
        headers.get("hx-request") == "true"
        and headers.get("hx-boosted") != "true"
        and headers.get("hx-history-restore-request") != "true"
    )


def page(
    request: WebRequest,
    template: str,
    block: str | None = None,
    *,
    status: int = 200,
    trigger: str | None = None,
    **values: Any,
) -> Response[bytes]:
    """Render `template`, or only its `block` when htmx asks. `trigger` tells other regions what changed."""
    fragment = block is not None and wants_block(request)
    body = (
        render_block(template, block, {**small_frame(request), **values})
        if fragment and block
        else _full(request, template, values)
    )
    response = Response(body.encode(), status_code=status, media_type=HTML, headers={"Vary": "HX-Request"})
    if trigger:
        response.headers["HX-Trigger"] = trigger
    if not fragment and FLASH_COOKIE in request.cookies:
        response.delete_cookie(FLASH_COOKIE)
    return response


def render_block(template: str, block: str, values: Mapping[str, Any]) -> str:
    found = templates().get_template(template)
    return "".join(found.blocks[block](found.new_context(dict(values))))


def panel(template: str, **values: Any) -> str:
    """HTML for a slot: a whole small template without a frame."""
    return Markup(templates().get_template(template).render(values))  # noqa: S704 (our own templates, escaped)


def _full(request: WebRequest, template: str, values: dict[str, Any]) -> str:
    return templates().get_template(template).render({**frame(request), **values})


def small_frame(request: WebRequest) -> dict[str, Any]:
    """What a part of a page needs when it is rendered alone."""
    return {
        "viewer": request.scope.get("user"),
        "lang": text.language.get(),
        "csrf": csrf_token(request),
        "path": request.scope["path"],
        "today": clock.today(),
    }


def csrf_token(request: WebRequest) -> str:
    """One token per answer, however many forms it has. Panels with a form pass it on to `ui.csrf`."""
    scope: dict[str, Any] = request.scope  # type: ignore[assignment]
    if "hrapp_csrf" not in scope:
        scope["hrapp_csrf"] = csrf.mask(scope.get("auth") or csrf.for_stranger(scope))
    token: str = scope["hrapp_csrf"]
    return token


def frame(request: WebRequest) -> dict[str, Any]:
    """What the frame around every page needs."""
    path = request.scope["path"]
    navigation = _navigation(request.scope.get("user"), path)
    here = navigation.here
    theme = request.cookies.get(THEME_COOKIE)
    return {
        **small_frame(request),
        "nav": navigation.groups,
        "tabs": navigation.tabs,
        "back": here if here and here.url not in (path, "/") else None,
        "flash": _flashes(request),
        "demo": request.app.state.get("demo"),
        "theme": theme if theme in THEMES else "",
    }


class NavLink(msgspec.Struct, frozen=True):
    title: str
    url: str
    icon: str
    active: bool


class NavGroup(msgspec.Struct, frozen=True):
    title: str
    items: list[NavLink]


class Navigation(msgspec.Struct, frozen=True):
    """Ready to be put around a page: of all that a page holds it changes least."""

    groups: Markup
    tabs: Markup
    here: NavLink | None


def _navigation(viewer: Viewer | None, path: str) -> Navigation:
    if viewer is None:
        return Navigation(Markup(), Markup(), None)
    house, permissions, language = registry.current(), frozenset(viewer.scopes), text.language.get()
    somebody = viewer.person is not None
    links = [link for _, _, link in _items(house, permissions, language, somebody)]
    here = max((link for link in links if _under(path, link.url)), key=lambda link: len(link.url), default=None)
    return _drawn(templates(), house, permissions, language, somebody, here)


@lru_cache(maxsize=512)
def _items(
    house: registry.Registry, permissions: frozenset[str], language: str, somebody: bool
) -> list[tuple[str, bool, NavLink]]:
    items = sorted(house.each(lambda m: m.nav), key=lambda item: item.order)
    return [
        (item.group, item.phone, NavLink(text.gettext(item.title), item.url, item.icon, False))
        for item in items
        if (item.permission in permissions or item.permission == registry.SIGNED_IN) and (somebody or not item.own)
    ]


@lru_cache(maxsize=512)
def _drawn(
    made: Environment,
    house: registry.Registry,
    permissions: frozenset[str],
    language: str,
    somebody: bool,
    here: NavLink | None,
) -> Navigation:
    found = [
        (group, phone, msgspec.structs.replace(link, active=link == here))
        for group, phone, link in _items(house, permissions, language, somebody)
    ]
    groups = [
        NavGroup(text.gettext(title) if title else "", [link for group, _, link in found if group == key])
        for key, title in _GROUPS
    ]
    tabs = [link for _, phone, link in found if phone][:5]
    drawn = made.get_template("_shell/nav.html")
    side, below = (
        Markup("".join(drawn.blocks[name](drawn.new_context({"groups": groups, "tabs": tabs}))))  # noqa: S704 (ours, escaped)
        for name in ("groups", "tabs")
    )
    return Navigation(side, below, here)


def _under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url + "/"))


# -- after a form ------------------------------------------------------------------------------------


_SAFE = "/#%[]=:;$&()+,!?*@'~"  # what the framework leaves as it is in a redirect: a header holds no other letters


def done(request: WebRequest, url: str, message: str | None = None, level: str = "ok") -> Response[Any]:
    """The answer to a form that was taken: go there, and say so once."""
    response: Response[Any]
    if request.headers.get("hx-request") == "true":
        response = Response(b"", status_code=204, headers={"HX-Redirect": quote(url, safe=_SAFE)})
    else:
        response = Redirect(url, status_code=HTTP_303_SEE_OTHER)
    if message:
        flash(response, message, level)
    return response


def flash(response: Response[Any], message: str, level: str = "ok") -> None:
    packed = base64.urlsafe_b64encode(msgspec.json.encode([level, message])).decode()
    response.set_cookie(FLASH_COOKIE, packed, path="/", httponly=True, samesite="lax", max_age=60)


def _flashes(request: WebRequest) -> list[tuple[str, str]]:
    packed = request.cookies.get(FLASH_COOKIE)
    if not packed:
        return []
    try:
        level, message = msgspec.json.decode(base64.urlsafe_b64decode(packed), type=tuple[str, str])
    except (ValueError, msgspec.MsgspecError):
        return []
    return [(level if level in ("ok", "warn", "bad", "info") else "info", message)]


async def panels(request: WebRequest, slot: str, **given: Any) -> list[str]:
    """What the modules put into a slot, for this viewer, in order."""
    viewer = request.user
    found = [p for p in registry.current().each(lambda m: m.panels) if p.slot == slot and viewer.may(p.permission)]
    rendered = await asking.each(p.render(request, viewer, **given) for p in sorted(found, key=lambda p: p.order))
    return [html for html in rendered if html]


async def panels_for_anyone(request: WebRequest, slot: str) -> list[str]:
    """A slot on a page before signing in: only panels that are public."""
    found = [
        p for p in registry.current().each(lambda m: m.panels) if p.slot == slot and p.permission == registry.PUBLIC
    ]
    rendered = [await p.render(request, None) for p in sorted(found, key=lambda p: p.order)]
    return [html for html in rendered if html]
