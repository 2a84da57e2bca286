"""The lists of codes of a round: what each codes, and with which codes."""

from collections.abc import Sequence

from surveys.coding import Code, codes_declared, declared_codings
from surveys.instruments import load_instrument
from surveys.models import CodeList, Return, Round


def codes_of(code_list: CodeList) -> tuple[Code, ...]:
    """Values and labels, in order: the instrument's where it declares them, else the list's own."""
    declared = codes_declared(load_instrument(code_list.round.instrument), code_list.key)
    return declared or tuple(code_list.codes.values_list("value", "label"))


def questions_by_list(round_: Round) -> dict[str, Sequence[str]]:
    """The questions that each list codes, by its key; those that the instrument declares too."""
    declared = declared_codings(load_instrument(round_.instrument))
    own = round_.code_lists.values_list("key", "questions")
    return {**{key: (derived.question,) for key, derived in declared.items()}, **dict(own)}


def is_used(code_list: CodeList) -> bool:
    """Whether anything was coded with a list."""
    returns = Return.objects.filter(round=code_list.round_id)
    return (
        returns.filter(coded__has_key=code_list.key).exists()
        or returns.filter(codings__has_key=code_list.key).exists()
    )


def used_codes(code_list: CodeList) -> set[str]:
    """The values that somebody has chosen from a list, or that were loaded with the returns."""
    returns = Return.objects.filter(round=code_list.round_id)
    found: set[str] = set()
    for coded in returns.filter(coded__has_key=code_list.key).values_list("coded", flat=True):
        entry = coded[code_list.key]
        found.update(entry.get("by", {}).values())
        found.update([entry["settled"]] if "settled" in entry else [])
    for codings in returns.filter(codings__has_key=code_list.key).values_list("codings", flat=True):
        found.add(codings[code_list.key])
    return found
