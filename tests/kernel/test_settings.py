"""The settings file: an unknown or misspelt key is refused by name, before anything starts."""

from pathlib import Path

import pytest

from hrapp import settings
from hrapp.kernel.errors import Refused


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[web]\nbaseurl = "https://a"', "[web] has no key baseurl; did you mean base_url?"),
        ('[databse]\nurl = "x"', "there is no table [databse]; did you mean database?"),
        ("web = 3", "web must be a table"),
        ("[web", "config.toml"),
        ("[zzz]", "there is no table [zzz]"),
    ],
)
def test_what_nobody_knows_is_refused_by_name(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(Refused, match=r".") as refused:
        settings.load({"HRAPP_CONFIG": str(file)})
    assert says in str(refused.value)


def test_what_belongs_to_the_machine_is_not_the_applications_to_judge(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        '[appliance]\ncompany = "X"\n[backup]\nhourly = 48\n[database]\nurl = "postgresql://a@/b"\nmigrate = false\n'
    )
    loaded = settings.load({"HRAPP_CONFIG": str(file)})
    assert (loaded.migrate, loaded.run_jobs, loaded.database_url) == (False, True, "postgresql://a@/b")
