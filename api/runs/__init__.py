"""Planning as a job: queued, searched, told about, stopped, kept."""
