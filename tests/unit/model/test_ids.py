"""Ids sort as time does and never meet."""

from evenstride.model.ids import ID_LENGTH, is_id, new_id


def test_ids_differ_and_have_one_length():
    made = {new_id() for _ in range(10_000)}
    assert len(made) == 10_000
    assert {len(each) for each in made} == {ID_LENGTH} == {26}
    assert all(map(is_id, made))


def test_ids_of_later_milliseconds_sort_later(monkeypatch):
    made = []
    for now_ms in (0, 1, 1_000, 1_700_000_000_000, 2**48 - 1):
        monkeypatch.setattr("time.time_ns", lambda now_ms=now_ms: now_ms * 1_000_000)
        made.append(new_id())
    assert made == sorted(made)


def test_other_texts_are_no_ids():
    for text in ("", "../../../../../../etc/passw", new_id().upper(), new_id() + "0", new_id()[:-1] + "u"):
        assert not is_id(text)
