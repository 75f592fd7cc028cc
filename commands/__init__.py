"""What `./run` does, on nothing but the standard library: see docs/decisions/0001."""
