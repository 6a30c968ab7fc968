from __future__ import annotations

from typing import Any

import pytest

from emulators.ses.sending.handlebars import NotRendered, render


@pytest.mark.parametrize(
    ("template", "data", "rendered"),
    [
        ("{{a}} {{ a }} {{{a}}}", {"a": "<b>"}, "<b> <b> <b>"),
        ("{{a.b.c}}", {"a": {"b": {"c": 1}}}, "1"),
        ("{{#each a}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}", {"a": [1, 2]}, "1, 2"),
        ("{{#each a}}{{@key}}={{this}};{{/each}}", {"a": {"x": 1, "y": 2}}, "x=1;y=2;"),
        ("{{#each a}}{{b}}{{../c}}{{/each}}", {"a": [{"b": 1}], "c": 2}, "12"),
        ("{{#with a}}{{b}}{{/with}}", {"a": {"b": 1}}, "1"),
        ("{{#if a}}yes{{else}}no{{/if}}", {}, "no"),
        ("{{#if a}}{{#if b}}both{{/if}}{{/if}}", {"a": True, "b": [1]}, "both"),
        ("a{{! a note }}b{{!-- {{another}} --}}c", {}, "abc"),
        ("{ {a} }", {}, "{ {a} }"),
        ("{{ok}}", {"ok": True}, "true"),
        ("{{a.[1]}}", {"a": [1, 2]}, "2"),
    ],
)
def test_a_template_is_rendered_as_handlebars_does(
    template: str, data: dict[str, Any], rendered: str
) -> None:
    assert render(template, data) == rendered


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{{name}}", "'name' is not present"),
        ("{{#if a}}", "not closed"),
        ("{{/if}}", "Nothing to close"),
        ("{{#each a}}{{/if}}", "not closed"),
        ("{{#shout a}}{{/shout}}", "no helper 'shout'"),
    ],
)
def test_what_cannot_be_rendered_says_why(template: str, why: str) -> None:
    with pytest.raises(NotRendered, match=why):
        render(template, {})
