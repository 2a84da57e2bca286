"""Adding people: one, some without names, pasted lines, a file with wrong rows."""

import datetime
from threading import Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from surveys.actions import code_of
from surveys.actions.people import AlreadyUsed, PeopleClosed, confirm_upload, forget_old_uploads
from surveys.codes import check_of
from surveys.keys import keys_of
from surveys.models import AuditEntry, Invitation, Round, StagedUpload
from surveys.people.reading.checking import Person
from tests.factories import AgencyFactory, InvitationFactory, RoundFactory
from tests.surveys.people import files
from tests.surveys.people.conftest import Officer

pytestmark = pytest.mark.django_db


def listed(agency):
    people = Invitation.objects.filter(agency=agency)
    return sorted(people.values_list("name", "email", "team"))


def audited(agency):
    entries = AuditEntry.objects.filter(agency=agency).order_by("pk")
    return list(entries.values_list("act", "about"))


def upload(officer, data, name="staff.csv"):
    data = data if isinstance(data, bytes) else data.encode()
    return officer.post("people_upload", file=SimpleUploadedFile(name, data))


def check_page(officer, **data):
    return officer.post("people_check", StagedUpload.objects.get().pk, **data)


def shown_errors(response):
    return [
        (row.number, field.label, error)
        for row in response.context["preview"].wrong
        for field in row.fields
        for error in field.errors
    ]


def test_one_person_is_added_with_a_code_that_works(officer):
    officer.post(
        "people_add", name=" Asha  Patel ", email="asha@council.example", team="East", do="person"
    )

    assert listed(officer.agency) == [("Asha Patel", "asha@council.example", "East")]
    added = Invitation.objects.get()
    keys = keys_of(officer.agency.round_id)
    assert added.code_check == check_of(keys.check, code_of(added))
    assert audited(officer.agency) == [("upload", "1 person")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "neither a name nor an email address"),
        ({"name": "Asha", "email": "asha@"}, "“asha@” is not a whole email address."),
        ({"email": "BO@council.example"}, "Somebody with this email address is on your list."),
        ({"name": "bo lee", "team": "West"}, "Somebody with this name and team is on your list."),
    ],
)
def test_person_who_cannot_be_added_is_told_why(officer, data, words):
    InvitationFactory(agency=officer.agency, name="Bo Lee", email="bo@council.example", team="West")

    response = officer.post("people_add", **data, do="person")

    assert words in response.content.decode()
    assert "There is a problem" in response.content.decode()
    assert len(listed(officer.agency)) == 1


def test_people_without_names_are_added_for_code_cards(officer):
    response = officer.post("people_add", number="12", nameless_team="East", do="nameless")

    assert listed(officer.agency) == [("", "", "East")] * 12
    assert Invitation.objects.values("code_check").distinct().count() == 12
    assert response.request["PATH_INFO"] == officer.url("cards")
    assert audited(officer.agency) == [("upload", "12 people")]


@pytest.mark.parametrize("number", ["", "0", "-3", "501", "many", "1.5"])
def test_number_of_people_without_names_is_checked(officer, number):
    response = officer.post("people_add", number=number, do="nameless")

    assert response.context["second"].errors["number"]
    assert listed(officer.agency) == []


def test_pasted_list_is_shown_first_and_added_when_confirmed(officer):
    text = "Name\tEmail\tTeam\nAsha\ta@council.example\tEast\nBo\t\tWest"

    response = officer.post("people_paste", people=text)
    assert listed(officer.agency) == []
    assert "<strong>2</strong> people can be added." in response.content.decode()

    check_page(officer, do="add")
    assert listed(officer.agency) == [("Asha", "a@council.example", "East"), ("Bo", "", "West")]
    assert StagedUpload.objects.count() == 0
    assert audited(officer.agency) == [("upload", "2 people")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_file_of_200_with_12_wrong_rows_is_corrected_and_added(officer, kind):
    rows = [list(row) for row in files.people(200)]
    for n in range(0, 60, 5):  # twelve of them
        rows[n][1] = "not an address"
    rows = [files.NAMES, *rows]
    data = files.csv_of(rows).encode() if kind == "csv" else files.workbook_of(rows)

    response = upload(officer, data, f"staff.{kind}")

    errors = shown_errors(response)
    assert len(errors) == 12
    assert errors[0] == (
        2,
        "Email address",
        "“not an address” is not a whole email address. Enter one like name@council.example, or "
        "nothing.",
    )
    assert "<strong>188</strong> people can be added." in response.content.decode()

    corrections = {"do": "check"}
    for number, _label, _error in errors[:11]:
        corrections[f"row-{number}-name"] = f"Person {number - 1}"
        corrections[f"row-{number}-email"] = f"right{number}@council.example"
        corrections[f"row-{number}-team"] = "East"
    last = errors[11][0]
    corrections |= {f"row-{last}-name": "x", f"row-{last}-out": "yes"}
    response = check_page(officer, **corrections)

    assert shown_errors(response) == []
    assert listed(officer.agency) == []
    check_page(officer, do="add")
    assert len(listed(officer.agency)) == 199
    assert ("Person 1", "right2@council.example", "East") in listed(officer.agency)
    assert audited(officer.agency) == [("upload", "199 people")]


def test_rows_that_stay_wrong_stop_everybody_from_being_added(officer):
    upload(officer, "Name,Email\nAsha,a@council.example\nBo,nowhere\n")

    response = check_page(officer, do="add", **{"row-3-name": "Bo", "row-3-email": "still no"})

    page = response.content.decode()
    assert "There is a problem" in page
    assert '<a href="#row-3-email">Row 3, Email address: “still no” is not a whole' in page
    assert listed(officer.agency) == []


def test_right_rows_can_be_added_without_the_wrong_ones(officer):
    upload(officer, "Name,Email\nAsha,a@council.example\nBo,nowhere\n")

    check_page(officer, do="add-rest", **{"row-3-name": "Bo", "row-3-email": "nowhere"})

    assert listed(officer.agency) == [("Asha", "a@council.example", "")]


def test_rows_left_out_can_be_taken_back(officer):
    upload(officer, "Name,Email\nAsha,a@council.example\nBo,nowhere\n")
    check_page(officer, do="check", **{"row-3-name": "Bo", "row-3-out": "yes"})
    assert StagedUpload.objects.get().left_out == [3]

    response = check_page(officer, do="restore")

    assert [number for number, _label, _error in shown_errors(response)] == [3]


def test_columns_can_be_changed_and_corrections_stay(officer):
    upload(officer, "Asha,East,nobody\nBo,West,b@council.example\n")
    assert StagedUpload.objects.get().columns == ["name", "team", "email"]
    check_page(officer, do="check", **{"row-1-name": "Asha P", "row-1-team": "East"})

    response = check_page(
        officer, do="columns", **{"column-1": "team", "column-2": "name", "column-3": "email"}
    )

    assert StagedUpload.objects.get().columns == ["team", "name", "email"]
    assert response.context["preview"].checked.ready == [
        (1, Person("Asha P", "", "East")),
        (2, Person("West", "b@council.example", "Bo")),
    ]


def test_column_cannot_be_two_things_and_no_two_columns_the_same(officer):
    upload(officer, "Name,Email\nAsha,a@council.example\n")

    check_page(officer, do="columns", **{"column-1": "email", "column-2": "email"})
    assert StagedUpload.objects.get().columns == ["email", "skip"]

    check_page(officer, do="columns", **{"column-1": "rubbish"}, headings="yes")
    assert StagedUpload.objects.get().columns == ["skip", "skip"]
    assert StagedUpload.objects.get().has_headings


def test_people_listed_already_are_not_added_again(officer):
    InvitationFactory(agency=officer.agency, name="Asha", email="A@council.example")

    response = upload(officer, "Name,Email\nAsha,a@council.example\nBo,b@council.example\n")
    assert "<strong>1</strong> is on your list already" in response.content.decode()
    check_page(officer, do="add")

    assert listed(officer.agency) == [
        ("Asha", "A@council.example", ""),
        ("Bo", "b@council.example", ""),
    ]


def test_list_is_added_once_however_often_it_is_confirmed(officer):
    upload(officer, "Name\nAsha\nBo\n")
    staged = StagedUpload.objects.get()
    confirm = {"leave_wrong": False, "who": officer.user, "now": timezone.now()}

    assert confirm_upload(staged=staged, **confirm) == 2
    with pytest.raises(AlreadyUsed):
        confirm_upload(staged=staged, **confirm)

    assert len(listed(officer.agency)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_add_everybody_once(officer):
    upload(officer, files.csv_of([files.NAMES, *files.people(50)]))
    staged = StagedUpload.objects.get()
    added = []

    def confirm():
        try:
            added.append(
                confirm_upload(
                    staged=staged, leave_wrong=False, who=officer.user, now=timezone.now()
                )
            )
        except AlreadyUsed:
            added.append(0)
        finally:
            connection.close()

    threads = [Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(added) == [0, 50]
    assert len(listed(officer.agency)) == 50


def test_list_can_be_dropped(officer):
    upload(officer, "Name\nAsha\n")

    response = check_page(officer, do="drop")

    assert "Nobody was added." in response.content.decode()
    assert StagedUpload.objects.count() == Invitation.objects.count() == 0


def test_staged_list_is_its_makers_only(officer):
    upload(officer, "Name\nAsha\n")
    deputy = Officer(officer.agency)

    staged = StagedUpload.objects.get()
    assert deputy.get("people_check", staged.pk).status_code == 404
    assert deputy.post("people_check", staged.pk, do="add").status_code == 404
    assert listed(officer.agency) == []


def test_staged_lists_go_after_a_day(officer):
    upload(officer, "Name\nAsha\n")
    made = StagedUpload.objects.get().made_at

    assert forget_old_uploads(now=made + datetime.timedelta(hours=23)) == 0
    assert forget_old_uploads(now=made + datetime.timedelta(hours=25)) == 1
    assert StagedUpload.objects.count() == 0


def test_second_upload_takes_the_place_of_the_first(officer):
    upload(officer, "Name\nAsha\n")
    upload(officer, "Name\nBo\n")

    assert [staged.rows[1][1] for staged in StagedUpload.objects.all()] == [["Bo"]]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("staff.xlsm", files.with_part(files.workbook_of([["A"]]), "xl/vbaProject.bin"), "macros"),
        ("staff.xlsx", files.workbook_of([["A"]])[:500], "damaged"),
        ("staff.xlsx", files.zip_bomb, "unpack to far more"),
        ("staff.pdf", b"%PDF-1.7", "This is a PDF file."),
    ],
)
def test_file_that_cannot_be_taken_is_refused_on_the_page(officer, name, data, words):
    response = upload(officer, data() if callable(data) else data, name)

    page = response.content.decode()
    assert words in page
    assert "There is a problem" in page
    assert StagedUpload.objects.count() == 0


@pytest.mark.parametrize("megabytes", [2.2, 4])
def test_file_that_is_too_large_is_refused_and_never_written_to_disk(
    officer, megabytes, tmp_path, settings
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "not-there")  # using it would fail

    response = upload(officer, b"a@council.example\n" * int(megabytes * 1024 * 1024 / 18))

    assert "The file is larger than 2 MB." in response.content.decode()


def test_upload_without_a_file_says_what_to_do(officer):
    response = officer.post("people_upload")

    assert "Choose the file that holds your list of people." in response.content.decode()


def test_names_of_an_upload_are_in_no_cookie_and_no_address(officer):
    upload(officer, "Name,Email\nAsha Patel,asha@council.example\n")
    response = check_page(officer, do="check")

    cookies = " ".join(morsel.value for morsel in officer.client.cookies.values())
    assert "Asha" not in cookies
    assert "asha" not in response.request["PATH_INFO"] + response.request["QUERY_STRING"]


@pytest.mark.parametrize("state", [Round.State.CLOSED, Round.State.SEALING, Round.State.SEALED])
def test_nobody_is_added_once_the_round_is_closed(state):
    officer = Officer(AgencyFactory(round=RoundFactory(state=state)))

    for name in ("people_add", "people_paste", "people_upload", "cards"):
        page = officer.client.get(officer.url(name), follow=True)
        assert "The survey is closed" in page.content.decode()
    officer.post("people_add", name="Asha", do="person")
    assert listed(officer.agency) == []
    with pytest.raises(PeopleClosed):
        confirm_upload(
            staged=StagedUpload.objects.create(
                agency=officer.agency,
                made_by=officer.user,
                made_at=timezone.now(),
                rows=[[1, ["Asha"]]],
                columns=["name"],
                has_headings=False,
            ),
            leave_wrong=True,
            who=officer.user,
            now=timezone.now(),
        )
    assert StagedUpload.objects.count() == 1  # what could not be added was not lost


def test_many_people_are_added_with_few_queries(officer):
    upload(officer, files.csv_of([files.NAMES, *files.people(3000)]))

    with CaptureQueriesContext(connection) as captured:
        check_page(officer, do="add")

    assert Invitation.objects.count() == 3000
    inserts = [q for q in captured if q["sql"].startswith('INSERT INTO "surveys_invitation"')]
    assert len(inserts) <= (1 if connection.vendor == "postgresql" else 40)


def test_addresses_of_the_people_pages_hold_ids_only(officer):
    person = InvitationFactory(agency=officer.agency, name="Asha")

    assert officer.url("person", person.pk) == (
        f"/staff/agencies/{officer.agency.pk}/people/{person.pk}/"
    )
    assert reverse("surveys:people", args=[officer.agency.pk]) in officer.url("people_add")
