"""Publishes persistent messages that are allowed and that nobody would send by accident: headers of the wrong type, forged ones, deep and wide
ones, empty and odd properties.

Usage: publish_hostile.py AMQP_URL
Prints the id of each message that the broker confirmed. Knows nothing of MessageLB but its exchange and the names of its headers.
"""
import decimal
import sys
import threading

import pika

# The client writes nested tables by recursion, and one message here is nested very deep.
sys.setrecursionlimit(1_000_000)
threading.stack_size(256 * 1024 * 1024)

OURS = [
    "attempt", "deadline", "delay", "key", "tenant", "debug", "destination", "group", "policy", "dispatcher", "dispatched-at", "exchange",
    "routing-key", "user-id", "original-cc", "forwarded-from", "fallback-from", "error", "last-error", "tried", "crashes", "dead-reason",
    "dead-at", "probe", "replayed", "replay-run", "result", "slot",
]
WRONG = {
    "empty": "",
    "text": "none of your business",
    "negative": "-1",
    "huge": "9" * 40,
    "exponent": "1e308",
    "bytes": b"\xff\xfe\x00",
    "number": -(2**63),
    "table": {"a": {"b": ["c", 1]}},
    "list": ["x", 1, None],
    "flag": True,
    "nothing": None,
    "long": "x" * 20_000,
}


def nested(levels):
    """A table in a table in a table."""
    table = {"end": 1}
    for _ in range(levels):
        table = {"t": table}
    return table


def cases():
    for name in OURS:
        for kind, value in WRONG.items():
            yield f"{name}-{kind}", dict(headers={f"messagelb-{name}": value}), b"body"
    yield "forged-death", dict(headers={"x-death": "no list", "x-first-death-queue": {"a": 1}}), b"body"
    yield "forged-deaths", dict(headers={"x-death": [{"queue": 1, "count": "many", "reason": ["x"]}, "x"], "x-delivery-count": "many"}), b"body"
    yield "wide", dict(headers={f"h{number}": number for number in range(3000)}), b"body"
    yield "deep", dict(headers=nested(100)), b"body"
    yield "deeper", dict(headers=nested(200)), b"body"
    yield "abyss", dict(headers=nested(10_000)), b"body"
    yield "kinds", dict(headers={"decimal": decimal.Decimal("12.34"), "big": 2**62, "list": [[[[]]]]}), b"body"
    yield "unicode", dict(headers={"\u202egnol": "\x00\x1b[31m\n", "emoji": "\U0001f4a9"}, content_type="\x1b[2J"), b"body"
    yield "zero", dict(headers={}), b""
    yield "bare", dict(), b"body"
    yield "properties", dict(priority=255, type="t" * 255, app_id="a" * 255, correlation_id="c" * 255, reply_to="r" * 255, content_encoding="e" * 255, timestamp=2**62), b"body"
    yield "frame", dict(content_type="application/x-messagelb-frame"), b"\x00\x01not a frame"
    yield "large", dict(), bytes(200_000)


done = threading.Event()


def publish():
    connection = pika.BlockingConnection(pika.URLParameters(sys.argv[1]))
    channel = connection.channel()
    channel.confirm_delivery()
    for name, properties, body in cases():
        message_id = f"hostile-{name}"
        channel.basic_publish("messagelb.ingress", "any.key", body, pika.BasicProperties(message_id=message_id, delivery_mode=2, **properties), mandatory=True)
        print(message_id, flush=True)
    connection.close()
    done.set()


publisher = threading.Thread(target=publish)
publisher.start()
publisher.join()
sys.exit(0 if done.is_set() else 1)
