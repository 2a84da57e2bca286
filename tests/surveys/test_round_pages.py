"""Help, the pages that a round tells about itself, and their editor."""

import pytest
from django.test import Client
from django.urls import reverse

from surveys.models import Round, RoundPage, RoundRole
from surveys.pages import default_text
from tests.factories import InvitationFactory, RoleFactory, RoundFactory
from tests.respondent import Respondent

pytestmark = pytest.mark.django_db
KINDS = RoundPage.Kind.values


def text(response):
    return response.content.decode()


def page_of(round_, kind="who", client=None):
    return (client or Client()).get(reverse("surveys:round_page", args=[round_.slug, kind]))


@pytest.fixture
def round_():
    return RoundFactory(team_name="Survey unit", team_email="ask@unit.example", team_phone="01632")


@pytest.fixture
def manager(round_):
    client = Client()
    client.force_login(RoleFactory(round=round_, role=RoundRole.Role.MANAGER).user)
    return client


class Editor:
    """A manager at the editor of one page."""

    def __init__(self, client, round_, kind="who"):
        self.client = client
        self.address = reverse("surveys:edit_page", args=[round_.slug, kind])
        self.seen = client.get(self.address).context["seen"]

    def press(self, do, body):
        sent = {"do": do, "body": body.replace("\n", "\r\n"), "seen": self.seen}
        return self.client.post(self.address, sent, follow=True)


@pytest.mark.parametrize("kind", KINDS)
def test_standard_page_is_there_for_anybody(round_, kind):
    page = page_of(round_, kind)

    assert f"<h1>{RoundPage.Kind(kind).label}</h1>" in text(page)
    assert round_.title in text(page)
    for other in KINDS:
        assert reverse("surveys:round_page", args=[round_.slug, other]) in text(page)


def test_page_names_the_team_and_how_to_reach_it(round_):
    page = text(page_of(round_))

    assert "Survey unit runs" in page
    assert 'href="mailto:ask@unit.example"' in page


@pytest.mark.parametrize("slug", ["draft", "nothing"])
def test_page_of_no_open_round_is_none(slug):
    RoundFactory(slug="draft", state=Round.State.DRAFT)

    page = Client().get(reverse("surveys:round_page", args=[slug, "who"]))

    assert (page.status_code, "There is no page at this address" in text(page)) == (404, True)


def test_page_of_no_kind_is_none(round_):
    assert page_of(round_, "secrets").status_code == 404


def test_managers_text_replaces_the_standard_one(manager, round_):
    page = Editor(manager, round_).press("save", "## We\n\nRun by {team_name}.")

    assert "The page is saved." in text(page)
    assert RoundPage.objects.get().body == "## We\n\nRun by {team_name}."
    assert "<h2>We</h2>\n<p>Run by Survey unit.</p>" in text(page_of(round_))
    assert "Link officers" not in text(page_of(round_))


def test_text_of_one_round_stays_in_it(manager, round_):
    Editor(manager, round_).press("save", "Ours alone.")

    assert "Ours alone." not in text(page_of(RoundFactory()))


def test_preview_shows_the_text_and_saves_nothing(manager, round_):
    page = Editor(manager, round_).press("preview", "## We\n\nRun by {team_name}.")

    assert "<h2>We</h2>\n<p>Run by Survey unit.</p>" in text(page)
    assert page.context["form"]["body"].value() == "## We\r\n\r\nRun by {team_name}."
    assert RoundPage.objects.count() == 0


def test_standard_text_comes_back_when_it_is_saved(manager, round_):
    Editor(manager, round_).press("save", "Ours.")
    editor = Editor(manager, round_)

    page = editor.press("standard", "Ours, changed.")
    assert "Nothing is saved yet" in text(page)
    assert page.context["form"]["body"].value() == default_text("who")
    assert RoundPage.objects.get().body == "Ours."

    editor.press("save", default_text("who"))
    assert RoundPage.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ("", "Enter the text of the page, or go back to the standard text."),
        ("x" * 20_001, "Shorten the text to 20,000 characters. It has 20,001 now."),
        ("a\n[x](javascript:alert(1))", "Line 2: start the address of the link"),
        ("a\n\n<script>alert(1)</script>", "Line 3: HTML is not used here."),
        ("{nobody}", "Line 1: there is no placeholder {nobody}."),
    ],
)
@pytest.mark.parametrize("do", ["save", "preview"])
def test_wrong_text_says_what_to_change_and_is_not_saved(manager, round_, do, body, advice):
    page = Editor(manager, round_).press(do, body)

    assert page.status_code == 422
    assert advice in text(page)
    assert page.context["form"]["body"].value() == body.replace("\n", "\r\n")
    assert RoundPage.objects.count() == 0


def test_longest_text_is_saved_however_its_lines_end(manager, round_):
    body = "a\n" * 9_999 + "bb"

    Editor(manager, round_).press("save", body)

    assert RoundPage.objects.get().body == body


def test_second_manager_is_told_before_anything_is_overwritten(manager, round_):
    one, two = Editor(manager, round_), Editor(manager, round_)
    one.press("save", "First.")

    page = two.press("save", "Second.")
    assert (page.status_code, page.context["theirs"]) == (409, "First.")
    assert page.context["form"]["body"].value() == "Second."
    assert RoundPage.objects.get().body == "First."

    two.seen = page.context["seen"]
    two.press("save", "First and second.")
    assert RoundPage.objects.get().body == "First and second."


def test_preview_does_not_hide_what_another_manager_saved(manager, round_):
    one, two = Editor(manager, round_), Editor(manager, round_)
    one.press("save", "First.")
    two.seen = two.press("preview", "Second.").context["seen"]

    assert two.press("save", "Second.").status_code == 409


def test_list_says_which_pages_have_their_own_text(manager, round_):
    Editor(manager, round_).press("save", "Ours.")

    page = manager.get(reverse("surveys:edit_pages", args=[round_.slug]))

    assert [own for _kind, own in page.context["kinds"]] == [False, True, False, False, False]


def test_manager_finds_the_pages_from_their_work(manager, round_):
    assert reverse("surveys:edit_pages", args=[round_.slug]) in text(
        manager.get(reverse("surveys:staff_home"))
    )


def test_footer_of_a_respondents_page_leads_to_the_rounds_pages(round_):
    person = Respondent(InvitationFactory(agency__round=round_))

    for page in (person.enter_code(), person.consent(), person.get("diary:week")):
        for kind in KINDS:
            assert reverse("surveys:round_page", args=[round_.slug, kind]) in text(page)
        assert "ask@unit.example" in text(page)  # in the help


def test_help_of_nobody_names_no_team(round_):
    page = text(Client().get(reverse("surveys:help")))

    assert "Ask the survey team named in your invitation." in page
    assert "ask@unit.example" not in page


def test_help_of_a_respondent_names_the_survey_team(round_):
    person = Respondent(InvitationFactory(agency__round=round_))
    person.enter_code()

    page = text(person.get("surveys:help"))

    assert "Ask the survey team, Survey unit:" in page
    assert 'href="mailto:ask@unit.example"' in page
    assert 'href="tel:01632"' in page


@pytest.mark.parametrize("name", ["surveys:home", "diary:activities", "surveys:staff_sign_in"])
def test_page_of_nobody_asks_nothing_for_its_footer(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        Client().get(reverse(name))


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("surveys:help", 1),
        ("surveys:withdraw", 1),
        ("surveys:reminders", 3),
        ("surveys:contact", 3),
    ],
)
def test_page_of_a_respondent_asks_for_its_round_once(name, queries, django_assert_num_queries):
    person = Respondent(InvitationFactory()).begin()

    with django_assert_num_queries(queries):
        person.client.get(reverse(name))


def test_round_page_costs_two_queries(round_, django_assert_num_queries):
    RoundPage.objects.create(round=round_, kind="who", body="Ours.")

    with django_assert_num_queries(2):
        page_of(round_)
