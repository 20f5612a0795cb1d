import ipaddress
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.worker.channels import addresses as module
from workflow.worker.channels.addresses import addresses, kind_of
from workflow.worker.channels.destinations import Destination, destination, host_name
from workflow.worker.channels.message import Refused, Unreachable

NOBODY: frozenset[str] = frozenset()
PUBLIC, ANOTHER = "93.184.216.34", "2606:2800:220:1::1"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """A name server that knows what the test writes into it; addresses stand for themselves."""
    known: dict[str, list[str]] = {}
    monkeypatch.setattr(module, "look_up", lambda host, _port: known.get(host, [host]))
    return known


@pytest.mark.parametrize(
    ("url", "where", "host_header"),
    [
        ("https://Hook.Example.CN/a?b=1#c", Destination("https", "hook.example.cn", 443, "/a?b=1"), "hook.example.cn"),
        ("https://hook.example.cn.:443", Destination("https", "hook.example.cn", 443, "/"), "hook.example.cn"),
        ("https://政务.cn:8443/钩", Destination("https", "xn--zfr164b.cn", 8443, "/%E9%92%A9"), "xn--zfr164b.cn:8443"),
        ("https://[2606:2800:220:1:0::1]/", Destination("https", ANOTHER, 443, "/"), f"[{ANOTHER}]"),
        ("https://93.184.216.34:1/", Destination("https", PUBLIC, 1, "/"), f"{PUBLIC}:1"),
        ("https://a_b.cn/", Destination("https", "a_b.cn", 443, "/"), "a_b.cn"),
    ],
)
def test_where_a_url_leads(url: str, where: Destination, host_header: str) -> None:
    assert destination(url) == where
    assert where.authority == host_header


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hook.example.cn",
        "/path",
        "http://hook.example.cn/",
        "ftp://hook.example.cn/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user:password@hook.example.cn/",
        "https://hook.example.cn@evil.cn/",
        "https://a\\@b.cn/",
        "https://hook.example.cn:0/",
        "https://hook.example.cn:65536/",
        "https://hook.example.cn:x/",
        "https://a b.cn/",
        "https://a..b/",
        "https://-a.cn/",
        "https://%31%32%37.0.0.1/",
        "https://hook.example.cn/\r\nHost: x",
        "https://hook.example.cn/\x00",
        f"https://{'a' * 64}.cn/",
        f"https://{'a.' * 140}cn/",
    ],
)
def test_what_is_no_plain_https_url_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        destination(url)


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "127.0.0.01",
        "127.0.0.0x1",
        "1.2.3.4.5",
        "256.1.1.1",
        "hook.127",
        "0x",
        "１２７.0.0.1",
        "127。0。0。1。5",
        "[fe80::1%25eth0]",
        "[::1",
        "[127.0.0.1]",
    ],
)
def test_an_address_in_an_unusual_spelling_is_refused(host: str) -> None:
    with pytest.raises(Refused):
        destination(f"https://{host}/")


def test_a_refusal_shows_neither_path_nor_password() -> None:
    for url in ("http://hook.example.cn/key-in-path", "https://u:key-in-path@a.cn/", "https://a..b/key-in-path"):
        with pytest.raises(Refused) as refused:
            destination(url)
        assert "key-in-path" not in str(refused.value)


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_an_address_in_its_usual_spelling_stays_itself(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert host_name(str(address)) == str(address)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (PUBLIC, ""),
        (ANOTHER, ""),
        ("240e::1", ""),
        ("0.0.0.0", "unspecified"),  # noqa: S104 (to be refused)
        ("::", "unspecified"),
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("::1", "loopback"),
        ("10.1.2.3", "private"),
        ("172.31.255.255", "private"),
        ("192.168.0.1", "private"),
        ("100.100.100.200", "private"),
        ("fd00::1", "private"),
        ("fec0::1", "private"),
        ("169.254.169.254", "link-local"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("192.0.2.1", "reserved"),
        ("198.18.0.1", "reserved"),
        ("2001:db8::1", "reserved"),
        ("2001::1", "reserved"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:169.254.169.254", "link-local"),
        (f"::ffff:{PUBLIC}", "translated"),
        ("64:ff9b::a9fe:a9fe", "link-local"),
        ("64:ff9b::5db8:d822", "translated"),
        ("64:ff9b:1::1", "translated"),
        ("2002:7f00:1::", "translated"),
        ("::7f00:1", "translated"),
    ],
)
def test_which_addresses_are_open_to_the_public(address: str, kind: str) -> None:
    assert kind_of(address) == kind


@given(st.ip_addresses())
def test_no_address_that_python_calls_special_passes(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_loopback or address.is_link_local:
        assert kind_of(str(address))


def test_one_bad_address_among_good_ones_is_enough(names: dict[str, list[str]]) -> None:
    names["hook.test"] = [PUBLIC, ANOTHER]
    assert addresses("hook.test", 443, NOBODY, 1) == [PUBLIC, ANOTHER]

    names["hook.test"].append("10.0.0.5")
    with pytest.raises(Refused, match=r"10\.0\.0\.5.*private"):
        addresses("hook.test", 443, NOBODY, 1)


def test_an_allowed_host_may_lie_in_the_own_network_but_not_anywhere(names: dict[str, list[str]]) -> None:
    allowed = frozenset({"hook.test", "169.254.10.10"})
    names.update({"hook.test": ["10.0.0.5", "::1"], "other.test": ["10.0.0.5"]})

    assert addresses("hook.test", 443, allowed, 1) == ["10.0.0.5", "::1"]
    assert addresses("169.254.10.10", 443, allowed, 1) == ["169.254.10.10"]
    for host, found in {
        "other.test": "10.0.0.5",
        "10.0.0.5": "10.0.0.5",
        "hook.test": "::ffff:169.254.169.254",
    }.items():
        names[host] = [found]
        with pytest.raises(Refused, match="allow this host"):
            addresses(host, 443, allowed, 1)


def test_a_name_that_is_not_known_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr(module, "look_up", unknown)

    with pytest.raises(Unreachable, match="not known"):
        addresses("hook.test", 443, NOBODY, 1)


def test_a_name_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    end = threading.Event()

    def silent(host: str, _port: int) -> list[str]:
        end.wait(5)
        return [host]

    monkeypatch.setattr(module, "look_up", silent)
    began = time.monotonic()
    try:
        with pytest.raises(Unreachable, match="no answer in time"):
            addresses("hook.test", 443, NOBODY, 0.1)
    finally:
        end.set()
    assert time.monotonic() - began < 1


def test_the_system_is_asked() -> None:
    assert module.look_up("127.0.0.1", 443) == ["127.0.0.1"]
