"""Every page in its states: axe finds nothing, nothing is wider than 320 px, and it has one h1."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from diary.models import Diary
from reports.actions import request_workbook
from reports.desks.references import reference_of
from surveys.actions import Coding, code_texts, save_code_list
from surveys.actions.managing import log_call
from surveys.actions.people import stage_upload
from surveys.coding import digest_of
from surveys.models import Agency, Invitation, Return, Round, RoundPage, RoundRole
from surveys.people.reading import read_paste
from tests.browser.conftest import axe_violations, overflow
from tests.browser.pressing import press
from tests.factories import (
    AgencyFactory,
    InvitationFactory,
    OpenLinkFactory,
    RoleFactory,
    RoundFactory,
    UserFactory,
    WeekFactory,
)
from tests.reports.made import send
from tests.reports.microdata.made import done_release
from tests.respondent import Respondent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
NARROW = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}
DRAWN = """async () => {
  await new Promise((done) => setTimeout(() => requestAnimationFrame(done), 50));
  const ends = ({ effect }) => effect.getComputedTiming().iterations !== Infinity;
  const fading = document.getAnimations().filter(ends);
  await Promise.allSettled(fading.map((one) => one.finished));
}"""
LONG = "Bartholomew-Featherstonehaugh Cholmondeley-Warner of Llanfairpwllgwyngyll"


@dataclass
class State:
    """A page in one of its states: whose cookies, which address, and what is pressed there."""

    client: Client = field(default_factory=Client)
    path: str = "/"
    press: str = ""  # the name of a button
    fill: dict[str, str] = field(default_factory=dict)
    opens: str = ""  # the words of a fold


def started(**fields: Any) -> Respondent:
    return Respondent(InvitationFactory(**fields)).begin()


def filled() -> Respondent:
    person = started()
    person.fill_day("monday", {**dict.fromkeys(range(17, 34), "C"), 24: "8", 3: "I"}, "W")
    person.fill_day("tuesday", {**dict.fromkeys(range(17, 22), "a"), 40: "6"}, "W")
    person.fill_day("sunday", {}, "N")
    person.answer("working-week")
    person.answer("your-work", {"setting": "nhs"})
    return person


def arrived() -> Respondent:
    person = Respondent(InvitationFactory())
    person.enter_code()
    return person


def came_back() -> Respondent:
    invitation = InvitationFactory()
    Respondent(invitation).begin()
    person = Respondent(invitation)
    person.enter_code()
    return person


def by_open_link() -> Client:
    person = Respondent()
    person.post("surveys:join", {}, OpenLinkFactory().slug)
    return person.client


def officer(people: int, disposition: str = "sent") -> State:
    agency = AgencyFactory(name=f"{LONG} children's services")
    for n in range(people):
        InvitationFactory(agency=agency, name=f"{LONG} {n}", team=LONG, disposition=disposition)
    role = RoleFactory(round=agency.round, role=RoundRole.Role.OFFICER, agencies=[agency])
    client = Client()
    client.force_login(role.user)
    return State(client, reverse("surveys:agency", args=[agency.pk]))


def people_page(name: str, people: int = 0, **fields: Any) -> State:
    """A page of a link officer's about people; those about one person take the first of them."""
    state = officer(people, "invited")
    agency = Agency.objects.get(name__startswith=LONG)
    one = name.startswith("person")
    arguments = [agency.pk, Invitation.objects.first().pk] if one else [agency.pk]
    return State(state.client, reverse(f"surveys:{name}", args=arguments), **fields)


def list_to_check(press: str = "") -> State:
    state = officer(0)
    agency = Agency.objects.get(name__startswith=LONG)
    rows = "".join(f"{LONG} {n},nowhere{n},{LONG}\n" for n in range(3))
    text = f"Name,Email,Team,{LONG}\nAsha,a@b.example,East,{LONG}\n{rows}"
    made_by = RoundRole.objects.get(agencies=agency).user
    staged = stage_upload(agency=agency, table=read_paste(text), who=made_by, now=timezone.now())
    path = reverse("surveys:people_check", args=[agency.pk, staged.pk])
    return State(state.client, path, press)


def researcher(returns: int = 0, job: bool = False) -> State:
    round_ = RoundFactory(title=f"The round of {LONG}", note="A round to try things in.")
    role = RoleFactory(round=round_)
    for _ in range(returns):
        Respondent(InvitationFactory(agency=AgencyFactory(round=round_))).whole_way()
    client = Client()
    client.force_login(role.user)
    path = reverse("reports:round", args=[round_.slug])
    if job:
        asked = request_workbook(round=round_, user=role.user, now=timezone.now())
        path = reverse("reports:job", args=[asked.pk])
    return State(client, path)


def desk_page(name: str, *arguments: str, **fields: Any) -> State:
    """A page of the researchers' desks; one about a return takes the only one there is."""
    role = RoleFactory(round=RoundFactory(title=f"The round of {LONG}"), user__name=LONG)
    others = RoleFactory(round=role.round, user__name=f"Other {LONG}").user
    agency = AgencyFactory(round=role.round, name=LONG, returns_exclusion="")
    Respondent(InvitationFactory(agency=agency)).whole_way()
    sent = Return.objects.get()
    words = f"I work with {LONG}. Call 0191 498 0123. {'word' * 40}"
    texts = {"job_title": LONG, "why_stayed": words, "setting": "other", "setting_details": LONG}
    Return.objects.update(
        answers={**sent.answers, **texts, "worked_hours": 90},
        flags=[["long_day", 1]],
        exclusion=fields.pop("exclusion", ""),
    )
    Diary.objects.update(filled="LLLNS..")
    now, codes = timezone.now(), [("one", LONG), ("two", f"Another {LONG}")]
    named = {"key": "role_coded", "title": LONG, "questions": ["job_title"], "two_coders": True}
    made = save_code_list(
        round=role.round, code_list=None, fields=named, codes=codes, who=role.user, now=now
    )
    for who, code in fields.pop("coded", ()):
        chosen = [Coding(sent.pk, digest_of([("job_title", LONG)]), code)]
        by = role.user if who == "own" else others
        code_texts(code_list=made, chosen=chosen, who=by, now=now)
    client = Client()
    client.force_login(role.user)
    place = {"agency": str(agency.pk), "return": reference_of(role.round.pk, sent.pk)}
    found = [place.get(argument, argument) for argument in arguments]
    path = reverse(f"reports:{name}", args=[role.round.slug, *found])
    return State(client, path + fields.pop("query", ""), **fields)


def researcher_round(query: str) -> State:
    state = researcher(job=True)
    address = reverse("reports:round", args=[RoundRole.objects.get().round.slug])
    return State(state.client, f"{address}?{query}")


def table_page(name: str = "", query: str = "") -> State:
    """A page of tables of a round with a second one beside it; without a name, the list."""
    state = researcher()
    role = RoundRole.objects.get()
    send(role.round, ("la_children", "AABB6"), ("voluntary", "6ab"))
    other = RoundFactory(slug="beside", title=LONG)
    RoleFactory(round=other, user=role.user)
    send(other, ("la_adults", "A6"))
    arguments = [role.round.slug, name] if name else [role.round.slug]
    address = reverse("reports:table" if name else "reports:tables", args=arguments)
    return State(state.client, f"{address}?{query}" if query else address)


def microdata(*, returns: int = 0, made: bool = False, **fields: Any) -> State:
    """The page of microdata files; with `made`, that of a release."""
    state = researcher(returns=returns)
    round_ = Round.objects.get()
    path = reverse("reports:files", args=[round_.slug])
    if made:
        job, _release = done_release(round_)
        path = reverse("reports:release", args=[job.pk])
    return State(state.client, path, **fields)


def codebook() -> State:
    return State(researcher().client, reverse("surveys:codebook", args=["2009"]))


def staff_home() -> State:
    return State(researcher().client, reverse("surveys:staff_home"))


def reminders_stopped() -> State:
    person = arrived()
    person.post("surveys:reminders")
    return State(person.client, "/reminders/")


def withdrew() -> State:
    invitation = InvitationFactory()
    Respondent(invitation).begin().post("surveys:withdraw", {"sure": "on"})
    again = Respondent(invitation)
    again.enter_code()
    return State(again.client, "/about/")


def too_late() -> State:
    person = started()
    Round.objects.update(state=Round.State.SEALING, team_email=f"{'long' * 9}@unit.example")
    return State(person.client, "/withdraw/")


def with_contact(path: str) -> State:
    person = started()
    person.post("surveys:contact", {"name": LONG, "email": "a@b.example", "times": LONG * 6})
    return State(person.client, path)


def round_page(kind: str, body: str = "") -> State:
    round_ = RoundFactory(title=f"The round of {LONG}", team_name=LONG, team_phone="01632 960 001")
    if body:
        RoundPage.objects.create(round=round_, kind=kind, body=body)
    return State(path=reverse("surveys:round_page", args=[round_.slug, kind]))


def editor(name: str, *arguments: str, **fields: Any) -> State:
    role = RoleFactory(round=RoundFactory(title=LONG), role=RoundRole.Role.MANAGER)
    client = Client()
    client.force_login(role.user)
    return State(client, reverse(name, args=[role.round.slug, *arguments]), **fields)


def managed(name: str, *, agencies: int = 0, **fields: Any) -> State:
    """A page of the survey manager's desk; `name` of an agency's page takes an agency."""
    state = fields.pop("state", Round.State.OPEN)
    round_ = RoundFactory(title=f"The round of {LONG}", state=state)
    user = UserFactory(makes_rounds=True, name=LONG)
    RoleFactory(round=round_, role=RoundRole.Role.MANAGER, user=user)
    WeekFactory(round=round_)
    for n in range(agencies):
        agency = AgencyFactory(round=round_, name=f"{LONG} {n}", standing="agreed")
        RoleFactory(round=round_, role=RoundRole.Role.OFFICER, agencies=[agency])
        InvitationFactory(agency=agency, disposition="sent")
        log_call(agency=agency, outcome="agreed", note=LONG, who=user, now=timezone.now())
    client = Client()
    client.force_login(user)
    address = reverse(name) if name == "surveys:new_round" else None
    if address is None:
        of_agency = name in ("surveys:managed_agency", "surveys:edit_agency")
        address = reverse(name, args=[agency.pk if of_agency else round_.slug])
    return State(client, address, **fields)


MARKDOWN = (
    f"###### {LONG}\n\n- a\n  - b\n    1. c\n\n> {LONG}\n\n{'word' * 40}\n\n***\n\n"
    f"[{'link' * 30}](https://{'a' * 60}.example/{'b' * 200})\n\n###\n\n# **x**"
)
STATES = {
    "new round, wrong": lambda: managed("surveys:new_round", press="Make the round"),
    "round to manage, draft": lambda: managed("surveys:manage_round", state="draft"),
    "round to manage, agencies": lambda: managed("surveys:manage_round", agencies=3),
    "round to manage, closed": lambda: managed("surveys:manage_round", state="closed"),
    "round to change": lambda: managed("surveys:edit_round", agencies=1),
    "round to seal, wrong": lambda: managed(
        "surveys:seal", state="closed", press="Seal the round for good"
    ),
    "agencies, none": lambda: managed("surveys:managed_agencies"),
    "agencies": lambda: managed("surveys:managed_agencies", agencies=3),
    "agency of a manager": lambda: managed("surveys:managed_agency", agencies=1),
    "agency to change, wrong": lambda: managed(
        "surveys:edit_agency", agencies=1, fill={"name": ""}, press="Save"
    ),
    "agencies to upload, wrong": lambda: managed("surveys:upload_agencies", press="Look at it"),
    "recruitment": lambda: managed("surveys:recruitment", agencies=2),
    "home": State,
    "enter a code": lambda: State(path="/start/"),
    "enter a code, wrong": lambda: State(path="/start/", press="Continue", fill={"code": "AB"}),
    "open link": lambda: State(path=f"/join/{OpenLinkFactory().slug}/"),
    "what this is": lambda: State(arrived().client, "/about/"),
    "consent": lambda: State(arrived().client, "/consent/"),
    "consent by an open link": lambda: State(by_open_link(), "/consent/"),
    "consent, wrong": lambda: State(arrived().client, "/consent/", "Agree and start"),
    "pin": lambda: State(came_back().client, "/pin/"),
    "pin, wrong": lambda: State(
        came_back().client, "/pin/", "Open my return", fill={"pin": "999999"}
    ),
    "tasks, nothing done": lambda: State(started().client, "/tasks/"),
    "tasks, some done": lambda: State(filled().client, "/tasks/"),
    "tasks, sent": lambda: State(Respondent(InvitationFactory()).whole_way().client, "/tasks/"),
    "check, empty": lambda: State(started().client, "/check/"),
    "check, filled": lambda: State(filled().client, "/check/"),
    "receipt": lambda: State(Respondent(InvitationFactory()).whole_way().client, "/receipt/"),
    "contact, empty": lambda: State(started().client, "/contact/"),
    "contact, wrong": lambda: State(
        started().client, "/contact/", "Save contact details", fill={"email": "a", "telephone": "b"}
    ),
    "contact, kept": lambda: with_contact("/contact/"),
    "contact, taken back": lambda: with_contact("/contact/remove/"),
    "withdraw": lambda: State(started().client, "/withdraw/"),
    "withdraw, wrong": lambda: State(
        started().client, "/withdraw/", "Withdraw and delete my return"
    ),
    "withdraw, too late": too_late,
    "withdrawn": lambda: State(path="/withdraw/done/"),
    "what this is, after withdrawing": withdrew,
    "reminders": lambda: State(started().client, "/reminders/"),
    "reminders, stopped": reminders_stopped,
    "reminders, nobody": lambda: State(path="/reminders/"),
    "reminders, open link": lambda: State(by_open_link(), "/reminders/"),
    "help": lambda: State(started().client, "/help/"),
    "help, nobody": lambda: State(path="/help/"),
    "page of a round, what this is": lambda: round_page("about"),
    "page of a round, who": lambda: round_page("who"),
    "page of a round, data": lambda: round_page("data"),
    "page of a round, complain": lambda: round_page("complain"),
    "page of a round, accessibility": lambda: round_page("accessibility"),
    "page of a round, odd text": lambda: round_page("who", MARKDOWN),
    "pages to edit": lambda: editor("surveys:edit_pages"),
    "page to edit": lambda: editor("surveys:edit_page", "who"),
    "page to edit, wrong": lambda: editor(
        "surveys:edit_page", "who", press="Save", fill={"body": "[x](javascript:1)\n\n<b>y</b>"}
    ),
    "page to edit, preview": lambda: editor(
        "surveys:edit_page", "data", press="Preview", fill={"body": MARKDOWN}
    ),
    "own week, empty": lambda: State(started().client, "/diary/own-week/"),
    "own week, filled": lambda: State(filled().client, "/diary/own-week/"),
    "week, empty": lambda: State(started().client, "/diary/"),
    "week, filled": lambda: State(filled().client, "/diary/"),
    "day, empty": lambda: State(started().client, "/diary/saturday/"),
    "day, filled": lambda: State(filled().client, "/diary/monday/"),
    "day, wrong": lambda: State(filled().client, "/diary/monday/", "Fill"),
    "day, sent": lambda: State(
        Respondent(InvitationFactory()).whole_way().client, "/diary/monday/"
    ),
    "activities": lambda: State(path="/diary/activities/"),
    "no page": lambda: State(path="/nothing/here/"),
    "sign in": lambda: State(path="/staff/sign-in/"),
    "sign in, wrong": lambda: State(
        path="/staff/sign-in/", press="Sign in", fill={"login": "a@b.example", "password": "x"}
    ),
    "staff home": staff_home,
    "agency, empty": lambda: officer(0),
    "agency, long names": lambda: officer(60),
    "people, none": lambda: people_page("people"),
    "people, long names": lambda: people_page("people", 60),
    "add people": lambda: people_page("people_add"),
    "add people, wrong": lambda: people_page("people_add", press="Add this person"),
    "paste a list, wrong": lambda: people_page("people_paste", press="Check the list"),
    "upload a file, wrong": lambda: people_page("people_upload", press="Check the file"),
    "check a list": list_to_check,
    "check a list, wrong": lambda: list_to_check("Check these rows, then add everybody"),
    "person": lambda: people_page("person", 1),
    "new code": lambda: people_page("person_new_code", 1),
    "remove": lambda: people_page("person_remove", 1),
    "cards, none": lambda: people_page("cards"),
    "cards": lambda: people_page("cards", 2),
    "round, empty": researcher,
    "round, with returns": lambda: researcher(returns=2),
    "job": lambda: researcher(job=True),
    "tables": lambda: table_page(query="sector=csd&weighted=yes&colour=blue"),
    "table, stacked": lambda: table_page("time-by-sector", "sector=csd&region=none"),
    "table, small bars": lambda: table_page("age"),
    "table, intervals": lambda: table_page("satisfaction-by-sector", "spreads=yes&places=1"),
    "table, two rounds": lambda: table_page("time-by-sector", "with=beside&spreads=yes"),
    "table for publication, not counted": lambda: table_page("age", "for=publication"),
    "round, with filters": lambda: researcher_round("sector=csd&weighted=yes"),
    "codebook": codebook,
    "microdata": lambda: microdata(returns=1),
    "microdata, risk": lambda: microdata(returns=1, press="Look at the risk first"),
    "microdata, a release": lambda: microdata(returns=1, made=True),
    "quality": lambda: desk_page("quality"),
    "returns by flag": lambda: desk_page("quality_returns", query="?flag=filled_late"),
    "returns, none": lambda: desk_page("quality_returns", query="?show=aside"),
    "one return": lambda: desk_page("quality_return", "return"),
    "one return, set aside": lambda: desk_page("quality_return", "return", exclusion=LONG),
    "one return, wrong": lambda: desk_page(
        "quality_return", "return", opens="Set this return aside", press="Set aside"
    ),
    "thresholds, wrong": lambda: desk_page("thresholds", fill={"low_base": "x"}, press="Save"),
    "set aside": lambda: desk_page("exclusions", exclusion=LONG),
    "returns by agency": lambda: desk_page("quality_agencies"),
    "returns of an agency, wrong": lambda: desk_page(
        "quality_agency", "agency", press="Set 1 return aside"
    ),
    "names in free text": lambda: desk_page("names"),
    "names to read": lambda: desk_page("names_of", "why_stayed"),
    "names in one text, wrong": lambda: desk_page(
        "names_in", "why_stayed", "return", fill={"$='-words'": "Nobody"}, press="Save as read"
    ),
    "coding": lambda: desk_page("coding"),
    "list of codes, wrong": lambda: desk_page("new_code_list", press="Make the list"),
    "list of codes": lambda: desk_page("edit_code_list", "role_coded", coded=[("own", "one")]),
    "text to code, wrong": lambda: desk_page("code_texts", "role_coded", press="Save and next"),
    "texts to code, none": lambda: desk_page("code_texts", "role_coded", coded=[("own", "one")]),
    "same texts": lambda: desk_page("code_groups", "role_coded"),
    "agreement": lambda: desk_page(
        "agreement", "role_coded", coded=[("own", "one"), ("other", "two")]
    ),
}


def open_state(page: Page, state: State, origin: str) -> None:
    cookies = [
        {"name": name, "value": morsel.value, "url": origin}
        for name, morsel in state.client.cookies.items()
        if morsel.value
    ]
    if cookies:
        page.context.add_cookies(cookies)
    page.goto(state.path)
    for name, value in state.fill.items():
        field = f"[name{name}]" if name[0] == "$" else f"[name={name}]"
        page.locator(field).fill(value)
    if state.opens:
        page.get_by_text(state.opens).click()
    if state.press:
        press(page, state.press)


def until_drawn(page: Page) -> None:
    """Wait: the diary draws its other view in another window, colours fade into one another."""
    page.evaluate(DRAWN)


@pytest.mark.parametrize("name", STATES)
def test_page_is_accessible_and_fits_a_small_phone(new_context, live_server, name):
    state = STATES[name]()
    page = new_context(**WIDE)
    open_state(page, state, live_server.url)
    for look in (WIDE, NARROW):
        page.set_viewport_size(look["viewport"])
        page.emulate_media(color_scheme=look["color_scheme"])
        until_drawn(page)

        assert axe_violations(page) == []
        assert overflow(page) == 0
        assert page.locator("h1").count() == 1
