"""Asking planners' questions, telling how they stand, stopping them, handing out what came of them."""
