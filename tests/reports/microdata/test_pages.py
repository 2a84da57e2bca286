import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.microdata.settings import FILES, SettingsError, settings_from
from reports.models import Job
from surveys.models import AuditEntry
from tests.factories import RoleFactory
from tests.reports.made import make_job
from tests.reports.microdata.made import done_release, make_round

pytestmark = pytest.mark.django_db
BOTH = {"formats": ["csv", "dta"], "files": ["wide", "slots"]}
LEVELS = {
    "level_ethnic_group": "coarser", "level_qualified": "out", "level_full_time": "as-is",
    "level_gender_group": "as-is", "level_age_group": "coarser", "level_role_group": "as-is",
    "level_sector": "as-is", "level_region": "as-is",
}  # fmt: skip
PUBLIC = {**BOTH, **LEVELS, "area": "sector", "diary": "none"}


@pytest.fixture
def round_(client):
    found = make_round(12, seed=3)
    client.force_login(RoleFactory(round=found).user)
    return found


def address(name, round_):
    return reverse(f"reports:{name}", args=[round_.slug])


def test_internal_files_are_asked_for_as_chosen(client, round_):
    response = client.post(address("files_internal", round_), {**BOTH, "free_text": "on"})

    job = Job.objects.get()
    assert response["Location"] == reverse("reports:job", args=[job.pk])
    assert (job.kind, job.parameters) == (
        "microdata",
        {"use": "internal", "free_text": True, **BOTH},
    )
    acts = AuditEntry.objects.filter(act=AuditEntry.Act.EXPORT).values_list("about", flat=True)
    assert "Microdata with free text asked for" in acts


def test_public_use_files_are_asked_for_as_chosen(client, round_):
    client.post(address("files_public", round_), {**PUBLIC, "suppress": "on"})

    assert Job.objects.get().parameters == {
        "use": "public-use",
        **BOTH,
        "area": "sector",
        "diary": "none",
        "coarser": ["ethnic_group", "age_group"],
        "left_out": ["qualified"],
        "suppress": True,
    }


def test_risk_is_shown_before_anything_is_built(client, round_):
    response = client.post(address("files_public", round_), {**PUBLIC, "check": "1"})

    risk = response.context["risk"]
    assert (risk.returns, risk.threshold, risk.is_releasable) == (12, 5, False)
    page = response.content.decode()
    assert f"{risk.unique} are unique" in page
    assert "What would help most" in page
    assert not Job.objects.exists()


def test_form_without_a_format_says_what_to_choose(client, round_):
    response = client.post(address("files_internal", round_), {"files": list(FILES)})

    assert response.status_code == 422
    assert "Choose at least one format." in response.content.decode()
    assert not Job.objects.exists()


def test_past_release_shows_its_manifest(client, round_):
    job, made = done_release(round_)

    listed = client.get(address("files", round_)).content.decode()
    page = client.get(reverse("reports:release", args=[job.pk])).content.decode()

    assert reverse("reports:release", args=[job.pk]) in listed
    for entry in made.manifest["files"]:
        assert entry["name"] in page
        assert entry["sha256"] in page


def test_release_whose_file_is_gone_is_no_page(client, round_):
    job, _made = done_release(round_)
    storages["results"].delete(Job.objects.get(pk=job.pk).result)

    assert client.get(reverse("reports:release", args=[job.pk])).status_code == 404


def test_more_releases_cost_no_more_queries(client, round_):
    user = round_.roles.first().user
    counts = []
    for made in (1, 2):
        for n in range(made):
            make_job(round_, user, kind=Job.Kind.MICRODATA, parameters_hash=f"{made}{n}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address("files", round_))
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "wrong", [{"use": "secret"}, {"formats": ["xls"]}, {"files": []}, {"colour": "red"}]
)
def test_settings_that_there_are_not_are_refused(wrong):
    with pytest.raises(SettingsError):
        settings_from(wrong)
