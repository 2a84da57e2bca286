"""One return's values of all variables: a row of researchers' files."""

from collections.abc import Mapping

from surveys.instruments.codebook import NO_ANSWER, NOT_ASKED, Variable, variables
from surveys.instruments.deriving import derive
from surveys.instruments.types import Answers, Instrument

Value = str | int | float


def row_of(
    instrument: Instrument, answers: Answers, codings: Mapping[str, str]
) -> dict[str, Value]:
    """The variables' values by name, in the codebook's order. Expects settled answers.

    Texts are as they were written: the writer of a file makes them safe for its format.
    """
    derived = derive(instrument, answers, codings)
    return {
        variable.name: derived[variable.name] if variable.derived else _answered(variable, answers)
        for variable in variables(instrument)
    }


def _answered(variable: Variable, answers: Answers) -> Value:
    question = variable.question
    assert question is not None, "a variable is a question's or derived"
    if variable.option and variable.option.details:
        return str(answers.get(variable.option.details.key, ""))
    answer = answers.get(question.key)
    if answer is None:
        if variable.type == "text":
            return ""
        return _missing(variable, NO_ANSWER if question.applies(answers) else NOT_ASKED)
    if variable.type == "ticked":
        return int(variable.part in answer)
    if question.type == "grid":
        return str(answer.get(variable.part, NO_ANSWER))
    return answer if variable.type in ("number", "whole", "year") else str(answer)


def _missing(variable: Variable, code: str) -> Value:
    """The code, as a number where the variable holds numbers."""
    return code if variable.type == "choice" else int(code)
