"""Live updates: a small process of its own that tells audit entries as they come."""
