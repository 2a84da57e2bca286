"""A release as a job: its zip is delivered, and what is not safe is refused in words."""

import json
import zipfile

import pytest
from django.core.files.storage import storages

from reports.building import run_job
from reports.models import Job
from tests.factories import RoleFactory
from tests.reports.made import make_job
from tests.reports.microdata.made import make_round

pytestmark = pytest.mark.django_db


def built(**parameters):
    round_ = make_round(10)
    job = make_job(
        round_, RoleFactory(round=round_).user, kind=Job.Kind.MICRODATA, parameters=parameters
    )
    run_job(job.pk)
    return Job.objects.get(pk=job.pk)


def test_job_delivers_a_zip_of_the_files():
    job = built(use="internal", formats=["csv", "parquet"], files=["wide", "episodes"])

    assert (job.state, job.returns_counted, job.returns_left_out) == ("done", 10, 0)
    with storages["results"].open(job.result) as file, zipfile.ZipFile(file) as archive:
        assert sorted(archive.namelist()) == [
            "agencies.csv", "codebook.html", "codebook.xlsx", "episodes.csv", "episodes.parquet",
            "manifest.json", "wide.csv", "wide.parquet",
        ]  # fmt: skip
        assert json.loads(archive.read("manifest.json"))["returns"] == 10
    assert job.download_name.endswith(".zip")


def test_job_that_is_not_safe_says_what_to_make_coarser():
    job = built(use="public-use", formats=["csv"], files=["wide"])

    assert job.state == "failed"
    assert job.reason.startswith("Not safe to release: 10 returns have fewer than 4 others")
