"""The outside: one module for each source, and the shape all of them produce."""
