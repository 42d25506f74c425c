"""Simulated devices on loopback addresses: they answer as real units do and keep what they were asked."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from licet.gear.discover import Ports

Answer = Callable[[bytes], bytes]

#: High ports, so that no privilege is needed.
PORTS = Ports(sadp=47020, dhip=47810, onvif=43702, http=48080, https=48443, rtsp=48554)


@dataclass(slots=True)
class Unit:
    """One simulated unit.

    Attributes:
        ip: loopback address.
        datagrams: port -> what it answers to a datagram.
        services: port -> what it answers on a connection.
        heard: every question it got.
    """

    ip: str
    datagrams: dict[int, Answer] = field(default_factory=dict)
    services: dict[int, Answer] = field(default_factory=dict)
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def running(*units: Unit) -> Iterator[None]:
    """The units answer inside the block."""
    stop = threading.Event()
    threads: list[threading.Thread] = []
    sockets: list[socket.socket] = []
    for unit in units:
        for kind, table, serve in (
            (socket.SOCK_DGRAM, unit.datagrams, _datagrams),
            (socket.SOCK_STREAM, unit.services, _service),
        ):
            for port, answer in table.items():
                door = socket.socket(socket.AF_INET, kind)
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                door.bind((unit.ip, port))
                door.settimeout(0.05)
                if kind == socket.SOCK_STREAM:
                    door.listen()
                sockets.append(door)
                threads.append(threading.Thread(target=serve, args=(door, answer, unit, stop)))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        for door in sockets:
            door.close()


def _datagrams(door: socket.socket, answer: Answer, unit: Unit, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            data, sender = door.recvfrom(65536)
        except TimeoutError:
            continue
        unit.heard.append(data)
        reply = answer(data)
        if reply:
            door.sendto(reply, sender)


def _service(door: socket.socket, answer: Answer, unit: Unit, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            connection, _ = door.accept()
        except TimeoutError:
            continue
        with connection:
            connection.settimeout(1)
            data = connection.recv(65536)
            unit.heard.append(data)
            connection.sendall(answer(data))


def pages(pages_by_path: dict[str, bytes], otherwise: bytes) -> Answer:
    """A web server with these pages."""

    def answer(request: bytes) -> bytes:
        found = re.match(rb"GET (\S+) HTTP", request)
        return pages_by_path.get(found[1].decode() if found else "", otherwise)

    return answer
