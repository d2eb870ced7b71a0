"""Publishes persistent messages with mixed routing keys, headers, properties and binary bodies of 0 bytes to 1 MiB.

Usage: publish_mixed.py AMQP_URL COUNT SEED MANIFEST
Writes one JSON line per confirmed message to MANIFEST. Knows nothing of MessageLB but the name of the ingress exchange.
"""
import hashlib
import json
import random
import sys

import pika

url, count, seed, manifest = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
chance = random.Random(seed)
keys = ["orders.eu.new", "orders.us.new", "invoices", "a.b.c.d.e", "Ünïcode.key", "x" * 200]


def body_of(number):
    """Mostly small bodies, every tenth empty, a few of exactly 1 MiB."""
    if number % 10 == 0:
        return b""
    if number % 1000 == 7:
        return chance.randbytes(1024 * 1024)
    return chance.randbytes(int(chance.expovariate(1 / 500)))


def properties_of(number):
    """All properties that a publisher may set, in changing combinations."""
    headers = {"number": number, "text": f"héader {number}", "flag": number % 2 == 0, "tags": ["a", number], "nested": {"k": "v"}}
    return pika.BasicProperties(
        message_id=f"pika-{seed}-{number}",
        delivery_mode=2,
        content_type="application/octet-stream" if number % 3 else "application/json",
        content_encoding="identity" if number % 4 == 0 else None,
        correlation_id=f"c-{number}",
        reply_to="answers" if number % 5 == 0 else None,
        timestamp=1_700_000_000 + number,
        type="order.created" if number % 2 else None,
        app_id="pika-publisher",
        # RabbitMQ.Client cannot tell a priority of 0 from none, which means the same to the broker; so 1 and up.
        priority=1 + number % 5 if number % 7 == 0 else None,
        headers=headers,
    )


connection = pika.BlockingConnection(pika.URLParameters(url))
channel = connection.channel()
channel.confirm_delivery()
with open(manifest, "w", encoding="utf-8") as out:
    for number in range(count):
        key, body, properties = keys[number % len(keys)], body_of(number), properties_of(number)
        channel.basic_publish("messagelb.ingress", key, body, properties, mandatory=True)
        line = {
            "message_id": properties.message_id,
            "routing_key": key,
            "size": len(body),
            "sha256": hashlib.sha256(body).hexdigest(),
            "content_type": properties.content_type,
            "content_encoding": properties.content_encoding,
            "correlation_id": properties.correlation_id,
            "reply_to": properties.reply_to,
            "timestamp": properties.timestamp,
            "type": properties.type,
            "app_id": properties.app_id,
            "priority": properties.priority,
            "headers": properties.headers,
        }
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
connection.close()
print(f"published {count}")
