"""A consumer that knows nothing of MessageLB: takes from a queue, acknowledges, prints each message id on a line.

Usage: consume_level0.py AMQP_URL QUEUE
"""
import sys

import pika

url, queue = sys.argv[1], sys.argv[2]
connection = pika.BlockingConnection(pika.URLParameters(url))
channel = connection.channel()
channel.basic_qos(prefetch_count=10)


def handle(_channel, method, properties, _body):
    print(properties.message_id, flush=True)
    channel.basic_ack(method.delivery_tag)


channel.basic_consume(queue, handle)
print("consuming", flush=True)
channel.start_consuming()
