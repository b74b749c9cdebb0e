/**
 * The program that runs a Python function, as Lambda's runtime does. It gets calls as lines of JSON on descriptor 3 and answers on 4, so that what the
 * function prints stays apart.
 */
export const PYTHON_PROGRAM = String.raw`
import importlib, json, os, sys, threading, time, traceback

settings = json.loads(os.environ.pop("_CDK_CORS_FUNCTION"))
calls = os.fdopen(3, "rb")
answers = os.fdopen(4, "wb", buffering=0)
sys.path.insert(0, settings["task"])
sys.path[1:1] = settings["layers"]
sys.stdout.reconfigure(line_buffering=True)


def post(message):
    line = json.dumps(message).encode() + b"\n"
    while line:
        line = line[answers.write(line):]


def report(error, name=None):
    trace = traceback.format_tb(error.__traceback__)
    return {"errorType": name or type(error).__name__, "errorMessage": str(error), "trace": trace}


def fatal(name, message):
    post({"type": "fatal", "error": {"errorType": name, "errorMessage": message, "trace": []}})
    os._exit(1)


def limit_memory(megabytes):
    try:
        import resource
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1024 * 1024,) * 2)
    except (ImportError, OSError, ValueError):
        pass  # not on this system


def load(handler):
    module, dot, name = handler.rpartition(".")
    if not dot:
        fatal("Runtime.MalformedHandlerName", "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % handler)
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except SyntaxError as error:
        fatal("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module, error))
    except ImportError as error:
        fatal("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module, error))
    found = getattr(loaded, name, None)
    if found is None:
        fatal("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (name, module))
    return found


def end_with(parent):
    # a server that is killed closes nothing: its functions notice, also those that are in a call
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


class Context:
    def __init__(self, call):
        identity = settings["identity"]
        self.aws_request_id = call["id"]
        self.function_name = identity["functionName"]
        self.function_version = identity["functionVersion"]
        self.invoked_function_arn = identity["invokedFunctionArn"]
        self.memory_limit_in_mb = int(identity["memoryLimitInMB"])
        self.log_group_name = identity["logGroupName"]
        self.log_stream_name = identity["logStreamName"]
        self.identity = self.client_context = None
        self._deadline = time.time() * 1000 + settings["timeout"]

    def get_remaining_time_in_millis(self):
        return max(0, int(self._deadline - time.time() * 1000))


def run(handler, call):
    try:
        text = json.dumps(handler(json.loads(call["event"]), Context(call)))
    except Exception as error:
        if isinstance(error, (TypeError, ValueError)) and error.__traceback__.tb_next and "json" in str(error.__traceback__.tb_next.tb_frame.f_globals.get("__name__")):
            return {"type": "error", "error": report(error, "Runtime.MarshalError")}
        return {"type": "error", "error": report(error)}
    if len(text) > settings["maxBytes"]:
        message = "Response payload size exceeded maximum allowed payload size (%d bytes)." % settings["maxBytes"]
        return {"type": "error", "error": {"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}}
    return {"type": "result", "payload": text}


threading.stack_size(256 * 1024)
threading.Thread(target=end_with, args=(settings["parent"],), daemon=True).start()
threading.stack_size(0)
try:
    limit_memory(settings["memory"])
    handler = load(settings["handler"])
except Exception as error:
    fatal(type(error).__name__, str(error))
post({"type": "ready"})
for line in calls:
    call = json.loads(line)
    answer = run(handler, call)
    sys.stdout.flush()
    post(dict(answer, id=call["id"]))
`;
