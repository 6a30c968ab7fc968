"""A checkout and a Stripe twin in one server that keep the public contract.

Every look at an order moves it one step, so a test decides how far an order comes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

CATALOG = {
    "default_currency": "eur",
    "currencies": ["eur", "sek"],
    "products": [
        {"sku": "PRINT", "prices": {"eur": 4990, "sek": 54900}},
        {"sku": "BOOK", "prices": {"eur": 2900}},
    ],
    "links": [],
}
DECLINED = "4000000000000002"
CHALLENGED = "4000002760003184"
CUT = 0  # in place of a status: the connection is cut without an answer

STEPS = ("open", "paid", "numbered", "document", "queued", "sent")


@dataclass(slots=True)
class FakeOrder:
    token: str
    last_step: str = "sent"  # how far it may come
    final: dict[str, Any] = field(default_factory=dict)  # what it says there
    is_paid: bool = False
    step: int = 0

    def view(self, url: str) -> dict[str, Any]:
        at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        reached = STEPS[: self.step + 1]
        pdf_url = f"https://deployed.example/v1/orders/{self.token}/invoice.pdf"
        number = f"INV-2026-{self.token[4:10]}"
        receipt = {"id": "rcp_1", "status": "queued", "sent_at": None}
        if "sent" in reached:
            receipt |= {"status": "sent", "sent_at": at}
        document = {"number": number, "pdf_url": pdf_url if "document" in reached else None}
        is_at_its_end = reached[-1] == self.last_step
        return {
            "id": self.token.partition(".")[0],
            "status": "paid" if "paid" in reached else "open",
            "currency": "eur",
            "total_minor": 4990,
            "paid_at": at[:19] + "Z" if "paid" in reached else None,
            "checkout_url": f"{url}/c/pay/cs_test_{self.token}",
            "invoice": document if "numbered" in reached else None,
            "receipt": receipt if "queued" in reached else None,
            **(self.final if is_at_its_end else {}),
        }


@dataclass(slots=True)
class FakeStack:
    url: str = ""
    orders: dict[str, FakeOrder] = field(default_factory=dict)  # by token
    keys: dict[str, str] = field(default_factory=dict)  # Idempotency-Key → token
    checkouts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # every attempt
    payments: list[dict[str, Any]] = field(default_factory=list)  # every attempt
    troubles: dict[str, list[int]] = field(default_factory=dict)  # path's start → statuses
    troubles_after: dict[str, list[int]] = field(default_factory=dict)  # the same, once carried out
    retry_after: str = "0"
    spoiled: dict[int, FakeOrder] = field(default_factory=dict)  # nth order → how it ends
    lock: Lock = field(default_factory=Lock)

    def stack_file(self, folder: Path, **changes: Any) -> str:
        content = {
            "project": "kvitto-local",
            "database": "commerce",
            "invoices_bucket": "kvitto-local-invoices",
            "checkout": self.url,
            "stripe_api": self.url,
            "firestore": "127.0.0.1:1",
            "storage": "http://127.0.0.1:1",
        }
        path = folder / "stack.json"
        path.write_text(json.dumps(content | changes), encoding="utf-8")
        return str(path)

    def answer(self, method: str, path: str, key: str, body: Any) -> tuple[int, dict[str, Any]]:
        with self.lock:
            status = _next(self.troubles, path)
            if status is not None:
                if path == "/v1/checkout":
                    self.checkouts.append((key, body))
                return status, {"title": "Trouble", "status": status}
            answer = self._carry_out(method, path, key, body)
            status = _next(self.troubles_after, path)
            return answer if status is None else (status, {})

    def _carry_out(self, method: str, path: str, key: str, body: Any) -> tuple[int, dict[str, Any]]:
        match method, path.split("/")[1:]:
            case "GET", ["v1", "catalog"]:
                return 200, CATALOG
            case "GET", ["_twin", "state"]:
                return 200, {}
            case "POST", ["v1", "checkout"]:
                return self._check_out(key, body)
            case "GET", ["v1", "orders", token]:
                return self._look(token)
            case "POST", ["_twin", "checkout", "sessions", session, "pay"]:
                return self._pay(session, body)
        return 404, {"title": "Not Found", "status": 404}

    def _check_out(self, key: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.checkouts.append((key, body))
        nth = len(self.orders) + 1
        token = self.keys.setdefault(key, f"ord_{nth:026d}.mac")
        if token not in self.orders:
            self.orders[token] = self.spoiled.get(nth, FakeOrder(token))
            self.orders[token].token = token
        view = self.orders[token].view(self.url)
        order_url = f"https://deployed.example/v1/orders/{token}"
        answer = {"order": view, "order_token": token, "order_url": order_url}
        return 201, answer | {"checkout_url": view["checkout_url"]}

    def _look(self, token: str) -> tuple[int, dict[str, Any]]:
        order = self.orders[token]
        if order.is_paid and STEPS[order.step] != order.last_step:
            order.step += 1
        return 200, order.view(self.url)

    def _pay(self, session: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.payments.append(body)
        order = self.orders[session.removeprefix("cs_test_")]
        if body["card"] == DECLINED:
            return 402, {"outcome": "declined", "message": "Your card was declined.", "url": ""}
        if body["card"] == CHALLENGED:
            page = f"{self.url}/authenticate/pi_1"
            return 200, {"outcome": "challenge", "message": "", "url": page}
        if not body["card"].isdigit():
            return 400, {"fields": {"card_number": "Your card number is incomplete."}}
        order.is_paid = True
        return 200, {"outcome": "complete", "message": "", "url": ""}


def _next(planned: dict[str, list[int]], path: str) -> int | None:
    for start, statuses in planned.items():
        if path.startswith(start) and statuses:
            return statuses.pop(0)
    return None


@contextmanager
def running(port: int = 0) -> Iterator[FakeStack]:
    fake = FakeStack()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply()

        def do_POST(self) -> None:
            self._reply()

        def _reply(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            key = self.headers.get("Idempotency-Key", "")
            body = json.loads(content) if content else None
            status, answer = fake.answer(self.command, self.path, key, body)
            if status == CUT:
                return
            self.send_response(status)
            self.send_header("Retry-After", fake.retry_after)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name upstream
            """Quiet: a test says what it expects itself."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = False  # closing waits for the requests under way
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
