"""How Dask treats worker processes of the machine that it is begun on: those of a comparison, and those of the service."""

from types import MappingProxyType

OF_THIS_MACHINE = MappingProxyType(
    {
        # Dask looks at itself fifty times a second and at its workers a hundred times: on two busy cores that is felt.
        "distributed.admin.tick.interval": "1s",
        "distributed.worker.profile.enabled": False,
        # After it Dask looks once whether a worker that died is back; if not, it never will be. A busy machine takes longer.
        "distributed.deploy.lost-worker-timeout": "24h",
    }
)
"""Settings of Dask by name."""
