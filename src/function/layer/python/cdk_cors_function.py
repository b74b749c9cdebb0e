"""The handler that FunctionCors of cdk-cors redirects a Python function to.

It loads the function's own handler as Lambda's runtime does and puts the policy of CORS_POLICY on its answers. Whatever goes wrong here lets the
function's own answer through and writes one line. It needs nothing but the standard library of Python 3.11.
"""

import functools
import importlib
import json
import os
import re
import sys

OWNED = {
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
    "access-control-max-age",
}


class Policy:
    """A policy, read from the text of CORS_POLICY."""

    def __init__(self, text):
        given = json.loads(text, parse_constant=_no_constant)
        origins = _texts(given, "allowOrigins")
        pattern = given.get("allowOriginPattern")
        age = given.get("maxAge", 0)
        credentials = given.get("allowCredentials", False)
        if "allowOriginPattern" in given and not (isinstance(pattern, str) and pattern):
            raise ValueError(f"allowOriginPattern must be a text, got {pattern!r:.120}")
        if pattern is None and not (origins and origins[0]):
            raise ValueError("the policy must name origins in allowOrigins, or have an allowOriginPattern")
        if any("*" in origin and origin != "*" for origin in origins):
            raise ValueError(f"allowOrigins must be whole origins, without patterns, got {origins!r:.120}")
        if isinstance(age, bool) or not isinstance(age, (int, float, str)) or not re.fullmatch("[0-9]{1,10}", _digits(age)):
            raise ValueError(f"maxAge must be whole seconds, got {age!r:.120}")
        if not isinstance(credentials, bool) or (credentials and "*" in origins):
            raise ValueError('allowCredentials must be true or false, and can\'t be true with the origin "*"')
        self.any = "*" in origins
        # Whether the answer depends on who asks, so that caches must know.
        self.varies = not self.any and (len(origins) != 1 or pattern is not None)
        self._exact = frozenset(origins)
        self._pattern = None if pattern is None else re.compile(pattern)
        with_credentials = {"Access-Control-Allow-Credentials": "true"} if credentials else {}
        self._preflight = {
            **with_credentials,
            **_header("Access-Control-Allow-Methods", _texts(given, "allowMethods")),
            **_header("Access-Control-Allow-Headers", _texts(given, "allowHeaders")),
            **_header("Access-Control-Max-Age", [_digits(age)] if "maxAge" in given else []),
        }
        self._response = {**with_credentials, **_header("Access-Control-Expose-Headers", _texts(given, "exposeHeaders"))}

    def allows(self, origin):
        """Whether pages of an origin may call."""
        return self.any or origin in self._exact or (self._pattern is not None and self._pattern.fullmatch(origin) is not None)

    def headers(self, origin, is_preflight=False):
        """The CORS headers for an origin. Vary isn't among them: it joins the answer's own."""
        if not self.any and (origin is None or not self.allows(origin)):
            return {}
        allowed = {"Access-Control-Allow-Origin": "*" if self.any else origin}
        return {**allowed, **(self._preflight if is_preflight else self._response)}


def _texts(given, name):
    values = given.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and not re.search("[\r\n\0]", value) for value in values):
        raise ValueError(f"{name} must be a list of texts, without line breaks, got {values!r:.120}")
    return values


def _digits(age):
    # a number of JSON has no kind of its own: 600 is 600.0
    return str(int(age) if isinstance(age, float) and age.is_integer() else age)


def _no_constant(name):
    raise ValueError(f"the policy isn't valid JSON: {name}")


def _header(name, values):
    value = ",".join(values)
    return {name: value} if value else {}


class Request:
    """The HTTP request that an event of an API, a function URL or a load balancer stands for."""

    def __init__(self, event, method):
        headers = event.get("headers")
        self.is_v2 = event.get("version") == "2.0"
        # A load balancer that sends lists of values reads nothing else.
        self.lists_only = not isinstance(headers, dict) and isinstance(event.get("multiValueHeaders"), dict)
        self.origin = _header_of(event, "origin")
        # https://fetch.spec.whatwg.org/#cors-preflight-request. Any other OPTIONS is the function's to answer.
        self.is_preflight = method == "OPTIONS" and self.origin is not None and _header_of(event, "access-control-request-method") is not None


def request_of(event):
    """The request of an event; None for any other event, such as an authorizer's."""
    if not isinstance(event, dict) or "methodArn" in event or "routeArn" in event:
        return None
    method = event.get("httpMethod")
    if event.get("version") == "2.0":
        method = ((event.get("requestContext") or {}).get("http") or {}).get("method")
    return Request(event, method) if isinstance(method, str) else None


def _header_of(event, wanted):
    length = len(wanted)
    for source in (event.get("headers"), event.get("multiValueHeaders")):
        for name, value in source.items() if isinstance(source, dict) else ():
            if len(name) == length and name.lower() == wanted and value is not None:
                return ",".join(value) if isinstance(value, list) else str(value)
    return None


def preflight_answer(policy, request):
    """The answer to a preflight."""
    headers = policy.headers(request.origin, is_preflight=True)
    return _with_headers({"statusCode": 204}, {**headers, **({"Vary": "Origin"} if policy.varies else {})}, request)


def with_cors(policy, request, answer):
    """The answer with the policy's headers in place of its own. Raises where it has no form that headers can be put on."""
    plain = dict(_response_of(request, answer))
    vary = []
    for key in ("headers", "multiValueHeaders"):
        if plain.get(key) is not None:
            plain[key] = _without_owned(policy, plain[key], vary)
    added = policy.headers(request.origin)
    if policy.varies:
        added["Vary"] = _vary_of(vary)
    return _with_headers(plain, added, request)


def _response_of(request, answer):
    # In format 2.0 what has no statusCode is itself the body of a 200, as JSON.
    if isinstance(answer, dict) and (not request.is_v2 or answer.get("statusCode") is not None):
        return answer
    if not request.is_v2:
        raise ValueError(f"the answer isn't a dict: {answer!r:.120}")
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(answer)}


def _without_owned(policy, headers, vary):
    kept = {}
    for name, value in headers.items():
        if name.lower() == "vary" and policy.varies:
            vary.extend(value if isinstance(value, (list, tuple)) else [value])
        elif name.lower() not in OWNED:
            kept[name] = value
    return kept


def _vary_of(values):
    if not values:
        return "Origin"
    names = [name.strip() for value in values if value is not None for name in str(value).split(",") if name.strip()]
    is_covered = any(name == "*" or name.lower() == "origin" for name in names)
    return ", ".join(names if is_covered else [*names, "Origin"])


def _with_headers(answer, added, request):
    if not added:
        return answer
    key = "multiValueHeaders" if request.lists_only else "headers"
    values = {name: [value] for name, value in added.items()} if request.lists_only else added
    return {**answer, key: {**(answer.get(key) or {}), **values}}


def wrap(own, policy):
    """A handler that answers with the policy's headers."""

    @functools.wraps(own)
    def wrapped(event, context):
        request = _attempt(lambda: request_of(event), None)
        if request is None:
            return own(event, context)
        if request.is_preflight:
            return preflight_answer(policy, request)
        answer = own(event, context)
        return _attempt(lambda: with_cors(policy, request, answer), answer)

    return wrapped


def _attempt(action, otherwise):
    try:
        return action()
    except Exception as error:  # whatever it is: the function's answer goes first
        _log(f"the answer goes out as it is: {_message_of(error)}")
        return otherwise


def _message_of(error):
    try:
        return str(error)
    except Exception:  # code of others can raise anything, which must not keep the answer back
        return f"{type(error).__name__}, which can't be read"


def _log(text):
    try:
        print("cdk-cors: " + " ".join(text.split()), file=sys.stderr)
    except Exception:  # no one reads it
        pass


def _load(name):
    module, dot, function = name.rpartition(".")
    if not dot:
        raise ImportError(f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    loaded = importlib.import_module(module.replace("/", "."))
    if not hasattr(loaded, function):
        raise ImportError(f"Handler '{function}' missing on module '{module}'")
    return getattr(loaded, function)


def _with_policy(own):
    try:
        return wrap(own, Policy(os.environ["CORS_POLICY"]))
    except Exception as error:  # whatever it is: the function's answer goes first
        _log(f"CORS_POLICY: {_message_of(error)}; answers go out as they are")
        return own


if "CDK_CORS_HANDLER" in os.environ:
    # For code that asks what it is.
    os.environ["_HANDLER"] = os.environ["CDK_CORS_HANDLER"]
    handler = _with_policy(_load(os.environ["CDK_CORS_HANDLER"]))
