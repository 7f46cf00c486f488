"""What keeps the service from starting is said in a sentence with what to do, and never with a secret."""

from pathlib import Path

import pytest

from api.database import Database
from api.errors import StartError
from api.migrating import downgrade, newest, revision_of
from api.settings import KEY_FILE, Settings
from api.starting import open_database, read_settings
from tests.api.conftest import SECRET
from tests.api.databases import PostgresqlServer


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CILT_HOME", str(tmp_path))


def test_a_misspelt_variable_is_named_with_the_one_that_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CILT_DATABSE_URL", "sqlite:///elsewhere.db")

    with pytest.raises(StartError, match=r"CILT_DATABSE_URL is no setting; is CILT_DATABASE_URL meant\?"):
        read_settings()


def test_every_fault_in_the_settings_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CILT_LOCAL_WORKERS", "0")
    monkeypatch.setenv("CILT_REQUEST_SECONDS", "soon")

    with pytest.raises(StartError) as refused:
        read_settings()

    assert {line.split(":")[0] for line in str(refused.value).splitlines()[:-1]} == {
        "CILT_LOCAL_WORKERS",
        "CILT_REQUEST_SECONDS",
    }


@pytest.mark.parametrize(("num_signs", "is_good"), [(31, False), (32, True)])
def test_a_key_has_at_least_32_signs_and_is_never_repeated(
    monkeypatch: pytest.MonkeyPatch, num_signs: int, is_good: bool
) -> None:
    key = "k" * num_signs
    monkeypatch.setenv("CILT_SECRET_KEY", key)

    if is_good:
        assert read_settings().signing_key == key
        return
    with pytest.raises(StartError, match="CILT_SECRET_KEY") as refused:
        read_settings()
    assert key not in str(refused.value)


def test_a_key_file_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("cut")

    with pytest.raises(StartError, match="3 characters, expected at least 32"):
        open_database(read_settings())


def test_the_first_start_makes_a_key_for_its_owner_alone_and_the_second_keeps_it(tmp_path: Path) -> None:
    open_database(read_settings()).close()
    first = (tmp_path / KEY_FILE).read_text()

    open_database(read_settings()).close()

    assert (tmp_path / KEY_FILE).read_text() == first
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StartError, match=r"file/home cannot be written .* CILT_HOME"):
        open_database(Settings(home=tmp_path / "file" / "home"))


def test_the_embedded_database_is_migrated_at_start_and_another_one_only_when_asked(
    settings: Settings, database: Database
) -> None:
    downgrade(database, "0001")

    if database.is_sqlite:
        open_database(settings).close()
        assert revision_of(database) == newest()
    else:
        with pytest.raises(StartError, match="cilt migrate"):
            open_database(settings)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    settings = Settings(database_url="postgresql://cilt:hunter2@127.0.0.1:1/cilt", secret_key=SECRET)

    with pytest.raises(StartError, match=r"127\.0\.0\.1:1/cilt does not answer") as refused:
        open_database(settings)

    assert "hunter2" not in str(refused.value)


def test_a_database_that_cannot_keep_every_name_is_refused(postgresql_server: PostgresqlServer) -> None:
    with (
        postgresql_server.fresh(encoding="SQL_ASCII") as address,
        pytest.raises(StartError, match="keeps text as SQL_ASCII, expected UTF8"),
    ):
        open_database(Settings(database_url=address, secret_key=SECRET))


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(StartError, match="CILT_DATABASE_URL is not an address"):
        open_database(Settings(database_url="the usual one", secret_key=SECRET))
