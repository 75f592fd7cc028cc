"""The invented city, its people, and the actors that live in it."""
