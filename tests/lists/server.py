"""A loopback server that serves documents well or badly, for the tests of fetching."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """What the server gives at each path, and what it was asked.

    Attributes:
        documents: bytes by path.
        mode: `well`, `slow`, `cut`, `500`, `404`, `html`, `redirect` or `flaky` (500 once, then well).
        asked: the request headers, in order.
        redirects: where a path leads on to.
        refuses: a word in a user agent that this server answers with 403.
    """

    documents: dict[str, bytes] = field(default_factory=dict)
    mode: str = "well"
    asked: list[dict[str, str]] = field(default_factory=list)
    address: str = ""
    redirects: dict[str, str] = field(default_factory=dict)
    refuses: str = ""


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append({name.lower(): value for name, value in self.headers.items()})
            mode = site.mode
            if mode == "flaky":
                mode = "500" if len(site.asked) == 1 else "well"
            if mode == "slow":
                time.sleep(1.0)
                return
            if mode in {"500", "404"}:
                self.send_error(int(mode))
                return
            if mode == "html":
                self._give(b"<!DOCTYPE html><html><body>We are sorry</body></html>", "text/csv")
                return
            if site.refuses and site.refuses in self.headers.get("User-Agent", ""):
                self.send_error(403)
                return
            if target := site.redirects.get(self.path):
                self.send_response(302)
                self.send_header("Location", target)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = site.documents[self.path]
            etag = f'"{hash(body)}"'
            if self.headers.get("If-None-Match") == etag:
                self.send_response(304)
                self.end_headers()
                return
            self._give(body, "text/csv", etag=etag, cut=mode == "cut")

        def _give(self, body: bytes, kind: str, *, etag: str = "", cut: bool = False) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Last-Modified", "Fri, 24 Jul 2026 10:00:00 GMT")
            if etag:
                self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if cut else body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def serving(documents: dict[str, bytes]) -> Iterator[Site]:
    """A site on loopback while the block runs."""
    site = Site(documents=documents)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
