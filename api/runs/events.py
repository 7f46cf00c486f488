"""How a run goes on, as server-sent events: one whenever its status changes, until it has ended.

Each listener looks at the row for itself and holds nothing in between, so that one who goes away leaves nothing behind.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from hashlib import sha256

from anyio import sleep, to_thread
from sse_starlette import ServerSentEvent

from api.database import AWAY
from api.queue import ENDED
from api.runs.schemas import RunStatus

SECONDS_BETWEEN_LOOKS = 0.5
Seen = tuple[RunStatus, Sequence[str]]
"""How a run stands, and the patients whom that names."""
RETRY_MILLISECONDS = 2000
"""After how long a browser comes back that has lost the connection."""


def event_of(status: RunStatus) -> ServerSentEvent:
    """A status as an event; its id is made of what it says, so that nobody is told the same twice."""
    said = status.model_dump_json()
    name = "end" if status.state in ENDED else "progress"
    return ServerSentEvent(said, event=name, id=sha256(said.encode()).hexdigest()[:16], retry=RETRY_MILLISECONDS)


async def events(
    look: Callable[[], Seen], note: Callable[[Sequence[str]], None], *, last_id: str | None
) -> AsyncIterator[ServerSentEvent]:
    """The status whenever it is another than the last one told, the end last; first `note` is told whom it names."""
    while True:
        try:
            status, named = await to_thread.run_sync(look)
            event = event_of(status)
            if named and event.id != last_id:
                await to_thread.run_sync(note, named)
        except AWAY:
            await sleep(SECONDS_BETWEEN_LOOKS)  # listeners wait with the service for its database
            continue
        if event.id != last_id:
            last_id = event.id
            yield event
        if status.state in ENDED:
            return
        await sleep(SECONDS_BETWEEN_LOOKS)
