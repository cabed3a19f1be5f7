"""Which part of ``unit-02-octocat`` is the account: told by the folders side by side and the class's list."""

from __future__ import annotations

import pytest

from gdcourse.grading.lms.github_accounts import accounts_in, clones_among


@pytest.mark.parametrize(
    ("folders", "listed", "found"),
    [
        (["unit-02-octocat", "unit-02-hu-bot"], {"octocat", "hu-bot", "bot"}, ["octocat", "hu-bot"]),
        (["unit-02-octocat", "unit-02-hu-bot", "unit-02-x"], {"octocat", "hu-bot"}, ["octocat", "hu-bot", "x"]),
        (["unit-02-hu-bot"], {"hu-bot", "bot"}, []),
        (["unit-02-hu-bot"], {"hu-bot"}, []),
        (["unit-02-octocat", "unit-02-hu-bot"], {"octocat", "bot"}, []),
        (["u-a-b", "u-a-c"], {"a-b", "a-c", "b", "c"}, []),
        (["kim", "lee"], {"kim", "lee"}, []),
        ([], set(), []),
    ],
)
def test_the_account_stands_behind_what_most_accounts_stand_behind(
    folders: list[str], listed: set[str], found: list[str]
) -> None:
    assert list(accounts_in(folders, listed.__contains__, is_cloned=False).values()) == found


@pytest.mark.parametrize(("listed", "found"), [({"hu-bot"}, ["hu-bot"]), ({"hu-bot", "bot"}, []), (set(), [])])
def test_of_one_clone_the_account_is_known_where_the_list_has_one_that_it_may_be(
    listed: set[str], found: list[str]
) -> None:
    assert list(accounts_in(["unit-02-hu-bot"], listed.__contains__, is_cloned=True).values()) == found


def test_a_clone_is_where_git_keeps_its_own_but_not_inside_of_what_somebody_packed() -> None:
    names = ["all/a/.git/HEAD", "all/a/x.ipynb", "b/.gitignore", "c/hw.zip/d/.git/HEAD", ".git/HEAD", "e/.git"]
    assert clones_among(names) == {"all/a"}
