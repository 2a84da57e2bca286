"""Markdown to HTML that is safe to show, and what is wrong with a text before it is saved.

Two fences, one behind the other. The parser knows no HTML, pictures or code blocks, and makes a
link only to an allowed address; then nh3 lets through a short list of tags and addresses, so that
a mistake in the parser is not ours.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from surveys.pages.texts import unknown_placeholders

TAGS = {"h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr"}
SCHEMES = {"http", "https", "mailto", "tel"}
# An address with one of the schemes, or a page of this service ("/help/", never "//elsewhere").
_ALLOWED = re.compile(rf"(?:(?:{'|'.join(sorted(SCHEMES))}):[^\s]|/(?![/\\]))", re.IGNORECASE)
_NOT_USED = ["image", "html_block", "html_inline", "code", "fence", "backticks"]
_FIRST, _LAST = 2, 4  # levels of headings: the page's own title is the first level


def render(body: str) -> SafeString:
    """The HTML of a Markdown text, with headings from h2 that never skip a level."""
    parser = _parser()
    tokens = _without_empty_headings(parser.parse(body))
    _settle_levels(tokens)
    html = nh3.clean(
        parser.renderer.render(tokens, parser.options, {}),
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
    )
    return mark_safe(html)  # noqa: S308  cleaned in the line above


def problems(body: str) -> list[str]:
    """What keeps a text from being saved, each with its line and what to write; [] if nothing."""
    found = [
        (line, _("Line %(line)d: %(what)s") % {"line": line, "what": what})
        for line, what in _problems(body)
    ]
    return [text for _line, text in sorted(set(found))]


def _problems(body: str) -> Iterator[tuple[int, str]]:
    for line, name in unknown_placeholders(body):
        yield line, _("there is no placeholder {%(name)s}. Use one from the list.") % {"name": name}
    for token in _reader().parse(body):
        line = (token.map or [0])[0] + 1
        if token.type == "html_block":
            yield line, _no_html()
        for inline, at in _with_lines(token.children or [], line):
            if inline.type == "html_inline":
                yield at, _no_html()
            if inline.type == "image":
                yield at, _("pictures are not shown. Take it out, or say in words what it shows.")
        for href, words, at in _links(token.children or [], line):
            if not _is_allowed(href):
                yield at, _wrong_address(href)
            elif not words.strip():
                yield at, _("write the words of the link between the square brackets.")


def _no_html() -> str:
    return _("HTML is not used here. Write it in Markdown, or take it out.")


def _wrong_address(href: str) -> str:
    return _(
        "start the address of the link “%(address)s” with https://, http://, mailto: or tel:, or "
        "with / for a page of this service."
    ) % {"address": href[:60]}


def _with_lines(children: list[Token], line: int) -> Iterator[tuple[Token, int]]:
    """The pieces of a block, each with the line that it begins on."""
    for token in children:
        yield token, line
        line += token.type in {"softbreak", "hardbreak"}


def _links(children: list[Token], line: int) -> Iterator[tuple[str, str, int]]:
    """Each link's address, words and line. A link holds no other link."""
    href, words, began = "", "", line
    for token, at in _with_lines(children, line):
        if token.type == "link_open":
            href, words, began = str(token.attrs.get("href", "")), "", at
        elif token.type == "link_close":
            yield href, words, began
        else:
            words += token.content


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).disable(_NOT_USED)
    parser.validateLink = _is_allowed  # type: ignore[method-assign]
    return parser


def _is_allowed(url: str) -> bool:
    return bool(_ALLOWED.match(url))


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    """A parser that recognises what we refuse, so that it can be named."""
    reader = MarkdownIt("commonmark", {"html": True, "maxNesting": 20})
    reader.disable(["code", "fence", "backticks"])
    reader.validateLink = _anything  # type: ignore[method-assign]
    return reader


def _anything(url: str) -> bool:
    return True


def _without_empty_headings(tokens: list[Token]) -> list[Token]:
    """A heading of three tokens (open, its words, close) goes when it has no words."""
    kept: list[Token] = []
    for token in tokens:
        kept.append(token)
        if token.type == "heading_close" and not kept[-2].content.strip():
            del kept[-3:]
    return kept


def _settle_levels(tokens: list[Token]) -> None:
    """ "#" and "##" are both the level below the page's title; none is deeper than one more."""
    level = _FIRST - 1
    for token in tokens:
        if token.type == "heading_open":
            level = max(_FIRST, min(int(token.tag[1]), level + 1, _LAST))
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{level}"
