"""Calls a handler as Lambda's runtime for Python does, with every event of the list on its standard input. /opt is the folder in OPT."""
import importlib
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path[:0] = [os.environ["LAMBDA_TASK_ROOT"], os.path.join(os.environ["OPT"], "python")]
outcomes = []
kind = {}
try:
    module, _, name = os.environ["_HANDLER"].rpartition(".")
    handler = getattr(importlib.import_module(module.replace("/", ".")), name)
    for event in json.load(sys.stdin):
        try:
            outcomes.append({"payload": json.loads(json.dumps(handler(event, None)))})
        except Exception as error:
            outcomes.append({"error": f"{type(error).__name__}: {error}"})
except Exception as error:
    kind = {"failed": type(error).__name__, "message": str(error)}
print(json.dumps({"kind": kind, "outcomes": outcomes}))
