"""The coding desk: lists, one text at a time, same texts at once, two coders, changed texts."""

import threading
from fractions import Fraction

import pytest
from django.db import connection, connections
from django.utils import timezone

from reports.desks import texts
from reports.desks.references import reference_of
from surveys import actions
from surveys.coding import Agreement, digest_of
from surveys.instruments import load_instrument
from surveys.instruments.deriving import derive
from surveys.models import AuditEntry, CodeList, Return
from surveys.redacting import reviewed
from tests.factories import RoleFactory, RoundFactory
from tests.reports.desks.made import address, client_of, make_round, make_sent, text

CODES = [("manager", "Manager"), ("senior", "Senior"), ("worker", "Social worker")]
FORM = {
    "title": "Role, as coded",
    "key": "role_coded",
    "questions": ["role_details", "job_title"],
    "codes": "manager: Manager\n\n senior : Senior \nworker: Social worker",
    "coders": "1",
}


@pytest.fixture
def round_():
    return make_round()


@pytest.fixture
def client(round_):
    return client_of(round_)


def make_list(round_, who, *, two=False, key="role_coded", questions=("job_title",)):
    fields = {
        "key": key,
        "title": "Role",
        "questions": list(questions),
        "two_coders": two,
    }
    return actions.save_code_list(
        round=round_, code_list=None, fields=fields, codes=CODES, who=who, now=timezone.now()
    )


def titled(round_, title, **fields):
    return make_sent(round_, answers={"job_title": title}, **fields)


def code(code_list, who, **chosen):
    """Code texts by their words, as somebody does at the desk."""
    choices = [
        actions.Coding(item.return_id, item.of, chosen[item.words])
        for item in texts.waiting(code_list, str(who.pk))
        if item.words in chosen
    ]
    return actions.code_texts(code_list=code_list, chosen=choices, who=who, now=timezone.now())


def codings():
    return dict(Return.objects.values_list("answers__job_title", "codings"))


@pytest.mark.django_db
def test_list_is_made_with_its_codes_in_order(round_, client):
    client.post(address("new_code_list"), FORM)

    made = CodeList.objects.get()
    assert (made.key, made.title, made.questions, made.two_coders) == (
        "role_coded",
        "Role, as coded",
        ["role_details", "job_title"],
        False,
    )
    assert list(made.codes.values_list("value", "label")) == CODES
    assert list(AuditEntry.objects.values_list("act", "about")) == [
        ("coding", "role_coded: made, 3 codes")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"key": "Role 1"}, "key", "Use small letters, digits and underscores, a letter first."),
        ({"key": "job_title"}, "key", "Another variable has this name. Choose a different one."),
        ({"key": "filled_late"}, "key", "Another variable has this name. Choose a different one."),
        ({"key": "region"}, "key", "Another variable has this name. Choose a different one."),
        ({"key": "hours_mine"}, "key", "Another variable has this name. Choose a different one."),
        ({"codes": "manager Manager"}, "codes", "Line 1: begin with a value of small letters, "
         "digits, hyphens or underscores."),
        ({"codes": "a: A\nb:"}, "codes", "Line 2: write a colon and the code’s label after its "
         "value."),
        ({"codes": "a: A\na: B"}, "codes", "The value a stands twice."),
        ({"codes": "a: A"}, "codes", "Enter at least two codes."),
        ({"questions": ["contracted_hours"]}, "questions", "Select a valid choice. "
         "contracted_hours is not one of the available choices."),
    ],
)  # fmt: skip
def test_list_that_can_not_be_is_refused(round_, client, change, field, problem):
    page = client.post(address("new_code_list"), {**FORM, **change})

    assert page.context["form"].errors == {field: [problem]}
    assert CodeList.objects.count() == 0


@pytest.mark.django_db
def test_used_list_keeps_its_codes_and_takes_new_ones(round_, client):
    titled(round_, "Team manager")
    made = make_list(round_, client.user)
    code(made, client.user, **{"Team manager": "manager"})
    place = address("edit_code_list", "role_coded")

    refused = client.post(place, {"title": "Role", "codes": "worker: Worker\nother: Other"})
    client.post(place, {"title": "New", "codes": "manager: Managers\nother: Other"})
    client.post(address("delete_code_list", "role_coded"))

    assert refused.context["form"].errors == {
        "codes": ["Texts are coded with manager, so keep it."]
    }
    made.refresh_from_db()
    assert (made.title, list(made.codes.values_list("value", "label"))) == (
        "New",
        [("manager", "Managers"), ("other", "Other")],
    )
    fields = {"key": "role_coded", "title": "x", "questions": ["why_stayed"], "two_coders": False}
    who = {"who": client.user, "now": timezone.now()}
    with pytest.raises(actions.ListInUse):
        actions.save_code_list(round=round_, code_list=made, fields=fields, codes=CODES, **who)


@pytest.mark.django_db
def test_unused_list_can_be_deleted(round_, client):
    make_list(round_, client.user)

    client.post(address("delete_code_list", "role_coded"))

    assert CodeList.objects.count() == 0


@pytest.mark.django_db
def test_desk_goes_from_text_to_text_and_skipped_ones_come_again(round_, client):
    for title in ("One", "Two", "Three"):
        titled(round_, title)
    make_list(round_, client.user)
    make_sent(round_)
    place, seen = address("code_texts", "role_coded"), []

    page = client.get(place)
    first = page.context["text"].words
    page = client.get(place, {"after": page.context["reference"]})
    for _ in range(3):
        seen.append(page.context["text"].words)
        form = {"of": page.context["text"].of, "code": "worker"}
        page = client.post(f"{place}?text={page.context['reference']}", form, follow=True)

    assert (sorted(seen), seen[-1]) == (["One", "Three", "Two"], first)
    assert "Every text has its code." in text(page)
    assert {title: found for title, found in codings().items() if title} == {
        title: {"role_coded": "worker"} for title in seen
    }


@pytest.mark.django_db
def test_text_without_a_code_is_not_saved(round_, client):
    titled(round_, "One")
    made = make_list(round_, client.user)
    item = next(texts.waiting(made, ""))
    place = address("code_texts", "role_coded")

    reference = reference_of(round_.pk, item.return_id)
    page = client.post(f"{place}?text={reference}", {"of": item.of})

    assert page.context["form"].errors == {"code": ["Choose a code, or skip this text."]}
    assert codings() == {"One": {}}


@pytest.mark.django_db
def test_text_that_changed_while_it_was_coded_is_shown_again(round_, client):
    found = titled(round_, "Manager")
    made = make_list(round_, client.user)
    item = next(texts.waiting(made, ""))
    Return.objects.filter(pk=found.pk).update(answers={"job_title": "Worker"})
    place = f"{address('code_texts', 'role_coded')}?text={reference_of(round_.pk, found.pk)}"

    page = client.post(place, {"of": item.of, "code": "manager"}, follow=True)

    assert (page.context["text"].words, codings()) == ("Worker", {"Worker": {}})
    assert "The text was changed since you opened it." in text(page)


@pytest.mark.django_db
def test_texts_that_read_the_same_are_coded_at_once(round_, client):
    for title in ("Team manager", "team  Manager", "TEAM MANAGER", "Worker", "Duty"):
        titled(round_, title)
    make_list(round_, client.user)
    place = address("code_groups", "role_coded")
    groups = {g.words.casefold(): g for g in client.get(place).context["listed"]}
    assert [len(group.members) for group in groups.values()] == [3, 1, 1]

    manager, duty = next(iter(groups.values())), groups["duty"]
    client.post(place, {f"code-{manager.key}": "manager", f"code-{duty.key}": "worker"})
    done = client.get(place, {"done": ""}).context["listed"]
    client.post(
        f"{place}?done", {f"code-{done[1].key}": "senior", f"code-{done[0].key}": "manager"}
    )

    assert codings() == {
        "Team manager": {"role_coded": "manager"},
        "team  Manager": {"role_coded": "manager"},
        "TEAM MANAGER": {"role_coded": "manager"},
        "Duty": {"role_coded": "senior"},
        "Worker": {},
    }
    said = list(AuditEntry.objects.order_by("pk").values_list("about", flat=True))
    assert said[1:] == ["role_coded: 4 coded", "role_coded: 1 coded"]


@pytest.mark.django_db
def test_texts_come_with_names_blacked_out_and_without_the_rest_of_their_return(round_, client):
    read = {"job_title": reviewed("Aide to Mary", [(8, 12)])}
    answers = {"job_title": "Aide to Mary", "why_stayed": "My own reasons"}
    make_sent(round_, answers=answers, redactions=read)
    make_list(round_, client.user)

    pages = [text(client.get(address(n, "role_coded"))) for n in ("code_texts", "code_groups")]

    assert ["Aide to [name removed]" in page for page in pages] == [True, True]
    assert [word for page in pages for word in ("Mary", "My own reasons") if word in page] == []


@pytest.mark.django_db
def test_two_coders_see_only_their_own_and_disagreements_are_settled(round_, client):
    second = client_of(round_)
    for title in ("A", "B", "C", "D"):
        titled(round_, title)
    made = make_list(round_, client.user, two=True)
    code(made, client.user, A="manager", B="manager", C="worker", D="worker")
    assert [i.words for i in texts.waiting(made, str(client.user.pk))] == []
    page = second.get(address("code_texts", "role_coded"))
    assert (page.context["before"], page.context["progress"]) == ("", texts.Progress(4, 0))

    code(made, second.user, A="manager", B="worker", C="worker", D="worker")

    assert codings() == {
        "A": {"role_coded": "manager"},
        "B": {},
        "C": {"role_coded": "worker"},
        "D": {"role_coded": "worker"},
    }
    page = client.get(address("agreement", "role_coded"))
    assert [row[2:] for row in page.context["pairs"]] == [
        (Agreement(4, 3, Fraction(1, 2), Fraction(1, 2)), 75, 50, "0.50")
    ]
    ((reference, words, chosen),) = page.context["rows"]
    assert (words, sorted(label for _name, label, _value in chosen)) == (
        "B",
        ["Manager", "Social worker"],
    )

    client.post(address("agreement", "role_coded"), {f"code-{reference}": "senior"})

    assert codings()["B"] == {"role_coded": "senior"}
    assert client.get(address("agreement", "role_coded")).context["rows"] == []


@pytest.mark.django_db
def test_third_coder_comes_too_late(round_, client):
    titled(round_, "A")
    made = make_list(round_, client.user, two=True)
    item = next(texts.waiting(made, ""))
    others = [RoleFactory(round=round_).user for _ in range(3)]

    for who, chosen in zip(others, ("manager", "manager", "worker"), strict=True):
        choice = actions.Coding(item.return_id, item.of, chosen)
        actions.code_texts(code_list=made, chosen=[choice], who=who, now=timezone.now())

    assert codings() == {"A": {"role_coded": "manager"}}
    assert len(Return.objects.get().coded["role_coded"]["by"]) == 2


@pytest.mark.django_db
def test_unknown_code_is_never_written(round_, client):
    titled(round_, "A")
    made = make_list(round_, client.user)
    item = next(texts.waiting(made, ""))

    chosen = [actions.Coding(item.return_id, item.of, "nothing")]
    with pytest.raises(actions.CodeUnknown):
        actions.code_texts(code_list=made, chosen=chosen, who=client.user, now=timezone.now())

    assert codings() == {"A": {}}


@pytest.mark.django_db
def test_respondent_who_changes_the_text_takes_its_code_and_review_with_it(round_, client):
    found = make_sent(
        round_,
        answers={"job_title": "Manager", "why_stayed": "People"},
        redactions={
            "job_title": reviewed("Manager", []),
            "why_stayed": reviewed("People", []),
        },
    )
    made = make_list(round_, client.user)
    why = make_list(round_, client.user, key="why_coded", questions=["why_stayed"])
    code(made, client.user, Manager="manager")
    code(why, client.user, People="worker")
    actions.reopen_return(handle=found.handle)

    actions.save_answers(handle=found.handle, given={"contracted_hours": 30})
    before = Return.objects.get()
    actions.save_answers(handle=found.handle, given={"job_title": "Worker"})

    after = Return.objects.get()
    assert before.codings == {"role_coded": "manager", "why_coded": "worker"}
    assert (after.codings, list(after.coded), list(after.redactions)) == (
        {"why_coded": "worker"},
        ["why_coded"],
        ["why_stayed"],
    )
    actions.send_return(handle=found.handle)
    assert [item.words for item in texts.waiting(made, str(client.user.pk))] == ["Worker"]


@pytest.mark.django_db
def test_coding_that_the_questionnaire_declares_takes_its_codes_from_there(client):
    round_ = RoundFactory(slug="round-of-2009", instrument="2009")
    RoleFactory(round=round_, user=client.user)
    titled(round_, "Team manager")
    titled(round_, "Loaded", codings={"role_table_2_4": "senior"})

    page = client.get(f"/research/{round_.slug}/coding/")
    assert [one.key for one, _question in page.context["declared"]] == [
        "role_table_2_4",
        "role_table_3_11",
    ]
    client.post(
        f"/research/{round_.slug}/coding/new-list/?coding=role_table_2_4",
        {"title": "Role", "coders": "1"},
    )
    made = CodeList.objects.get()
    assert (made.questions, list(made.codes.all())) == (["job_title"], [])
    assert [i.words for i in texts.waiting(made, "")] == ["Team manager"]

    code(made, client.user, **{"Team manager": "manager"})

    found = Return.objects.get(answers__job_title="Team manager")
    instrument = load_instrument("2009")
    assert derive(instrument, found.answers, found.codings)["role_table_2_4"] == "manager"


@pytest.mark.django_db(transaction=True)
def test_two_coders_at_the_same_moment_are_both_kept(round_):
    for n in range(5):
        titled(round_, f"T{n}")
    coders = [RoleFactory(round=round_).user for _ in range(2)]
    lists = [
        make_list(round_, coders[0], two=True),
        make_list(round_, coders[0], two=True, key="second_list"),
    ]
    items = list(texts.waiting(lists[0], ""))
    assert {item.of for item in items} == {digest_of([("job_title", f"T{n}")]) for n in range(5)}
    ready = threading.Barrier(4)
    failed = []

    def work(code_list, who):
        try:
            ready.wait(10)
            for item in items:
                choice = actions.Coding(item.return_id, item.of, "worker")
                actions.code_texts(
                    code_list=code_list, chosen=[choice], who=who, now=timezone.now()
                )
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(li, who)) for li in lists for who in coders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    connection.close()

    assert failed == []
    kept = [
        (found.codings, {key: len(entry["by"]) for key, entry in found.coded.items()})
        for found in Return.objects.all()
    ]
    assert (
        kept
        == [
            (
                {"role_coded": "worker", "second_list": "worker"},
                {"role_coded": 2, "second_list": 2},
            )
        ]
        * 5
    )
