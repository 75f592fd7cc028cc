"""How soon the pages can be used on a weak phone, cold: processor six times slower, slow 4G.

Beside them a page with one button from the same server: what the profile itself costs.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.requests import serving
from commands import ports, web
from commands.say import ROOT

WEAK_NETWORK = {"downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8, "latency": 150}
WEAK_PROCESSOR = 6
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"]
HEAD = "| page | usable ms | slowest | bare ms | requests | KB on the wire | aim ms |"
# Page, its address, what must be there before it can be used, and the aim in ms (none: no aim).
PAGES = [
    ("a bare page", "/bench-bare.html", "button", None),
    ("h5: report", "/h5/#/report", "input[value=suspected]", 1300),
    ("h5: entry", "/h5/", "input[value=suspected]", 1300),
    ("h5: sign in", "/h5/#/sign-in", "input[type=tel]", 1300),
    ("app: sign in", "/app/", "input[type=password]", None),
    ("console: sign in", "/console/", "input[type=password]", None),
]
BARE = "<!doctype html><meta charset=utf-8><title>bare</title><button>ok</button>"
# Milliseconds from leaving for the page until the frame after what is awaited is there.
WATCH = """
const seen = () => {
  if (!document.querySelector(%r)) return false
  requestAnimationFrame(() => setTimeout(() => (window.usableAt = performance.now())))
  return true
}
new MutationObserver((_, watch) => seen() && watch.disconnect())
  .observe(document, { childList: true, subtree: true })
"""


def open_cold(browser, address: str, awaited: str) -> tuple[float, int, float]:
    """Milliseconds until usable, requests, and bytes that came over the wire."""
    context = browser.new_context(viewport={"width": 375, "height": 812}, locale="zh-CN")
    page = context.new_page()
    phone = context.new_cdp_session(page)
    came: list[float] = []
    phone.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    phone.send("Network.enable")
    phone.send("Network.emulateNetworkConditions", {"offline": False} | WEAK_NETWORK)
    phone.send("Emulation.setCPUThrottlingRate", {"rate": WEAK_PROCESSOR})
    page.add_init_script(WATCH % awaited)
    page.goto(address, wait_until="commit")
    page.wait_for_selector(awaited, state="attached", timeout=60_000)
    while not (usable := page.evaluate("window.usableAt")):
        page.wait_for_timeout(20)
    page.wait_for_load_state("networkidle")
    context.close()
    return usable, len(came), sum(came)


def measure(site: str, turns: int) -> Iterator[list[object]]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- slow, and for this alone

    with sync_playwright() as playwright:
        where = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=where, args=FLAGS)
        bare = 0.0
        for name, path, awaited, aim in PAGES:
            runs = [open_cold(browser, site + path, awaited) for _ in range(turns)]
            times = [run[0] for run in runs]
            usable = statistics.median(times)
            bare = bare or usable
            cells = [f"{number:.0f}" for number in (usable, max(times), bare)]
            yield [name, *cells, runs[-1][1], f"{runs[-1][2] / 1024:.0f}", aim or ""]
        browser.close()


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="./run bench web")
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args(words)
    web.build()
    with tempfile.TemporaryDirectory(prefix="lianfang-bench-") as folder, ExitStack() as held:
        here = {"LIANFANG_DATA": folder, "DJANGO_SETTINGS_MODULE": "lianfang.settings"}
        migrate = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
        subprocess.run(migrate, env=os.environ | here, check=True)  # noqa: S603 -- ours
        bare = Path(ROOT, "web", "dist", "bench-bare.html")
        bare.write_text(BARE, encoding="utf-8")
        held.callback(bare.unlink)
        line = held.enter_context(serving("lianfang.wsgi:application", here))
        print(HEAD, "|" + "---|" * 7, sep="\n")
        for row in measure(f"http://{ports.HOME}:{line.port}", options.times):
            print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)
