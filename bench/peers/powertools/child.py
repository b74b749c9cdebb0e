"""A Lambda environment of its own, as far as time is concerned: loads a handler, then calls it with the event of a browser's request, as function-child.mjs does."""

import importlib
import json
import sys
import time

module, text, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
before = time.process_time()
handler = importlib.import_module(module).handler
start_up = (time.process_time() - before) * 1000

times = []
for _ in range(calls):
    event = json.loads(text)
    begun = time.perf_counter_ns()
    answer = handler(event, None)
    times.append((time.perf_counter_ns() - begun) / 1000)
times = sorted(times[calls // 2 :])
headers = {**(answer.get("multiValueHeaders") or {}), **(answer.get("headers") or {})}
allowed = headers.get("Access-Control-Allow-Origin")
print(
    json.dumps(
        {
            "startUp": start_up,
            "p50": times[len(times) // 2],
            "p99": times[len(times) * 99 // 100],
            "allowOrigin": allowed[0] if isinstance(allowed, list) else allowed,
        }
    )
)
