"""The ten usual searches, for a grid worker, a street and the city, beside a bare server."""

from bench import requests


def main(words: list[str]) -> None:
    requests.main(words, "pass")
