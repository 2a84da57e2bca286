import uuid

from reports.microdata.ids import RELEASE_ID, kept_id, new_key, release_id, return_id_for

ROUND = uuid.UUID(int=7)


def test_id_of_a_release_comes_back_from_the_return_that_it_became():
    own = release_id(new_key(), uuid.uuid4())

    assert kept_id(return_id_for(own, ROUND), ROUND) == own


def test_id_of_a_release_becomes_another_return_in_every_round():
    own = release_id(new_key(), uuid.uuid4())

    assert return_id_for(own, ROUND) != return_id_for(own, uuid.UUID(int=8))


def test_return_that_came_another_way_has_no_id_to_keep():
    assert kept_id(uuid.uuid4(), ROUND) is None


def test_ids_are_the_same_for_the_same_key_only():
    one, key = uuid.uuid4(), new_key()

    assert release_id(key, one) == release_id(key, one)
    assert release_id(key, one) != release_id(new_key(), one)
    assert RELEASE_ID.fullmatch(release_id(key, one))
