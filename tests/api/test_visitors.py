import pytest

from lianfang.api.visitors import address_of, origin_of


@pytest.mark.parametrize(
    ("direct", "forwarded", "address", "origin"),
    [
        ("203.0.113.7", "", "203.0.113.7", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "<script>", "127.0.0.1", ""),
        ("127.0.0.1", "", "127.0.0.1", ""),
        ("::1", "2001:db8::1", "2001:db8::1", "2001:db8::1"),
        ("", "", "", ""),
    ],
)
def test_only_a_proxy_of_ours_is_believed(rf, direct, forwarded, address, origin):
    request = rf.get("/", REMOTE_ADDR=direct, headers={"X-Forwarded-For": forwarded})

    assert (address_of(request), origin_of(request)) == (address, origin)
