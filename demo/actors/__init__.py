"""The invented people at work: threads that call the public HTTP API as anybody's client would."""
