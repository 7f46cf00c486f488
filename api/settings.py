"""Every environment variable of the service, typed and frozen. Read once, at start, and passed in."""

import os
import secrets
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import limits
from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Rate = Annotated[str, AfterValidator(lambda rate: limits.parse(rate) and rate)]
"""Such as `10/minute`."""
KEY_FILE = "signing.key"


class Settings(BaseSettings):
    """What an operator may choose, by ``CILT_…`` in the environment; see docs/OPERATIONS.md."""

    model_config = SettingsConfigDict(env_prefix="CILT_", frozen=True, extra="ignore")

    home: Path = Field(default=Path("var"), description="Folder of the embedded database and the signing key.")
    database_url: str | None = Field(
        default=None, description="SQLAlchemy address of the database; none: SQLite in the home folder."
    )
    secret_key: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="Signs tokens and links; none: made at first start, kept in the home folder.",
    )
    public_url: str = Field(default="http://127.0.0.1:8000", description="Where people reach the service.")
    web_processes: int = Field(default=2, ge=1, le=64, description="Processes that answer requests on this machine.")
    access_token_minutes: int = Field(default=15, ge=1, le=120, description="Life of an access token, minutes.")
    refresh_token_hours: int = Field(default=12, ge=1, le=168, description="Life of a refresh token, hours.")
    sign_in_failures: int = Field(default=5, ge=1, le=100, description="Wrong passwords before an account is locked.")
    lock_out_minutes: int = Field(default=15, ge=1, le=1440, description="How long a locked account stays so, minutes.")
    sign_in_rate: Rate = Field(
        default="10/minute", description="Sign-in attempts allowed from one address, at each web process."
    )
    request_rate: Rate = Field(
        default="600/minute", description="Requests allowed from one person, at each web process."
    )
    largest_request_megabytes: int = Field(default=50, ge=1, le=500, description="Larger requests are refused, MB.")
    request_seconds: int = Field(default=30, ge=1, le=300, description="A request that takes longer is answered 503.")
    dask_address: str | None = Field(
        default=None, description="tcp://host:port of a Dask scheduler; none: workers on this machine."
    )
    local_workers: int = Field(default=1, ge=1, le=64, description="Worker processes on this machine.")
    solver_threads: int = Field(default=1, ge=1, le=64, description="Threads that one run searches with.")
    runs_per_person: int = Field(default=3, ge=1, le=1000, description="Runs of one person at work at once.")
    worker_niceness: int = Field(
        default=5, ge=0, le=19, description="By how much searches stand back behind requests on the same machine."
    )
    run_silence_seconds: float = Field(
        default=60, ge=1, le=600, description="A run of which nothing is heard for so long is begun again, seconds."
    )
    longest_run_seconds: int = Field(default=3600, ge=1, le=86400, description="The most a run may search, seconds.")
    longest_what_if_seconds: int = Field(
        default=86400, ge=60, description="The most that all plans of one comparison of scenarios may search, seconds."
    )
    oidc_issuer: str | None = Field(
        default=None, description="Address of the identity provider; none: passwords alone."
    )
    oidc_client_id: str | None = Field(default=None, description="The name under which the provider knows the service.")
    oidc_client_secret: SecretStr | None = Field(default=None, description="The secret agreed with the provider.")
    oidc_scopes: str = Field(default="openid profile", description="What the provider is asked for, words with spaces.")
    oidc_subject_claim: str = Field(
        default="sub", description="The claim that says who: `sub`; `oid` at Entra, `nhsid_useruid` at NHS CIS2."
    )
    oidc_organisation_claim: str | None = Field(
        default=None, description="The claim of the employer, such as `tid` or `nhsid_nrbac_roles.org_code`."
    )
    oidc_role_claim: str | None = Field(
        default=None, description="The claim of the role, such as `roles` or `nhsid_nrbac_roles.role_code`."
    )
    oidc_organisations: dict[str, str] = Field(
        default_factory=dict, description="JSON: the provider's word for an employer to our organisation's id."
    )
    oidc_roles: dict[str, Literal["coordinator", "staff", "planner"]] = Field(
        default_factory=dict, description="JSON: the provider's word for a role to ours, for accounts made on sight."
    )

    @cached_property
    def database(self) -> str:
        """SQLAlchemy's address of the database in use."""
        return self.database_url or f"sqlite:///{(self.home / 'cilt.db').resolve()}"

    @cached_property
    def signing_key(self) -> str:
        """The key that signs tokens: as given, or made once and kept in the home folder, readable by its owner alone."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        self.home.mkdir(parents=True, exist_ok=True)
        path = self.home / KEY_FILE
        with suppress(FileExistsError):
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text("ascii")
