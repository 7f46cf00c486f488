"""What is sent to planners' questions and what they answer; comparisons and designs have the form of the scheduler's files."""
