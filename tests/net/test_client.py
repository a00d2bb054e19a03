"""The one way out: what is connected to, what is sent, and what of an answer is taken."""

import contextlib
import gzip
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import trustme

from kinrota.net.address import Address, parse
from kinrota.net.client import Answer, Client, Credentials, Question
from kinrota.net.refused import RefusedError
from kinrota.net.wire import Deadline, Line, Wire
from tests.net.conftest import Host
from tests.net.servers import HOST, PUBLIC, Asked, Net, Reply, Say

HOME = "192.168.1.7"
OTHER = "93.184.216.99"
HERE = f"https://{HOST}/a.ics?key=hidden"
PASSWORD = Credentials("ana", "canary", frozenset({(HOST, 443)}))


def says(*replies: Reply) -> Say:
    """One reply after the other; the last one for good."""
    left = itertools.chain(replies, itertools.repeat(replies[-1]))
    return lambda _: next(left)


def ask(net: Net, text: str = HERE, *allow: str, password: Credentials | None = None, cap: int = 2**20) -> Answer:
    client = net.client(*allow, most_bytes=cap)
    return client.ask(Question("GET", parse(text)), net.wire().deadline(20), password)


def refused(net: Net, text: str = HERE, *allow: str, password: Credentials | None = None, cap: int = 2**20) -> str:
    with pytest.raises(RefusedError) as caught:
        ask(net, text, *allow, password=password, cap=cap)
    assert "hidden" not in caught.value.reason
    assert "canary" not in caught.value.reason
    return caught.value.reason


def moved(to: str, status: int = 302) -> Reply:
    return Reply(status, headers={"Location": to})


def test_an_answer_comes_from_the_address_that_was_checked(net: Net, host: Host) -> None:
    host(says(Reply(200, b"yes")))
    assert ask(net).body == b"yes"
    assert (net.resolved, net.dialled) == ([HOST], [(PUBLIC, 443)])


def test_a_name_that_leads_elsewhere_a_moment_later_is_not_asked_again(net: Net, host: Host) -> None:
    host(says(Reply(200, b"yes")))
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    net.resolve = lambda *_: next(answers)  # type: ignore[method-assign]
    assert ask(net).body == b"yes"
    assert net.dialled == [(PUBLIC, 443)]


def test_what_is_said_tells_nothing_of_who_asks(net: Net, host: Host) -> None:
    server = host(says(Reply(200, b"yes", {"Set-Cookie": "who=ana"})))
    ask(net)
    ask(net)
    for asked in server.asked:
        assert asked.headers == {
            "host": HOST, "user-agent": "kinrota", "accept-encoding": "gzip", "connection": "close",
        }  # fmt: skip


def test_a_proxy_of_the_environment_is_not_used(net: Net, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    host(says(Reply(200, b"yes")))
    assert ask(net).body == b"yes"


@pytest.mark.parametrize("address", ["127.0.0.1", HOME, "169.254.1.1", "::1", "fd00::1", "fe80::1", "::ffff:10.0.0.1"])
def test_a_home_network_is_asked_only_by_permission(net: Net, host: Host, address: str) -> None:
    host(says(Reply(200, b"yes")), at=address)
    assert "is in a home network" in refused(net)
    assert net.dialled == []
    assert ask(net, HERE, HOST).body == b"yes"


@pytest.mark.parametrize("address", ["169.254.169.254", "224.0.0.1", "0.0.0.0", "2002:7f00:1::", "64:ff9b::e000:1"])  # noqa: S104
def test_some_addresses_are_never_asked(net: Net, host: Host, address: str) -> None:
    host(says(Reply(200, b"yes")), at=address)
    assert "at no address where a calendar can be" in refused(net, HERE, HOST)
    assert net.dialled == []


def test_of_several_addresses_those_are_asked_that_may_be(net: Net, host: Host) -> None:
    host(says(Reply(200, b"yes")))
    net.addresses[HOST] = [HOME, "93.184.216.1", PUBLIC]
    assert ask(net).body == b"yes"
    assert net.dialled == [("93.184.216.1", 443), (PUBLIC, 443)]


def test_nobody_there(net: Net) -> None:
    assert "Nobody knows a host" in refused(net)
    net.addresses[HOST] = [PUBLIC]
    assert refused(net) == f"{HOST} cannot be reached."


def test_without_encryption_only_by_permission(net: Net, host: Host) -> None:
    host(says(Reply(200, b"yes")), tls=False)
    plain = HERE.replace("https", "http")
    assert "without encryption" in refused(net, plain)
    assert net.dialled == []
    assert ask(net, plain, HOST).body == b"yes"


def test_a_password_goes_unencrypted_only_inside_the_home_network(net: Net, host: Host) -> None:
    server = host(says(Reply(200, b"yes")), tls=False)
    credentials = Credentials("ana", "canary", frozenset({(HOST, 80)}))
    plain = HERE.replace("https", "http")
    assert "without encryption" in refused(net, plain, HOST, password=credentials)
    assert server.asked == []
    net.addresses[HOST], net.hosts[HOME] = [HOME], HOST
    ask(net, plain, HOST, password=credentials)
    assert server.asked[0].headers["authorization"] == "Basic YW5hOmNhbmFyeQ=="


def test_a_certificate_for_another_name_is_none(net: Net, host: Host) -> None:
    server = host(says(Reply(200, b"yes")), proof="other.example.org")
    assert f"{HOST} cannot prove that it is {HOST}" in refused(net, password=PASSWORD)
    assert server.asked == []


def test_a_certificate_of_nobody_that_is_trusted_is_none(net: Net, host: Host) -> None:
    host(says(Reply(200, b"yes")))
    net.authority = trustme.CA()
    assert "cannot prove" in refused(net)


def test_what_is_no_encryption_at_all(net: Net, host: Host) -> None:
    host(says(Reply(200, b"yes")), tls=False)
    assert refused(net) == f"{HOST} speaks no encryption that is safe."


def test_a_redirect_is_followed_and_the_password_stays(net: Net, host: Host) -> None:
    first = host(says(moved("https://other.example.org/b.ics")))
    second = host(says(Reply(200, b"yes")), "other.example.org", at=OTHER)
    answer = ask(net, password=PASSWORD)
    assert (answer.body, answer.trusted, answer.address.host) == (b"yes", False, "other.example.org")
    assert "authorization" in first.asked[0].headers
    assert "authorization" not in second.asked[0].headers


def test_the_same_host_at_another_port_is_another_one(net: Net, host: Host) -> None:
    server = host(says(moved(f"https://{HOST}:8443/b.ics"), Reply(200, b"yes")))
    assert not ask(net, password=PASSWORD).trusted
    assert ["authorization" in asked.headers for asked in server.asked] == [True, False]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_each_redirect_is_checked_as_the_first_address_was(net: Net, host: Host, status: int) -> None:
    host(says(moved("https://inside.example.org/", status)))
    inside = host(says(Reply(200, b"secret")), "inside.example.org", at="10.0.0.1")
    assert "inside.example.org is in a home network" in refused(net)
    assert inside.asked == []


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (f"http://{HOST}/b.ics", "without encryption"),
        ("file:///etc/passwd", "begins neither"),
        ("https://[bad/", "is no address"),
        ("https://127.0.0.1/", "is in a home network"),
        ("https://2130706433/", "is in a home network"),
    ],
)
def test_where_a_redirect_may_not_lead(net: Net, host: Host, to: str, reason: str) -> None:
    host(says(moved(to)))
    net.addresses |= {"127.0.0.1": ["127.0.0.1"], "2130706433": ["127.0.0.1"]}
    assert reason in refused(net)


def test_nobody_from_outside_leads_into_the_home_network(net: Net, host: Host) -> None:
    host(says(moved("https://nas.local/")))
    nas = host(says(moved("https://nas.local/b"), Reply(200, b"yes")), "nas.local", at=HOME)
    assert "nas.local is in a home network" in refused(net, HERE, "nas.local")
    assert nas.asked == []
    assert ask(net, "https://nas.local/", "nas.local").body == b"yes"
    client = net.client("nas.local")
    question, deadline = Question("GET", parse("https://nas.local/")), net.wire().deadline(20)
    assert client.within("nas.local").ask(question, deadline).body == b"yes"
    with pytest.raises(RefusedError, match=f"{HOST} leads there: nobody from outside"):
        client.within(HOST).ask(question, deadline)


@pytest.mark.parametrize("allow", [(), ("nas.local", "169.254.169.254"), (HOST,)])
@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("https://nas.local/", "nas.local is in a home network"),
        ("http://nas.local:8080/", "nas.local is asked without encryption"),
        ("http://169.254.169.254/latest/", "169.254.169.254 is at no address where a calendar can be."),
        ("https://169.254.169.254/latest/", "169.254.169.254 is at no address where a calendar can be."),
    ],
)
def test_where_a_host_leads_to_is_never_advised_to_be_allowed(
    net: Net, host: Host, to: str, reason: str, allow: tuple[str, ...]
) -> None:
    host(says(moved(to)))
    net.addresses |= {"nas.local": [HOME], "169.254.169.254": ["169.254.169.254"]}
    said = refused(net, HERE, *allow)
    assert reason in said
    assert "allow =" not in said
    assert net.dialled == [(PUBLIC, 443)]


def test_what_can_never_be_reached_is_not_advised_to_be_allowed(net: Net) -> None:
    net.addresses["metadata.example.org"] = ["169.254.169.254"]
    for scheme in ("http", "https"):
        said = refused(net, f"{scheme}://metadata.example.org/")
        assert said == "metadata.example.org is at no address where a calendar can be."


def test_redirects_without_end(net: Net, host: Host) -> None:
    server = host(says(moved("/again?key=hidden")))
    assert "leads on and on" in refused(net)
    assert len(server.asked) == 6


def test_a_redirect_to_nowhere_is_an_answer(net: Net, host: Host) -> None:
    host(says(Reply(302)))
    assert ask(net).status == 302


def test_packed_answers_are_unpacked(net: Net, host: Host) -> None:
    host(says(Reply(200, gzip.compress(b"yes" * 100_000), {"Content-Encoding": "gzip"})))
    assert ask(net).body == b"yes" * 100_000


def test_a_bomb_goes_off_at_the_cap(net: Net, host: Host) -> None:
    bomb = gzip.compress(bytes(64 * 2**20))
    assert len(bomb) < 2**17
    host(says(Reply(200, bomb, {"Content-Encoding": "gzip"})))
    assert refused(net) == f"{HOST} sends more than 1 MB."


@pytest.mark.parametrize("length", [True, False])
def test_a_long_answer_is_given_up_at_the_cap(net: Net, host: Host, *, length: bool) -> None:
    host(says(Reply(200, bytes(2**20 + 1), length=length)))
    assert refused(net) == f"{HOST} sends more than 1 MB."


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip"])
def test_what_was_not_asked_for_is_not_unpacked(net: Net, host: Host, encoding: str) -> None:
    host(says(Reply(200, b"yes", {"Content-Encoding": encoding})))
    assert "in a way that was not asked for" in refused(net)


def test_what_is_no_gzip(net: Net, host: Host) -> None:
    host(says(Reply(200, b"yes", {"Content-Encoding": "gzip"})))
    assert "cannot be unpacked" in refused(net)


def test_half_of_a_packed_answer(net: Net, host: Host) -> None:
    packed = gzip.compress(bytes(range(256)) * 100)
    host(says(Reply(200, packed[: len(packed) // 2], {"Content-Encoding": "gzip"})))
    assert "broke off in the middle" in refused(net)


def test_an_answer_shorter_than_it_says(net: Net, host: Host) -> None:
    host(says(Reply(200, b"BEGIN", {"Content-Length": "500"})))
    assert "broke off" in refused(net)


def test_an_answer_longer_than_it_says_ends_where_it_says(net: Net, host: Host) -> None:
    host(says(Reply(200, b"yes, and more", {"Content-Length": "3"})))
    assert ask(net).body == b"yes"


@pytest.mark.parametrize(
    "raw",
    [
        b"SSH-2.0-OpenSSH_9\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_http(net: Net, host: Host, raw: bytes) -> None:
    host(says(Reply(raw=raw)))
    assert refused(net) == f"{HOST} gave no answer that can be understood."


def test_half_of_an_answer_in_pieces(net: Net, host: Host) -> None:
    host(says(Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nBEG")))
    assert refused(net) == f"The connection to {HOST} broke off."


def test_a_drip_ends_with_the_time_for_all(net: Net, host: Host) -> None:
    host(says(Reply(200, b"x" * 2**19)))
    seconds = itertools.count()
    net.clock = lambda: float(next(seconds))  # each look at the clock, and each read looks, is a second later
    assert refused(net) == f"{HOST} did not answer within 20 seconds."


def dripping(name: str, drips: int) -> Iterator[socket.socket]:
    """A cable to somebody who begins to speak TLS, and drips on for longer than anybody waits."""
    ours, theirs = socket.socketpair()
    over = threading.Event()

    def drip() -> None:
        with contextlib.suppress(OSError):
            theirs.sendall(b"\x16\x03\x03\x40\x00")
            for _ in range(drips):
                if over.wait(0.02):
                    break
                theirs.sendall(b"\x02")
        theirs.close()

    thread = threading.Thread(target=drip, name=name)
    thread.start()
    yield ours
    over.set()
    thread.join()


def test_the_time_for_all_is_that_of_the_handshake_too(net: Net) -> None:
    net.addresses[HOST], net.clock = [PUBLIC], time.monotonic
    with contextlib.contextmanager(dripping)("drip", 500) as cable:
        wire = replace(net.wire(), dial=lambda *_: cable)
        with pytest.raises(RefusedError, match=r"did not answer within 0\.2 seconds"):
            Client(wire).ask(Question("GET", parse(HERE)), wire.deadline(0.2))


def test_a_long_question_is_asked_in_time() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        seconds = itertools.count()
        line = Line(ours, "public", Deadline(lambda: float(next(seconds)), 20))
        line.sendall(b"short")
        assert theirs.recv(10) == b"short"
        over = threading.Event()

        def drain() -> None:
            while not over.is_set():
                theirs.recv(2**12)

        reading = threading.Thread(target=drain)
        reading.start()
        with pytest.raises(TimeoutError):
            line.sendall(bytes(2**26))
        over.set()
        ours.close()
        reading.join()


def test_a_connection_that_breaks(net: Net, host: Host) -> None:
    def hang_up(_: Asked) -> Reply:
        raise ConnectionResetError

    host(hang_up)
    assert refused(net) == f"The connection to {HOST} broke off."


def test_icloud_spreads_its_accounts_over_hosts_of_its_own() -> None:
    icloud = Credentials("ana", "canary", frozenset({("caldav.icloud.com", 443)}))
    assert icloud.fit(parse("https://p42-caldav.icloud.com:443/1/calendars/"))
    for stranger in ("p42-caldav.icloud.com.example.org", "evil-caldav.icloud.com", "p42-caldav.icloud.com:8443"):
        assert not icloud.fit(parse(f"https://{stranger}/"))
    assert not PASSWORD.fit(parse("https://p42-caldav.icloud.com/"))


def test_nothing_shows_what_may_be_a_secret() -> None:
    shown = repr((PASSWORD, parse("https://ana:canary@example.org/hidden?key=hidden")))
    assert "canary" not in shown
    assert "hidden" not in shown
    assert "ana" not in shown


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("webcal://Example.ORG./a b.ics#top", "https://example.org/a%20b.ics"),
        ("webcals://example.org:443", "https://example.org/"),
        ("HTTPS://münchen.example.org/ferien.ics", "https://xn--mnchen-3ya.example.org/ferien.ics"),
        ("https://[2606:2800::1]:8443/ä?x=ü&y=%20", "https://[2606:2800::1]:8443/%C3%A4?x=%C3%BC&y=%20"),
        ("http://nas.local:80/a", "http://nas.local/a"),
    ],
)
def test_an_address_is_asked_for_as_it_is_meant(text: str, whole: str) -> None:
    assert parse(text).text == whole


@pytest.mark.parametrize(
    "text", ["https://", "https://a b/", "ftp://example.org/", "https://example.org:99999/", "a.ics",
             f"https://example.org/{'a' * 5000}", f"https://{'ä' * 70}.example.org/", "https://[::1/"],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(RefusedError):
        parse(text)


def test_a_line_break_cannot_get_into_a_request() -> None:
    address = parse("https://example.org/a\r\nX: y?b\nc")
    assert "\r" not in address.target
    assert "\n" not in address.target


def test_the_system_is_trusted_as_it_is() -> None:
    context = Wire().context()
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def test_an_address_knows_where_it_ends() -> None:
    assert parse("https://example.org/").end == ("example.org", 443)
    assert isinstance(parse("https://example.org/x/").join("../y"), Address)
