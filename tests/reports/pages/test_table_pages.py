"""Pages of tables: the list, one table as its address asks, two rounds, figures that are kept."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from reports.figures.counting import compute
from reports.figures.loading import all_tables, table_named
from reports.figures.reading import read_frame
from reports.models import Job, parameters_hash
from reports.pages import having
from reports.pages.stored import to_json
from surveys.models import Return
from tests.factories import RoleFactory, RoundFactory
from tests.reports.made import make_done_job, make_job, send

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 21, 12, 30, tzinfo=datetime.UTC)
INTERNAL = {"use": "internal", "selection": {"filters": {}, "weighted": False, "spreads": True}}
PUBLICATION = {**INTERNAL, "use": "publication"}
TIME = "time-by-sector"
DIRECT, LUNCH = "A", "6"  # symbols of one activity of D and of one of S


@pytest.fixture
def round_():
    made = RoundFactory(slug="autumn", title="Autumn round")
    send(made, ("la_children", DIRECT * 3 + LUNCH), ("la_children", DIRECT * 4), ("", LUNCH * 2))
    return made


@pytest.fixture
def researcher(round_):
    return RoleFactory(round=round_).user


@pytest.fixture
def client(researcher):
    made = Client()
    made.force_login(researcher)
    return made


@pytest.fixture
def large(monkeypatch):
    """Rounds of more than one return are too large to be counted while a page waits."""
    monkeypatch.setattr(having, "COUNTED_NOW", 1)


def page_of(client, name=TIME, **query):
    address = reverse("reports:table", args=["autumn", name])
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def words(markup):
    text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(desc|title)\b.*?</\1>", "", markup)))
    return " ".join(text.split())


def main_of(markup):
    return words(re.search(r"<main.*?</main>", markup, re.DOTALL).group())


def cells(markup):
    """The table's rows, each cell in words; what is printed only is left out."""
    table = re.search(r'<table class="table figures.*?</table>', markup, re.DOTALL).group()
    rows = re.findall(r"<tr(?! class=\"print-only\").*?</tr>", table, re.DOTALL)
    return [[words(c) for c in re.findall(r"<t[hd]\b.*?</t[hd]>", r, re.DOTALL)] for r in rows]


def keep_results(round_, user, parameters=INTERNAL, **fields):
    """A finished count, as a worker leaves it, of the one table that is looked at."""
    frame = read_frame(round_)
    content = to_json([compute(table_named(TIME), frame, spreads=True)])
    given = {"kind": Job.Kind.TABLES, "parameters": parameters}
    hashed = {"parameters_hash": parameters_hash(parameters)}
    counts = {"returns_counted": len(frame), "finished_at": NOW}
    return make_done_job(round_, user, content, **{**given, **hashed, **counts, **fields})


# --- the list -----------------------------------------------------------------------------------


def test_list_has_every_table_under_its_chapter_and_keeps_what_is_asked(client, round_):
    response = client.get(reverse("reports:tables", args=["autumn"]), {"sector": "csd"})

    page = response.content.decode()
    links = re.findall(r'href="/research/autumn/tables/([\w-]+)/\?([^"]*)"', page)
    assert links == [(table.name, "sector=csd") for table in all_tables()]
    assert "Internal, not for publication." in main_of(page)


def test_list_for_publication_has_the_published_tables_alone(client, round_):
    response = client.get(reverse("reports:tables", args=["autumn"]), {"for": "publication"})

    page = response.content.decode()
    names = re.findall(r'href="/research/autumn/tables/([\w-]+)/\?for=publication"', page)
    assert names == [table.name for table in all_tables() if table.is_published]
    assert "Protected for publication." in main_of(page)
    assert "Internal, not for publication" not in page


# --- one table ----------------------------------------------------------------------------------


def test_table_shows_its_figures_and_how_many_returns_it_is_of(client, round_):
    Return.objects.filter(pk=send(round_, ("la_adults", DIRECT))[0].pk).update(
        exclusion="collected"
    )

    page = page_of(client)

    table = cells(page)
    assert table[0][0] == "Activity"
    assert table[1] == ["Share of recorded time"]
    assert [row[:3] + row[-1:] for row in table[2:4]] == [
        ["Direct contact with clients", "88%", "[x]", "70%"],
        ["Case related recording", "0%", "[x]", "0%"],
    ]
    assert "Of 3 returns. 1 return is set aside and left out." in main_of(page)
    assert "[x] Not available: there is nobody, or no time, to divide by." in main_of(page)
    assert "[c]" not in main_of(page)


def test_filters_in_the_address_choose_respondents_and_are_said(client, round_):
    page = page_of(client, sector="none", places="1")

    assert cells(page)[2][-1] == "0.0%"
    assert "Of 1 return, out of 3 that count." in main_of(page)
    assert re.search(r'name="sector" value="none" checked', page)
    assert 'href="/research/autumn/tables/time-by-sector/csv/?sector=none&amp;places=1"' in page


def test_filter_that_leaves_nobody_says_so(client, round_):
    page = page_of(client, sector="joint")

    assert "Nobody among the returns is like that" in main_of(page)
    assert set(cells(page)[2][1:]) == {"[x]"}
    assert "<svg" not in page.split("<main")[1]


def test_unknown_filter_is_left_out_and_said(client, round_):
    page = page_of(client, colour="blue", sector="mars")

    assert "There is no filter “colour”. It is left out." in main_of(page)
    assert "has no value “mars”. It is left out." in main_of(page)
    assert cells(page)[2][-1] == "70%"


def test_intervals_stand_below_their_figures_when_asked_for(client, round_):
    plain, asked = page_of(client), page_of(client, spreads="yes")

    assert "figures-interval" not in plain
    assert cells(asked)[2][-1] == "70% 0 to 100"


def test_unknown_table_is_no_page(client, round_):
    response = client.get(reverse("reports:table", args=["autumn", "no-such-table"]))

    assert (response.status_code, b"Autumn" in response.content) == (404, False)


# --- two rounds ---------------------------------------------------------------------------------


def test_two_rounds_stand_side_by_side_with_their_difference(client, round_, researcher):
    spring = RoundFactory(slug="spring", title="Spring round")
    RoleFactory(round=spring, user=researcher)
    send(spring, ("la_children", DIRECT + LUNCH))

    page = page_of(client, **{"with": "spring"})

    assert cells(page)[1][:3] == ["This round", "The other round", "Difference"]
    direct = next(row for row in cells(page) if row[0] == "Direct contact with clients")
    assert direct[1:4] == ["88%", "50%", "+38"]
    assert "Spring round: Of 1 return. No return is set aside." in main_of(page)


def test_round_of_others_can_not_stand_beside(client, round_):
    send(RoundFactory(slug="theirs", title="Their round"), ("la_children", DIRECT))

    page = page_of(client, **{"with": "theirs"})

    assert "You are researcher of no other round at that address." in main_of(page)
    assert "Their round" not in page
    assert "The other round" not in page


# --- figures that are kept ----------------------------------------------------------------------


def test_large_round_offers_a_count_where_there_is_none(client, round_, large):
    page = page_of(client)

    assert "so its tables are counted in the background" in main_of(page)
    assert "<table" not in page

    response = client.post(
        reverse("reports:count", args=["autumn"]),
        {"query": "sector=csd", "table": TIME, "page": "autumn"},
    )

    assert (response.status_code, response["Location"]) == (
        302,
        reverse("reports:table", args=["autumn", TIME]) + "?sector=csd",
    )
    job = Job.objects.get()
    selection = {"filters": {"sector": ["csd"]}, "weighted": False, "spreads": True}
    assert (job.kind, job.parameters) == ("tables", {"use": "internal", "selection": selection})


def test_second_request_joins_the_count_under_way(client, round_, large, researcher):
    running = make_job(round_, researcher, kind=Job.Kind.TABLES, parameters=INTERNAL)

    client.post(reverse("reports:count", args=["autumn"]), {"query": "", "table": TIME})

    assert list(Job.objects.values_list("pk", flat=True)) == [running.pk]
    page = page_of(client)
    assert "Waiting for its turn." in main_of(page)
    assert f'data-url="{reverse("reports:job_progress", args=[running.pk])}"' in page


def test_large_round_shows_the_last_count_and_when_it_was_made(client, round_, large, researcher):
    keep_results(round_, researcher)
    send(round_, ("la_children", LUNCH * 40))

    plain, asked = page_of(client), page_of(client, spreads="yes")

    assert cells(plain)[2][-1] == "70%"
    assert cells(asked)[2][-1] == "70% 0 to 100"
    assert "Of 3 returns. No return is set aside. Counted on 21 November 2026, 12:30." in (
        main_of(plain)
    )
    assert "Count again" in main_of(plain)


def test_count_of_other_respondents_is_another_count(client, round_, large, researcher):
    keep_results(round_, researcher)

    page = page_of(client, sector="csd")

    assert "<table" not in page


def test_expired_or_unreadable_count_is_none(client, round_, large, researcher):
    keep_results(round_, researcher, expired_at=NOW)
    keep_results(round_, researcher, result="gone.json")

    assert "<table" not in page_of(client)


def test_failed_count_is_said(client, round_, large, researcher):
    fields = {"state": "failed", "reason": "It could not be built.", "finished_at": NOW}
    make_job(round_, researcher, kind=Job.Kind.TABLES, parameters=INTERNAL, **fields)

    page = page_of(client)

    assert "It could not be built." in main_of(page)
    assert "Count the tables" in main_of(page)


def test_publication_shows_the_protected_set_and_nothing_else(client, round_, researcher):
    keep_results(round_, researcher)
    before = page_of(client, **{"for": "publication"})
    keep_results(round_, researcher, PUBLICATION)

    page = page_of(client, **{"for": "publication", "sector": "csd"})

    assert "<table" not in before
    assert "Protected for publication." in main_of(page)
    assert "Internal, not for publication" not in page
    assert "Figures for publication have no filters and no weights" in main_of(page)
    assert cells(page)[2][-1] == "70%"
    assert 'name="sector"' not in page


def test_round_beside_is_counted_from_the_same_page(client, round_, large, researcher):
    spring = RoundFactory(slug="spring", title="Spring round")
    RoleFactory(round=spring, user=researcher)
    send(spring, ("la_children", DIRECT), ("la_children", DIRECT))
    keep_results(round_, researcher)

    page = page_of(client, **{"with": "spring"})
    fields = {"query": "with=spring", "table": TIME, "page": "autumn"}
    response = client.post(reverse("reports:count", args=["spring"]), fields)

    assert "“Spring round” has many returns" in main_of(page)
    assert response["Location"].endswith("/autumn/tables/time-by-sector/?with=spring")
    assert Job.objects.active().get().round == spring


def test_count_for_another_round_needs_a_part_in_it(client, round_, large):
    RoundFactory(slug="theirs")

    response = client.post(
        reverse("reports:count", args=["theirs"]),
        {"query": "with=theirs", "table": TIME, "page": "autumn"},
    )

    assert response.status_code == 404
    assert not Job.objects.exists()


# --- costs --------------------------------------------------------------------------------------


def test_page_costs_the_same_for_three_returns_and_for_nine(
    client, round_, django_assert_num_queries
):
    address = reverse("reports:table", args=["autumn", TIME])
    client.get(address)
    # Session, user, round, other rounds, regions, lists of codes (for the table and for those
    # beside it), count; then to read: count, two chunks,
    # code lists, what is set aside, agencies.
    with django_assert_num_queries(14):
        client.get(address)

    send(round_, *[("la_adults", DIRECT)] * 6)
    with django_assert_num_queries(14):
        client.get(address)
