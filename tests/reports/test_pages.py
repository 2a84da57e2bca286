"""The researcher's pages, for each who may come, and whole answers compared."""

import datetime
import re
from html import unescape

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import FAILED, Job
from surveys.models import RoundRole
from tests.factories import AgencyFactory, RoleFactory, RoundFactory, UserFactory
from tests.reports.made import make_done_job, make_job, send, stored_files

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 21, 12, 30, tzinfo=datetime.UTC)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STRANGERS = ("anonymous", "officer", "manager", "elsewhere", "nobody")


@pytest.fixture
def round_():
    return RoundFactory(slug="autumn", title="Autumn round")


@pytest.fixture
def researcher(round_):
    return RoleFactory(round=round_, user=UserFactory(name="Ana Reed")).user


@pytest.fixture
def client(researcher):
    return client_of(researcher)


@pytest.fixture
def strangers(round_):
    """A client for each who has no business here."""
    officer = RoleFactory(
        round=round_, role=RoundRole.Role.OFFICER, agencies=[AgencyFactory(round=round_)]
    )
    return {
        "anonymous": Client(),
        "officer": client_of(officer.user),
        "manager": client_of(RoleFactory(round=round_, role=RoundRole.Role.MANAGER).user),
        "elsewhere": client_of(RoleFactory().user),
        "nobody": client_of(UserFactory()),
    }


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def words(response):
    """What the page's main part says, markup aside."""
    return plain(re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group())


def plain(markup):
    """The words of a piece of markup."""
    text = unescape(re.sub(r"<[^>]+>", " ", markup))
    return " ".join(text.split()).replace("( ", "(")


def answer_to(response):
    """Status, where it leads, and whether anything of the round is in it."""
    return response.status_code, response.headers.get("Location"), b"Autumn" in response.content


# --- who may come -------------------------------------------------------------------------------


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("page", ["round", "job", "job_progress", "download"])
def test_page_tells_strangers_nothing(round_, researcher, strangers, who, page):
    done = make_done_job(round_, researcher)
    address = reverse(f"reports:{page}", args=["autumn" if page == "round" else done.pk])

    response = strangers[who].get(address)

    sign_in = f"{reverse('surveys:staff_sign_in')}?next={address}"
    expected = (302, sign_in, False) if who == "anonymous" else (404, None, False)
    assert answer_to(response) == expected


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("action", ["build", "cancel"])
def test_action_by_strangers_does_nothing(round_, researcher, strangers, who, action):
    waiting = make_job(round_, researcher)
    before = list(Job.objects.values())
    address = reverse(f"reports:{action}", args=["autumn" if action == "build" else waiting.pk])

    response = strangers[who].post(address)

    sign_in = f"{reverse('surveys:staff_sign_in')}?next={address}"
    expected = (302, sign_in, False) if who == "anonymous" else (404, None, False)
    assert answer_to(response) == expected
    assert list(Job.objects.values()) == before


@pytest.mark.parametrize("action", ["build", "cancel"])
def test_action_by_following_a_link_does_nothing(client, round_, researcher, action):
    waiting = make_job(round_, researcher)
    before = list(Job.objects.values())

    response = client.get(
        reverse(f"reports:{action}", args=["autumn" if action == "build" else waiting.pk])
    )

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert list(Job.objects.values()) == before


# --- the round's page ---------------------------------------------------------------------------


def test_round_page_shows_returns_by_sector_and_no_workbook_yet(client, round_):
    send(round_, ("la_children", "A"), ("la_children", "B"), ("", ""))
    send(round_, ("la_adults", "A"), state="started")

    response = client.get(reverse("reports:round", args=["autumn"]))

    assert table_of(response, 0) == [
        ["Sector", "Returns"],
        ["Children's services", "2"],
        ["Adult services", "0"],
        ["Joint departments", "0"],
        ["Private, voluntary and independent", "0"],
        ["No information", "1"],
        ["All sectors", "3"],
    ]
    assert words(response).endswith("Build workbook Results Nothing has been built yet.")


def test_round_page_shows_the_rounds_note(client, round_):
    type(round_).objects.update(note="This round is a reconstruction.")

    response = client.get(reverse("reports:round", args=["autumn"]))

    assert words(response).startswith("Autumn round This round is a reconstruction. Tables and")


def test_round_page_lists_past_results_newest_first_and_what_they_were_made_from(
    client, round_, researcher
):
    minutes = [NOW + datetime.timedelta(minutes=n) for n in range(4)]
    filtered = {"filters": {"sector": ["csd", "dass"]}, "weighted": True, "spreads": True}
    make_done_job(round_, researcher, b"x" * 2048, created_at=minutes[0], returns_left_out=2)
    make_done_job(round_, researcher, created_at=minutes[1], expired_at=NOW)
    made = {"use": "internal", "selection": filtered}
    make_job(
        round_,
        researcher,
        state="failed",
        reason=FAILED,
        finished_at=NOW,
        created_at=minutes[2],
        parameters=made,
    )
    make_job(round_, researcher, created_at=minutes[3], parameters={"use": "publication"})
    make_done_job(RoundFactory(), researcher)

    response = client.get(reverse("reports:round", args=["autumn"]))

    filters = "With 95% intervals Weighted Sector: CSD; DASS"
    assert table_of(response, 1) == [
        ["Asked for", "What", "By", "State", "Returns", "Left out", "Version", "File"],
        ["21 November 2026, 12:33", "Workbook For publication", "Ana Reed", "Waiting", *"–––", "–"],
        ["21 November 2026, 12:32", f"Workbook Internal {filters}", "Ana Reed", "Failed", *"––––"],
        [
            "21 November 2026, 12:31",
            "Workbook Internal",
            "Ana Reed",
            "Ready",
            "4",
            "0",
            "0.1.0",
            "No longer kept",
        ],
        [
            "21 November 2026, 12:30",
            "Workbook Internal",
            "Ana Reed",
            "Ready",
            "4",
            "2",
            "0.1.0",
            "Download (2.0 KB)",
        ],
    ]


def test_round_page_says_how_many_returns_are_set_aside(client, round_):
    (first, _second) = send(round_, ("la_children", "A"), ("la_children", "B"))
    type(first).objects.filter(pk=first.pk).update(exclusion="collected by a manager")

    response = client.get(reverse("reports:round", args=["autumn"]))

    assert "1 of them is set aside: figures and files leave it out." in words(response)


def test_round_page_costs_the_same_for_one_workbook_and_for_three(
    client, round_, researcher, django_assert_num_queries
):
    address = reverse("reports:round", args=["autumn"])
    make_done_job(round_, researcher)
    # Session, user, round, other rounds, regions, returns, set aside, jobs.
    with django_assert_num_queries(8):
        client.get(address)

    for _ in range(2):
        make_done_job(round_, RoleFactory(round=round_).user)
    with django_assert_num_queries(8):
        client.get(address)


# --- asking for one -----------------------------------------------------------------------------


def test_build_makes_a_job_and_leads_to_its_page(client, round_, researcher):
    response = client.post(reverse("reports:build", args=["autumn"]))

    job = Job.objects.get()
    assert answer_to(response) == (302, reverse("reports:job", args=[job.pk]), False)
    assert (job.round, job.requested_by, job.state) == (round_, researcher, "waiting")


def test_build_takes_the_use_and_the_filters_of_the_page_before(client, round_):
    asked = {"use": "internal", "spreads": "on", "query": "sector=csd&weighted=yes&colour=blue"}

    client.post(reverse("reports:build", args=["autumn"]), asked)

    selection = {"filters": {"sector": ["csd"]}, "weighted": True, "spreads": True}
    assert Job.objects.get().parameters == {"use": "internal", "selection": selection}


def test_build_for_publication_is_of_all_returns_whatever_the_page_before_showed(client, round_):
    asked = {"use": "publication", "query": "sector=csd&weighted=yes"}

    client.post(reverse("reports:build", args=["autumn"]), asked)

    assert Job.objects.get().parameters == {"use": "publication", "selection": {}}


def test_build_while_one_is_under_way_leads_to_that_one(round_, researcher):
    waiting = make_job(round_, researcher)
    other = client_of(RoleFactory(round=round_).user)

    response = other.post(reverse("reports:build", args=["autumn"]))

    assert answer_to(response) == (302, reverse("reports:job", args=[waiting.pk]), False)
    assert Job.objects.count() == 1


# --- a job's page -------------------------------------------------------------------------------


def running(round_, user, **fields):
    now = timezone.now()
    claim = "11111111-1111-4111-8111-111111111111"
    return make_job(
        round_, user, state="running", claim=claim, heartbeat_at=now, attempts=1, **fields
    )


def test_job_page_shows_progress_in_words_and_as_an_element(client, round_, researcher):
    job = running(round_, researcher, done=40, total=1153)

    response = client.get(reverse("reports:job", args=[job.pk]))

    page = response.content.decode()
    assert words(response) == (
        "Building the workbook 40 of 1153 returns read. 40 of 1153 You can leave this page: the "
        "result will be listed under Autumn round . This page reloads every 3 seconds. "
        "Stop reloading Cancel Internal"
    )
    assert '<progress aria-label="Returns read" value="40" max="1153">40 of 1153</progress>' in page
    assert f'data-url="{reverse("reports:job_progress", args=[job.pk])}"' in page


def test_job_page_reloads_by_itself_without_javascript_until_it_is_told_to_stop(
    client, round_, researcher
):
    job = make_job(round_, researcher)
    address = reverse("reports:job", args=[job.pk])
    reload = '<noscript><meta http-equiv="refresh" content="3"></noscript>'

    assert reload in client.get(address).content.decode()
    still = client.get(address, {"still": ""})
    assert reload not in still.content.decode()
    assert "Waiting for its turn." in words(still)
    assert "Reload this page" in words(still)


def test_job_page_of_somebody_elses_job_has_no_cancel(round_, researcher):
    job = make_job(round_, researcher)
    other = client_of(RoleFactory(round=round_).user)

    response = other.get(reverse("reports:job", args=[job.pk]))

    assert "Ana Reed asked for this." in words(response)
    assert "Cancel" not in words(response)


def test_job_page_offers_the_download_when_it_is_ready(client, round_, researcher):
    job = make_done_job(round_, researcher, b"x" * 2048, finished_at=NOW)

    response = client.get(reverse("reports:job", args=[job.pk]))

    assert words(response) == (
        "The workbook is ready It counts 4 returns, as of 21 November 2026, 12:30. "
        "Download workbook Workbook, 2.0 KB. Internal"
    )
    assert reverse("reports:download", args=[job.pk]) in response.content.decode()
    assert "refresh" not in response.content.decode()


def test_job_page_says_plainly_that_it_failed_and_offers_another_try(client, round_, researcher):
    job = make_job(round_, researcher, state="failed", reason=FAILED, finished_at=NOW)

    response = client.get(reverse("reports:job", args=[job.pk]))

    assert words(response) == (
        "Building the workbook failed It could not be built. Try again; if it fails "
        "again, tell the survey's technical contact. Internal Build workbook"
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, {"state": "waiting", "label": "Waiting", "done": 0, "total": 0, "active": True}),
        (
            {"state": "cancelled", "finished_at": NOW},
            {"state": "cancelled", "label": "Cancelled", "done": 0, "total": 0, "active": False},
        ),
    ],
    ids=["waiting", "cancelled"],
)
def test_progress_as_data_says_the_same(client, round_, researcher, fields, said):
    job = make_job(round_, researcher, **fields)

    response = client.get(reverse("reports:job_progress", args=[job.pk]))

    assert response.json() == said
    assert response.headers["Cache-Control"] == "no-store, private"


# --- cancelling ---------------------------------------------------------------------------------


def test_cancel_stops_ones_own_job(client, round_, researcher):
    job = running(round_, researcher)

    response = client.post(reverse("reports:cancel", args=[job.pk]), follow=True)

    assert words(response) == (
        "Stopped: it is no longer being built. "
        "The workbook was cancelled Nothing was built. Internal Build workbook"
    )
    assert Job.objects.get().state == "cancelled"


def test_cancel_of_somebody_elses_job_is_refused(round_, researcher):
    job = make_job(round_, researcher)
    other = client_of(RoleFactory(round=round_).user)

    response = other.post(reverse("reports:cancel", args=[job.pk]))

    assert answer_to(response) == (404, None, False)
    assert Job.objects.get().state == "waiting"


def test_cancel_of_a_finished_job_says_that_it_was_finished(client, round_, researcher):
    job = make_done_job(round_, researcher)

    response = client.post(reverse("reports:cancel", args=[job.pk]), follow=True)

    assert words(response).startswith("It was finished already, so nothing was stopped.")
    assert Job.objects.get().has_file


# --- the file -----------------------------------------------------------------------------------


def test_download_is_the_stored_file_under_its_rounds_name(client, round_, researcher):
    job = make_done_job(round_, researcher, b"PK content", finished_at=NOW)

    response = client.get(reverse("reports:download", args=[job.pk]))

    assert b"".join(response.streaming_content) == b"PK content"
    headers = ("Content-Type", "Content-Disposition", "Cache-Control", "Content-Length")
    assert [response.headers[name] for name in headers] == [
        XLSX,
        'attachment; filename="caseweek-autumn-workbook-internal-2026-11-21.xlsx"',
        "no-store, private",
        "10",
    ]
    response.close()


@pytest.mark.parametrize("state", ["waiting", "expired", "lost"])
def test_download_without_a_file_is_no_page(client, round_, researcher, state):
    if state == "waiting":
        job = make_job(round_, researcher)
    else:
        job = make_done_job(round_, researcher, expired_at=NOW if state == "expired" else None)
    if state == "lost":
        storages["results"].delete(job.result)

    response = client.get(reverse("reports:download", args=[job.pk]))

    assert answer_to(response) == (404, None, False)
    assert stored_files() == ([job.result] if state == "expired" else [])


def table_of(response, place):
    """What the cells of one of the page's tables show to the eye, row by row."""
    shown = re.sub(r'<span class="visually-hidden">.*?</span>', "", response.content.decode())
    table = re.findall(r"<table.*?</table>", shown, re.DOTALL)[place]
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    return [
        [plain(cell) for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", r, re.DOTALL)] for r in rows
    ]
