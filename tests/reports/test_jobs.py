"""Jobs as rows: who may take one, keep it, and deliver a result."""

import datetime
import threading
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from reports.actions import cancel_job, request_workbook
from reports.building import run_job
from reports.expiry import delete_expired_results
from reports.models import FAILED, GAVE_UP, MAX_ATTEMPTS, Job
from reports.tasks import expire_results
from tests.factories import RoleFactory, RoundFactory
from tests.reports.made import make_done_job, make_job, send, stored_files
from tests.reports.storages import InterruptedStorage

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 21, 12, 0, tzinfo=datetime.UTC)
LONG = datetime.timedelta(seconds=61)
SHORT = datetime.timedelta(seconds=59)


@pytest.fixture
def researcher():
    return RoleFactory()


@pytest.fixture
def job(researcher):
    return make_job(researcher.round, researcher.user, created_at=NOW, queued_at=NOW)


@pytest.fixture
def meanwhile(settings):
    """Sets what happens between the build of a workbook and the saving of its file."""
    storages = {name: dict(entry) for name, entry in settings.STORAGES.items()}
    storages["results"]["BACKEND"] = "tests.reports.storages.InterruptedStorage"
    settings.STORAGES = storages

    def happens(action):
        InterruptedStorage.meanwhile = staticmethod(action)

    return happens


def finish(job, token, now=NOW, **fields):
    counts = {"size": 7, "returns_counted": 3, "returns_left_out": 0}
    given = {"result": "a.xlsx", "code_version": "0.1.0", **counts}
    return Job.objects.finish(job.pk, token=token, now=now, **{**given, **fields})


def now_of(job):
    """What a row says now, without what it always says."""
    fields = ("state", "claim", "attempts", "heartbeat_at", "finished_at", "result", "reason")
    return Job.objects.values_list(*fields).get(pk=job.pk)


# --- claims -------------------------------------------------------------------------------------


def test_claim_takes_a_waiting_job(job):
    claimed = Job.objects.claim(job.pk, now=NOW)

    assert claimed.claim is not None
    assert now_of(job) == ("running", claimed.claim, 1, NOW, None, "", "")


def test_claim_of_a_running_job_is_refused(job):
    first = Job.objects.claim(job.pk, now=NOW)

    assert Job.objects.claim(job.pk, now=NOW + SHORT) is None
    assert now_of(job) == ("running", first.claim, 1, NOW, None, "", "")


def test_claim_takes_a_job_whose_worker_is_dead(job):
    first = Job.objects.claim(job.pk, now=NOW)

    second = Job.objects.claim(job.pk, now=NOW + LONG)

    assert second.claim != first.claim
    assert now_of(job) == ("running", second.claim, 2, NOW + LONG, None, "", "")


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_claim_of_a_job_that_ended_is_refused(job, state):
    token = Job.objects.claim(job.pk, now=NOW).claim
    {
        "done": lambda: finish(job, token),
        "failed": lambda: Job.objects.fail(job.pk, token=token, reason=FAILED, now=NOW),
        "cancelled": lambda: Job.objects.cancel(job.pk, now=NOW),
    }[state]()
    before = now_of(job)

    assert Job.objects.claim(job.pk, now=NOW + LONG) is None
    assert now_of(job) == before
    assert before[0] == state


def test_claim_of_an_unknown_job_is_refused():
    assert Job.objects.claim(uuid.uuid4(), now=NOW) is None


@pytest.mark.django_db(transaction=True)
def test_claim_by_many_at_once_is_got_by_one(job):
    ready = threading.Barrier(6)
    got = []

    def worker():
        try:
            ready.wait()
            got.append(Job.objects.claim(job.pk, now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winners = [claimed.claim for claimed in got if claimed]
    assert len(got) == 6
    assert [now_of(job)[:3]] == [("running", token, 1) for token in winners]


# --- heartbeats and ends ------------------------------------------------------------------------


def test_beat_keeps_the_claim_and_says_how_far_it_is(job):
    token = Job.objects.claim(job.pk, now=NOW).claim

    assert Job.objects.beat(job.pk, token=token, done=3, total=9, now=NOW + SHORT)
    job.refresh_from_db()
    assert (job.done, job.total, job.heartbeat_at) == (3, 9, NOW + SHORT)
    assert Job.objects.claim(job.pk, now=NOW + LONG) is None


def test_late_worker_can_neither_beat_nor_finish_nor_fail(job):
    late = Job.objects.claim(job.pk, now=NOW).claim
    current = Job.objects.claim(job.pk, now=NOW + LONG).claim
    before = now_of(job)

    assert not Job.objects.beat(job.pk, token=late, done=1, total=1, now=NOW + LONG)
    assert not finish(job, late, now=NOW + LONG)
    assert not Job.objects.fail(job.pk, token=late, reason=FAILED, now=NOW + LONG)
    assert now_of(job) == before
    assert finish(job, current, now=NOW + LONG)


def test_finish_a_second_time_is_refused(job):
    token = Job.objects.claim(job.pk, now=NOW).claim

    assert finish(job, token)
    assert not finish(job, token, result="b.xlsx")
    assert now_of(job) == ("done", None, 1, None, NOW, "a.xlsx", "")


# --- sweeping -----------------------------------------------------------------------------------


def test_sweep_leaves_living_jobs_alone(job):
    Job.objects.claim(job.pk, now=NOW)
    before = now_of(job)

    assert Job.objects.sweep(now=NOW + SHORT) == []
    assert now_of(job) == before


def test_sweep_requeues_a_job_whose_worker_died_once(job):
    Job.objects.claim(job.pk, now=NOW)

    assert Job.objects.sweep(now=NOW + LONG) == [job.pk]
    assert now_of(job) == ("waiting", None, 1, None, None, "", "")
    assert Job.objects.sweep(now=NOW + LONG + SHORT) == []


def test_sweep_tells_again_of_a_job_that_nobody_picked_up(job):
    assert Job.objects.sweep(now=NOW + SHORT) == []
    assert Job.objects.sweep(now=NOW + LONG) == [job.pk]
    assert Job.objects.sweep(now=NOW + LONG + SHORT) == []
    assert Job.objects.sweep(now=NOW + 2 * LONG) == [job.pk]
    assert now_of(job) == ("waiting", None, 0, None, None, "", "")


def test_sweep_gives_a_job_up_after_its_last_attempt(job):
    now = NOW
    for _ in range(MAX_ATTEMPTS):
        assert Job.objects.claim(job.pk, now=now)
        now += LONG
        swept = Job.objects.sweep(now=now)

    assert swept == []
    assert now_of(job) == ("failed", None, MAX_ATTEMPTS, None, now, "", GAVE_UP)
    assert Job.objects.claim(job.pk, now=now + LONG) is None


def test_sweep_leaves_ended_jobs_alone(researcher):
    done = make_done_job(researcher.round, researcher.user)
    before = now_of(done)

    assert Job.objects.sweep(now=timezone.now() + 100 * LONG) == []
    assert now_of(done) == before


# --- asking and cancelling ----------------------------------------------------------------------


def test_request_while_one_is_under_way_joins_it(researcher):
    other = RoleFactory(round=researcher.round)

    first = request_workbook(round=researcher.round, user=researcher.user, now=NOW)
    joined = request_workbook(round=researcher.round, user=other.user, now=NOW + SHORT)
    Job.objects.claim(first.pk, now=NOW)
    running = request_workbook(round=researcher.round, user=other.user, now=NOW + SHORT)

    assert first == joined == running
    assert running.requested_by == researcher.user
    assert Job.objects.count() == 1


def test_request_after_the_last_one_ended_starts_another(researcher):
    first = request_workbook(round=researcher.round, user=researcher.user, now=NOW)
    cancel_job(job=first, now=NOW)

    second = request_workbook(round=researcher.round, user=researcher.user, now=NOW)

    assert first != second
    assert Job.objects.count() == 2


def test_request_for_another_round_is_another_job(researcher):
    rounds = [researcher.round, RoundFactory()]

    jobs = {request_workbook(round=r, user=researcher.user, now=NOW).pk for r in rounds}

    assert len(jobs) == 2


def test_request_holds_no_content(researcher):
    asked = request_workbook(round=researcher.round, user=researcher.user, now=NOW)

    parameters = {"use": "internal", "selection": {}}
    assert (asked.parameters, asked.result, asked.reason) == (parameters, "", "")


def test_cancel_of_a_waiting_job_keeps_it_from_being_built(job):
    assert cancel_job(job=job, now=NOW)

    run_job(job.pk)

    assert now_of(job) == ("cancelled", None, 0, None, NOW, "", "")
    assert stored_files() == []


def test_cancel_of_a_job_that_ended_changes_nothing(researcher):
    done = make_done_job(researcher.round, researcher.user)
    before = now_of(done)

    assert not cancel_job(job=done, now=NOW)
    assert now_of(done) == before


# --- building -----------------------------------------------------------------------------------


def test_build_delivers_a_file_and_says_what_it_counts(job):
    send(job.round, ("la_children", "AAB"), ("la_adults", "C"), ("la_adults", ""))

    run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.done, job.total) == ("done", 1, 3, 3)
    assert (job.returns_counted, job.code_version) == (3, "0.1.0")
    assert stored_files() == [job.result]
    assert job.result.startswith(f"{job.pk}/")


def test_build_of_a_job_that_another_worker_has_does_nothing(job):
    Job.objects.claim(job.pk, now=timezone.now())
    before = now_of(job)

    run_job(job.pk)

    assert now_of(job) == before
    assert stored_files() == []


def test_build_that_was_cancelled_meanwhile_leaves_no_file(job, meanwhile):
    meanwhile(lambda: cancel_job(job=job, now=NOW))

    run_job(job.pk)

    assert now_of(job) == ("cancelled", None, 1, None, NOW, "", "")
    assert stored_files() == []


def test_build_by_a_worker_presumed_dead_delivers_no_second_result(job, meanwhile):
    second = []

    def another_worker_finishes():
        later = timezone.now() + LONG
        finish(job, Job.objects.claim(job.pk, now=later).claim, now=later, result="theirs.xlsx")
        second.append(later)

    meanwhile(another_worker_finishes)

    run_job(job.pk)

    assert now_of(job) == ("done", None, 2, None, *second, "theirs.xlsx", "")
    assert stored_files() == []


def test_build_that_fails_says_so_in_plain_words(job, meanwhile):
    def broken():
        raise OSError("No space left on device: Ana Reed's answer")

    meanwhile(broken)

    run_job(job.pk)

    state, claim, *_, result, reason = now_of(job)
    assert (state, claim, result) == ("failed", None, "")
    assert reason == (
        "It could not be built. Try again; if it fails again, tell the survey's technical contact."
    )
    assert stored_files() == []


def test_build_clears_what_an_attempt_before_it_left(job):
    storages["results"].save(f"{job.pk}/{uuid.uuid4()}.xlsx", ContentFile(b"half a file"))

    run_job(job.pk)

    job.refresh_from_db()
    assert stored_files() == [job.result]


# --- files --------------------------------------------------------------------------------------


def test_expiry_deletes_files_that_were_kept_for_long_enough(researcher, settings):
    settings.JOB_RESULT_DAYS = 30
    now = timezone.now()
    day = datetime.timedelta(days=1)
    old = make_done_job(researcher.round, researcher.user, finished_at=now - 31 * day)
    young = make_done_job(researcher.round, researcher.user, finished_at=now - 29 * day)

    assert delete_expired_results(now=now) == 1

    old.refresh_from_db()
    young.refresh_from_db()
    assert stored_files() == [young.result]
    assert (old.state, old.has_file, old.expired_at) == ("done", False, now)
    assert (young.state, young.has_file, young.expired_at) == ("done", True, None)
    assert delete_expired_results(now=now) == 0


def test_expiry_deletes_files_that_no_finished_job_owns(researcher):
    done = make_done_job(researcher.round, researcher.user)
    running = make_job(researcher.round, researcher.user)
    Job.objects.claim(running.pk, now=timezone.now())
    storage = storages["results"]
    left = storage.save(f"{done.pk}/left.xlsx", ContentFile(b""))
    nobodys = storage.save(f"{uuid.uuid4()}/left.xlsx", ContentFile(b""))
    being_built = storage.save(f"{running.pk}/draft.xlsx", ContentFile(b""))

    expire_results()

    assert stored_files() == sorted([done.result, being_built])
    assert left not in stored_files()
    assert nobodys not in stored_files()


def test_expiry_without_any_file_does_nothing():
    assert delete_expired_results(now=NOW) == 0


# --- what the database refuses ------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"done": 2, "total": 1},
        {"state": "running"},
        {"claim": uuid.uuid4()},
        {"state": "done", "finished_at": NOW},
        {"state": "cancelled"},
        {"finished_at": NOW},
        {"state": "failed", "finished_at": NOW},
        {"reason": "because"},
        {"expired_at": NOW},
        {"attempts": MAX_ATTEMPTS + 1},
        {"result": "a.xlsx"},
    ],
    ids=lambda wrong: ",".join(wrong),
)
def test_row_that_contradicts_itself_is_refused_by_the_database(job, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)


def test_second_active_job_of_the_same_kind_is_refused_by_the_database(job):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_job(job.round, job.requested_by)


def test_download_name_needs_a_finished_job(job):
    with pytest.raises(ValueError, match="before it is done"):
        _ = job.download_name
