"""Which column is what."""

import pytest

from surveys.people.reading import read_paste
from surveys.people.reading.columns import Role, guess_columns, has_headings

N, F, L, E, T, S = Role.NAME, Role.FIRST, Role.LAST, Role.EMAIL, Role.TEAM, Role.SKIP

LISTS = [
    ("Name,Email,Team\nAsha,a@c.example,East", True, [N, E, T]),
    ("STAFF NAME;E-mail address;Service area\nAsha;a@c.example;East", True, [N, E, T]),
    ("Surname\tForename\tWork E-Mail\nPatel\tAsha\ta@c.example", True, [L, F, E]),
    ("Name,Surname,Email\nAsha,Patel,a@c.example", True, [F, L, E]),
    ("Display name,First name,Last name,UPN\nA P,A,P,a@c.example", True, [S, F, L, E]),
    ("Payroll no,Employee,Department,Start date\n123,Asha,East,2020-01-01", True, [S, N, T, S]),
    ("Employee,Contact\nAsha,a@c.example\nBo,b@c.example", True, [N, E]),
    ("Name,Email,Personal email\nAsha,a@c.example,a@home.example", True, [N, E, S]),
    ("Asha Patel,a@c.example,East\nBo Lee,b@c.example,West", False, [N, E, T]),
    ("Asha Patel,East\nBo Lee,West", False, [N, T]),
    ("1,Asha Patel,a@c.example\n2,Bo Lee,b@c.example", False, [S, N, E]),
    ("a@c.example\nb@c.example", False, [E]),
    ("a@c.example,Asha\n,Bo\nc@c.example,Cy", False, [E, N]),
    ("Asha Patel\nBo Lee", False, [N]),
    ("1,2\n3,4", False, [S, S]),
]


@pytest.mark.parametrize(("text", "headings", "roles"), LISTS)
def test_columns_are_guessed_from_headings_and_contents(text, headings, roles):
    table = read_paste(text)

    assert has_headings(table) is headings
    assert guess_columns(table, headings=headings) == roles
