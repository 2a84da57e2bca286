"""Lighthouse on the diary page of a respondent, with its mobile throttling.

    npm install --prefix /tmp/lighthouse lighthouse
    .venv/bin/python -m bench.lighthouse --program /tmp/lighthouse/node_modules/.bin/lighthouse

Prints the scores, the largest paint, and the bytes over the wire at the first load, for an empty
and for a full week. Lighthouse is no dependency of the project: it is only wanted here.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
from pathlib import Path

from bench.diary_entry import Service, laid_out, standard_week

CATEGORIES = ("performance", "accessibility", "best-practices")
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "kilobytes": 120}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run"


def session(slots: str) -> str:
    """The Cookie header of a respondent with this week."""
    from django.http import HttpResponse

    from diary.models import Diary
    from surveys import cookies
    from surveys.codes import handle_of, random_code
    from surveys.keys import keys_of
    from surveys.models import Return, Round

    round_ = Round.objects.get()
    week = round_.weeks.get()
    handle = handle_of(keys_of(round_.pk).linkage, random_code())
    Return.objects.create(
        round=round_,
        diary=Diary.objects.create(starts_on=week.starts_on, slots=slots, statuses="WWWWWNN"),
        handle=handle,
        pin_hash="!",
        instrument=round_.instrument,
    )
    response = HttpResponse()
    cookies.write(response, cookies.RETURN, handle)
    return f"{cookies.RETURN}={response.cookies[cookies.RETURN].value}"


def measure(program: str, chromium: str, url: str, cookie: str, folder: Path) -> dict[str, float]:
    report = folder / "report.json"
    headers = folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookie}))
    command = [program, url, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--extra-headers={headers}", f"--chrome-flags={FLAGS}"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium})
    found = json.loads(report.read_text())
    assert found["finalDisplayedUrl"].startswith(url), "the page sent Lighthouse elsewhere"
    scores = {name: found["categories"][name]["score"] * 100 for name in CATEGORIES}
    audits = found["audits"]
    failed = [
        a["id"] for a in audits.values() if a["score"] == 0 and a["scoreDisplayMode"] == "binary"
    ]
    print(f"  audits not passed: {', '.join(failed) or 'none'}")
    for item in audits["errors-in-console"].get("details", {}).get("items", []):
        print(f"  console: {item.get('description', '')[:200]}")
    return {
        **scores,
        "kilobytes": audits["total-byte-weight"]["numericValue"] / 1024,
        "largest paint, s": audits["largest-contentful-paint"]["numericValue"] / 1000,
        "blocking time, ms": audits["total-blocking-time"]["numericValue"],
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--program", required=True, help="the lighthouse command")
    options.add_argument("--chromium", default="/usr/bin/chromium")
    chosen = options.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name, Service(Path(name)) as service:
        from bench.diary_entry import people

        people(0)
        for week, slots in {"empty": "." * 336, "full": laid_out(standard_week())}.items():
            print(f"\n{week} week")
            folder = Path(name)
            found = measure(
                chosen.program, chosen.chromium, f"{service.url}/diary/", session(slots), folder
            )
            for what, value in found.items():
                goal = f"  (goal {GOALS[what]})" if what in GOALS else ""
                print(f"  {what:20} {value:8.1f}{goal}")


if __name__ == "__main__":
    main()
