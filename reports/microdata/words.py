"""What a release says in words: why it is refused, and what its codebook tells of it. Pure."""

from collections.abc import Iterator

from reports.microdata.reading import Returns
from reports.microdata.risk import Risk
from reports.microdata.settings import Settings

LONGEST_REASON = 500  # what a job keeps


def why_refused(risk: Risk) -> str:
    """Why a public-use file is refused, and which variables to coarsen; at most 500 characters."""
    alike = risk.threshold - 1
    parts = [
        f"Not safe to release: {counted(risk.below)} fewer than {alike} others like them in "
        f"{listed(risk.identifiers)}; {risk.unique:,} unique.",
    ]
    if risk.combinations:
        worst = "; ".join(f"{listed(names)} ({below:,})" for names, below in risk.combinations[:2])
        parts.append(f"Rare together: {worst}.")
    if risk.without:
        best = "; ".join(f"{name} ({below:,} remain)" for name, below in risk.without[:2])
        parts.append(f"Make coarser or leave out first: {best}.")
    parts.append("Or have rare values set to missing.")
    return " ".join(parts)[:LONGEST_REASON]


def counted(returns: int) -> str:
    return f"{returns:,} return{'' if returns == 1 else 's'} {'has' if returns == 1 else 'have'}"


def listed(names: tuple[str, ...]) -> str:
    """Names as people list them."""
    if len(names) < 2:
        return "".join(names) or "no variable at all"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def codebook_notes(settings: Settings, returns: Returns, risk: Risk | None) -> tuple[str, ...]:
    """What a reader of the files has to know before anything else."""
    return tuple(_public(settings, risk) if risk else _internal(settings, returns))


def _internal(settings: Settings, returns: Returns) -> Iterator[str]:
    yield (
        "Internal: for the survey's own team. It holds what could identify people, so it may not "
        "be passed on or published. Ids are of this release only."
    )
    yield (
        "Missing values are -9 (no answer) and -8 (not asked); SPSS has them as user-missing "
        "values, Stata as .a and .b. Derived variables have a value of their own for no "
        "information. An empty cell means that there is nothing to know."
    )
    yield (
        "In CSV files an apostrophe before a text's first character is not part of it: it keeps "
        "spreadsheets from running the text as a formula. Take one off when you read the file."
    )
    yield (
        "For standard errors use cluster and stratum (and weight, where wanted): Taylor "
        "linearisation with strata of clusters, as the published tables have it."
    )
    left_out = returns.left_out
    if left_out.all:
        yield f"{left_out.all:,} sent returns were set aside and are in no file."
    if settings.free_text:
        yield (
            "Free text is in the wide file where somebody has read it for names. "
            f"{returns.texts_unread:,} texts that nobody has read are left out."
        )


def _public(settings: Settings, risk: Risk) -> Iterator[str]:
    yield (
        "Public use: agencies, clusters, dates, free text and job details are left out, ages and "
        "years are banded, and rare values are put together."
    )
    yield (
        f"Every return shares {listed(risk.identifiers)} with {risk.k - 1:,} others at least "
        f"(k-anonymity {risk.k:,}; {risk.threshold:,} was asked for)."
    )
    if any(risk.suppressed.values()):
        counts = ", ".join(f"{name} {n:,}" for name, n in risk.suppressed.items() if n)
        yield f"Values set to missing (-7) because a combination was rare: {counts}."
    yield (
        "The sample's clusters would tell authorities by their size, so they are not here: "
        "standard errors computed from this file are too small."
    )
    if settings.diary == "none":
        yield "Half hours are left out; hours by category are rounded."
