"""The citizens' pages in a real browser."""

# About a slow 4G network and a quarter of a desk's processor.
WEAK_NETWORK = {"downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8, "latency": 150}
WEAK_PROCESSOR = 4
USABLE_WITHIN = 1500
# Milliseconds from leaving for the page until the frame after its form is there.
WATCH = """
new MutationObserver((_, watch) => {
  if (!document.querySelector('input[value=suspected]')) return
  watch.disconnect()
  requestAnimationFrame(() => setTimeout(() => (window.usableAt = performance.now())))
}).observe(document, { childList: true, subtree: true })
"""


def on_a_weak_phone(visitor):
    phone = visitor.context.new_cdp_session(visitor.page)
    phone.send("Network.enable")
    phone.send("Network.emulateNetworkConditions", {"offline": False} | WEAK_NETWORK)
    phone.send("Emulation.setCPUThrottlingRate", {"rate": WEAK_PROCESSOR})


def test_report_page_on_a_weak_phone_is_usable_within_a_second_and_a_half(visitor):
    someone = visitor()
    someone.page.add_init_script(WATCH)
    on_a_weak_phone(someone)

    someone.page.goto(f"{someone.site}/h5/#/report", wait_until="commit")
    someone.page.get_by_text("发现疑似病例").click()

    assert someone.page.get_by_label("发现疑似病例").is_checked()
    assert someone.page.evaluate("window.usableAt") < USABLE_WITHIN
