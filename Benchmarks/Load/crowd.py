#!/usr/bin/env python3
"""Many clients of the API at once: some hundreds that all ask at the same moment, again and again, and some that
watch all events.

Usage: crowd.py SOCKET CLIENTS WATCHERS SECONDS. Prints, two words on a line: asked, refused, the median and the
99th percentile of the answers' times in ms, and the bytes and lost events of the watchers.
"""
import re, selectors, socket, sys, time

path, clients, watchers, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
per_second = 200


def connected():
    client = socket.socket(socket.AF_UNIX)
    client.connect(path)
    return client


def watch(patience):
    """Reads what the watchers are told meanwhile."""
    global watched, lost
    for key, _ in watching.select(patience):
        text = key.fileobj.recv(1 << 20)
        watched += len(text)
        lost += sum(int(n) for n in re.findall(rb'event: lost\ndata: {"events":(\d+)', text))


watching = selectors.DefaultSelector()
for _ in range(watchers):
    client = connected()
    client.sendall(b"GET /v1/events HTTP/1.1\r\nHost: belfry\r\n\r\n")
    watching.register(client, selectors.EVENT_READ)
crowd = [connected() for _ in range(clients)]
asking = selectors.DefaultSelector()
for client in crowd:
    asking.register(client, selectors.EVENT_READ)


def is_whole(answer):
    head = re.search(rb"(?i)content-length: (\d+).*?\r\n\r\n", answer, re.S)
    return head and len(answer) >= head.end() + int(head[1])


asked, refused, times, watched, lost = 0, 0, [], 0, 0
until = time.monotonic() + seconds
while time.monotonic() < until:
    # All at once; nobody waits for another.
    began = time.monotonic()
    answers = {client: b"" for client in crowd}
    for client in crowd:
        client.sendall(b"GET /v1/alerts HTTP/1.1\r\nHost: belfry\r\n\r\n")
    while answers:
        for key, _ in asking.select(1):
            more = key.fileobj.recv(1 << 20)
            answer = answers[key.fileobj] = answers.get(key.fileobj, b"") + more
            if more and not is_whole(answer):
                continue
            del answers[key.fileobj]
            asked += 1
            times.append(time.monotonic() - began)
            if not answer.startswith(b"HTTP/1.1 200") or not more:
                refused += 1
            if not more:
                asking.unregister(key.fileobj)
                crowd.remove(key.fileobj)
                crowd.append(connected())
                asking.register(crowd[-1], selectors.EVENT_READ)
        watch(0)
    while (left := began + clients / per_second - time.monotonic()) > 0 and time.monotonic() < until:
        watch(min(left, 0.1))
times.sort()
print(f"asked {asked}\nrefused {refused}\nmedian_ms {1000 * times[len(times) // 2]}")
print(f"p99_ms {1000 * times[len(times) * 99 // 100]}\nwatched {watched}\nlost {lost}")
