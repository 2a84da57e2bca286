"""Writes returns.csv, the made-up returns that cases.R estimates from: python make_returns.py.

Groups: a, b and c are everywhere, d is empty, e is in one cluster, f in two of different strata.
"""

import csv
import random
from pathlib import Path

FIELDS = (
    "data",
    "cluster",
    "stratum",
    "weight",
    "group",
    "inside",
    "direct",
    "other",
    "indirect",
    "recorded",
    "electronic",
    "hours",
)
STRATA = {  # how many authorities of each region and type; "/": returns without an authority
    "collapsed": {
        "East/metropolitan": 2,
        "East/county": 3,
        "East/unitary": 1,
        "London/london": 5,
        "North/metropolitan": 2,
        "North/unitary": 1,
        "North/county": 1,
        "Wales/unitary": 1,
        "/": 1,
    },
    "left": {"London/london": 4, "North/metropolitan": 2, "Wales/unitary": 1},
}


def one(rng: random.Random, data: str, cluster: str, stratum: str, group: str) -> dict[str, object]:
    """A return; how it spends its time leans on its cluster, so that there is a design effect."""
    lean = sum(map(ord, cluster)) % 7
    direct, other, indirect = rng.randint(0, 12 + lean), rng.randint(5, 30), rng.randint(0, 25)
    if rng.random() < 0.04:
        direct = other = indirect = 0
    return {
        "data": data,
        "cluster": cluster,
        "stratum": stratum,
        "weight": round(rng.uniform(0.3, 4), 3),
        "group": group,
        "inside": int(rng.random() < 0.6),
        "direct": direct,
        "other": other,
        "indirect": indirect,
        "recorded": direct + other + indirect + (rng.randint(0, 40) if direct else 0),
        "electronic": int(rng.random() < 0.4 + lean / 20),
        "hours": "" if rng.random() < 0.1 else rng.choice((16, 18.5, 22, 30, 35, 37, 37.5)),
    }


def main() -> None:
    rng = random.Random(2009)
    rows = []
    for number in range(40):
        cluster, stratum = f"A{number:02}", f"S{number % 6}"
        for _ in range(rng.randint(1, 11)):
            rows.append(one(rng, "authorities", cluster, stratum, rng.choice("abbccc")))
    for cluster, stratum, group in (
        ("A03", "S3", "e"),
        ("A03", "S3", "e"),
        ("A01", "S1", "f"),
        ("A02", "S2", "f"),
        ("A02", "S2", "f"),
    ):
        rows.append(one(rng, "authorities", cluster, stratum, group))
    for number in range(60):
        rows.append(one(rng, "alone", f"R{number:02}", "all", rng.choice("abc")))
    for data, strata in STRATA.items():
        for stratum, authorities in strata.items():
            for number in range(authorities):
                for _ in range(1 if stratum == "/" else rng.randint(2, 8)):
                    rows.append(one(rng, data, f"{stratum} {number}", stratum, rng.choice("abc")))
    rng.shuffle(rows)
    with (Path(__file__).parent / "returns.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
