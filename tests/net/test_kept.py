"""Connections that stay open: as safe as new ones, and for as long as it is sure that they are."""

import contextlib
import socket
from collections.abc import Iterator

import pytest

from kinrota.net.address import parse
from kinrota.net.client import Answer, Client, Credentials, Question
from kinrota.net.kept import PATIENCE
from kinrota.net.refused import RefusedError
from kinrota.net.wire import Line, dial
from tests.net.conftest import Host
from tests.net.servers import HOST, PUBLIC, Asked, Net, Reply
from tests.net.test_client import HERE, OTHER, PASSWORD, moved, says

SECONDS = 20.0
BOTH = pytest.mark.parametrize("tls", [True, False])


@pytest.fixture
def client(net: Net) -> Iterator[Client]:
    with net.client(HOST, most_bytes=2**20).keeping() as kept:
        yield kept


def ask(client: Client, text: str = HERE, method: str = "GET", password: Credentials | None = None) -> Answer:
    return client.ask(Question(method, parse(text)), client.wire.deadline(SECONDS), password)


def path_of(asked: Asked) -> Reply:
    return Reply(200, asked.path.encode())


def staying(host: Host, say: object = path_of, *, tls: bool = True, **more: str) -> str:
    """A server that waits for more questions; where it is asked."""
    host(say, tls=tls, **more).stays = True
    return f"{'https' if tls else 'http'}://{more.get('name', HOST)}"


@BOTH
def test_many_questions_go_one_way(net: Net, host: Host, client: Client, *, tls: bool) -> None:
    base = staying(host, tls=tls)
    assert [ask(client, f"{base}/{number}").body for number in range(5)] == [b"/%d" % number for number in range(5)]
    assert (net.resolved, len(net.dialled)) == ([HOST], 1)


def test_without_keeping_each_has_its_own(net: Net, host: Host) -> None:
    base = staying(host)
    for _ in range(2):
        ask(net.client(), base)
    assert len(net.dialled) == 2
    assert [asked.headers["connection"] for asked in net.servers[HOST].asked] == ["close", "close"]


def test_answers_without_a_body_and_in_pieces(net: Net, host: Host, client: Client) -> None:
    pieces = Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\n0\r\n\r\n")
    base = staying(host, says(Reply(204, length=False), Reply(412), pieces, Reply(200, b"yes")))
    answers = [ask(client, base, "PUT") for _ in range(4)]
    assert [(one.status, one.body) for one in answers] == [(204, b""), (412, b""), (200, b"yes"), (200, b"yes")]
    assert len(net.dialled) == 1


def test_a_server_that_says_that_it_ends_it(net: Net, host: Host, client: Client) -> None:
    base = staying(host, says(Reply(200, b"yes", {"Connection": "close"})))
    for _ in range(2):
        assert ask(client, base).body == b"yes"
    assert len(net.dialled) == 2


@BOTH
def test_a_server_that_ends_it_without_a_word(net: Net, host: Host, client: Client, *, tls: bool) -> None:
    host(path_of, tls=tls)
    for number in range(5):
        assert ask(client, f"{'https' if tls else 'http'}://{HOST}/{number}").body == b"/%d" % number
    assert len(net.dialled) == 5


@BOTH
def test_one_that_ended_in_the_very_moment_is_asked_anew(
    net: Net, host: Host, client: Client, monkeypatch: pytest.MonkeyPatch, *, tls: bool
) -> None:
    server = host(path_of, tls=tls)
    monkeypatch.setattr(Line, "quiet", lambda _: True)
    for number in range(3):
        assert ask(client, f"{'https' if tls else 'http'}://{HOST}/{number}", "DELETE").body == b"/%d" % number
    assert [asked.path for asked in server.asked] == ["/0", "/1", "/2"]
    assert len(net.dialled) == 3


def test_one_that_breaks_off_in_an_answer_is_not_asked_anew(net: Net, host: Host, client: Client) -> None:
    half = Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nyes", headers={})
    base = staying(host, says(Reply(200, b"yes"), half))
    ask(client, base)
    net.servers[HOST].stays = False
    with pytest.raises(RefusedError, match="broke off"):
        ask(client, base)
    assert (len(net.servers[HOST].asked), len(net.dialled)) == (2, 1)


@BOTH
def test_what_nobody_asked_for_is_no_answer(net: Net, host: Host, client: Client, *, tls: bool) -> None:
    two = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyesHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad"
    base = staying(host, says(Reply(raw=two), Reply(200, b"yes")), tls=tls)
    assert [ask(client, base).body for _ in range(2)] == [b"yes", b"yes"]
    assert len(net.dialled) == 2


def test_what_is_not_read_to_its_end_is_not_asked_on(net: Net, host: Host, client: Client) -> None:
    base = staying(host, says(Reply(200, b"x" * 2**21), Reply(200, b"yes")))
    with pytest.raises(RefusedError, match="more than 1 MB"):
        ask(client, base)
    assert ask(client, base).body == b"yes"
    assert len(net.dialled) == 2


def test_a_redirect_is_checked_as_ever(net: Net, host: Host, client: Client) -> None:
    staying(host, says(moved("https://other.example.org/b")))
    staying(host, says(Reply(200, b"yes")), name="other.example.org", at=OTHER)
    for _ in range(2):
        answer = ask(client, password=PASSWORD)
        assert (answer.body, answer.trusted) == (b"yes", False)
    assert net.dialled == [(PUBLIC, 443), (OTHER, 443), (PUBLIC, 443)]
    assert not any("authorization" in asked.headers for asked in net.servers["other.example.org"].asked)
    net.servers[HOST].say = says(moved("https://192.168.1.7/"))
    with pytest.raises(RefusedError):
        ask(client)


def test_a_permission_is_for_its_own_way(net: Net, host: Host, client: Client) -> None:
    """What may be asked at home by the household's word is not asked on the word of somebody outside."""
    base = staying(host, tls=False, at="192.168.1.7")
    assert ask(client, f"{base}/a").body == b"/a"
    staying(host, says(moved(f"{base}/b")), name="other.example.org", at=OTHER)
    with pytest.raises(RefusedError, match="leads there"):
        ask(client, "https://other.example.org/")


def test_after_a_while_all_is_checked_anew(net: Net, host: Host, client: Client) -> None:
    moments = [0.0]
    with net.client().keeping() as quick:
        assert quick.kept
        quick.kept._clock = lambda: moments[0]  # noqa: SLF001 -- the time is the test's
        base = staying(host)
        ask(quick, base)
        moments[0] += PATIENCE
        ask(quick, base)
        assert len(net.dialled) == 1
        moments[0] += PATIENCE + 0.1
        net.addresses[HOST] = ["127.0.0.1"]
        with pytest.raises(RefusedError, match="home network"):
            ask(quick, base)


def test_each_question_has_its_own_time(net: Net, host: Host, client: Client) -> None:
    base, moments = staying(host), [0.0]
    net.clock = lambda: moments[0]
    with net.client().keeping() as kept:
        ask(kept, base)
        over, moments[0] = kept.wire.deadline(0.5), 0.6
        with pytest.raises(RefusedError, match=r"did not answer within 0\.5 seconds"):
            kept.ask(Question("GET", parse(base)), over)
        assert ask(kept, base).status == 200
    assert len(net.dialled) == 2


def test_a_question_is_sent_at_once(host: Host) -> None:
    with dial("127.0.0.1", host(path_of).port, SECONDS) as sock:
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_they_end_with_who_asked(net: Net, host: Host) -> None:
    base, cables, dial = staying(host, tls=False), list[socket.socket](), net.dial

    def dialled(address: str, port: int, seconds: float) -> socket.socket:
        cables.append(dial(address, port, seconds))
        return cables[-1]

    net.dial = dialled  # type: ignore[method-assign]
    with contextlib.suppress(ZeroDivisionError), net.client(HOST).keeping() as kept:
        ask(kept, base)
        assert [cable.fileno() > 0 for cable in cables] == [True]
        raise ZeroDivisionError
    assert [cable.fileno() for cable in cables] == [-1]
