"""One adapter an engine, and the engines by name. An adapter turns a question into ordered visits by shift, and no more."""

from benchmarks.peers.engines.engine import Engine
from benchmarks.peers.engines.ortools_routing import ORTOOLS
from benchmarks.peers.engines.ours import OURS
from benchmarks.peers.engines.pyvrp import PYVRP
from benchmarks.peers.engines.vroom import VROOM

ENGINES: dict[str, Engine] = {engine.name: engine for engine in (OURS, PYVRP, VROOM, ORTOOLS)}
"""Every engine by its name in results."""
