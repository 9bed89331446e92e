"""The OpenAPI document: what django-ninja makes of the types, and what all addresses have in common."""

from functools import lru_cache

from speeches.problems import CONTENT_TYPE

from .serving import told

TITLE = "Newsroom"
ABOUT = """Releases, statements and events of the newsroom, as its site shows them: read-only, without keys.

Every GET answers HEAD and conditional requests (ETag, If-None-Match). Lists go on at `next`. What is not public
answers exactly as what does not exist. Errors are application/problem+json (RFC 9457). How often one address may
ask is told by RateLimit headers; beyond that the answer is 429 with Retry-After."""
_TAGS = ("releases", "statements", "events", "people", "themes", "photos", "search")
_ERRORS = {
    400: "What was asked for makes no sense; `errors` names the parameters",
    404: "Nothing public is here",
    405: "Another method than GET, HEAD or OPTIONS",
    410: "It was public, and was taken back; the problem tells why",
    429: "Asked too often; Retry-After gives the seconds to wait",
    500: "Something is broken here",
    503: "The newsroom is being worked on; Retry-After gives the seconds to wait",
}
_HEADERS = {
    "ETag": ("The validator of this answer, for If-None-Match.", "string"),
    "RateLimit-Policy": ('How many requests in how many seconds, such as "api";q=300;w=60.', "string"),
    "RateLimit": ('How many are left, and the seconds until all are again, such as "api";r=299;t=40.', "string"),
}
_RETRY = {"Retry-After": ("Seconds to wait.", "integer")}


@lru_cache(maxsize=1)
def document(api):
    """The document of `api` as JSON has it (OpenAPI 3.1), in English."""
    made = dict(api.get_openapi_schema(path_prefix=""))
    schemas = made["components"]["schemas"]
    paths = {}
    for path, methods in made["paths"].items():
        operation = methods["get"]
        operation["parameters"] = [_parameter(one) for one in operation.get("parameters", ())]
        operation["responses"] = _responses(operation["responses"])
        paths[f"/api/v1/{path.strip('/')}"] = {"get": operation}
    return {
        "openapi": made["openapi"],
        "info": {"title": TITLE, "version": made["info"]["version"], "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in _TAGS],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": {name: _header(*told_of) for name, told_of in (_HEADERS | _RETRY).items()},
            "responses": {_name(status): _error(status, says) for status, says in _ERRORS.items()},
        },
    }


def _parameter(one):
    """A parameter without what only Python knows: null, and that a list is parted by commas."""
    schema = _plain(one["schema"])
    parameter = {**one, "schema": schema}
    if schema.get("type") == "array":
        parameter |= {"style": "form", "explode": False}
    return parameter


def _plain(schema):
    schema = {name: value for name, value in schema.items() if name not in ("title", "description")}
    options = [one for one in schema.pop("anyOf", ()) if one.get("type") != "null"]
    for option in options:
        schema = option | schema
    if schema.get("default", "") is None:
        del schema["default"]
    return {name: value for name, value in schema.items() if name != "title"}


def _responses(made):
    """The answers of an operation, by status."""
    answers = {}
    for status, response in made.items():
        if int(status) == 200:
            headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS}
            answers["200"] = {**response, "headers": headers}
        elif int(status) == 301:
            answers["301"] = {"description": "It was joined to another, at Location"}
    answers["304"] = {"description": "Nothing has changed since If-None-Match"}
    statuses = [status for status in _ERRORS if status != 410 or 410 in made]
    return answers | {str(status): {"$ref": f"#/components/responses/{_name(status)}"} for status in statuses}


def _name(status):
    return f"Problem{status}"


def _error(status, says):
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    retry = {name: {"$ref": f"#/components/headers/{name}"} for name in _RETRY} if status in (429, 503) else {}
    return {"description": says, "content": content, **({"headers": retry} if retry else {})}


def _header(says, kind):
    return {"description": says, "schema": {"type": kind}}


def openapi(api):
    """The view of the document."""

    def answer(request):
        return told(request, document(api))

    return answer
