"""What is wrong with files that are to be loaded: where it stands, and what to do."""

from dataclasses import dataclass

MOST = 200  # problems that are listed; after them it only says that there are more


@dataclass(frozen=True)
class Problem:
    """`row` counts from 1, the heading; None for the whole file. Never what a cell holds."""

    file: str
    text: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row:,}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.text}"


class LoadRefused(Exception):
    """Nothing was loaded; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class Problems:
    """Gathers problems. `full` once so many are known that looking further is no use."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, file: str, text: str, row: int | None = None, column: str = "") -> None:
        if len(self.found) < MOST:
            self.found.append(Problem(file, text, row, column))
        elif len(self.found) == MOST:
            more = f"There are more: these are the first {MOST}. Correct them and load again."
            self.found.append(Problem("All files", more))

    @property
    def full(self) -> bool:
        return len(self.found) > MOST

    def refuse_if_any(self) -> None:
        """Raises LoadRefused."""
        if self.found:
            raise LoadRefused(self.found)
