"""Calls methods of the official client as it is told: a request per line, and a line with what the client made of the answer."""

import inspect
import json
import os
import re
import sys

from pydantic import BaseModel
from svix.api import Svix, SvixOptions

OPTIONS = SvixOptions(server_url=os.environ["POSTHORN_URL"])


def snake(name: str) -> str:
    return re.sub("[A-Z]", lambda letter: "_" + letter.group().lower(), name)


def method_of(token: str, path: list[str]):
    """None: this client has no such method. Names that Python needs itself end in an underscore."""
    found = Svix(token, OPTIONS)
    for name in path:
        found = getattr(found, snake(name), None) or getattr(found, snake(name) + "_", None)
    return found


def call(method, arguments: list[str], body):
    given = list(arguments)
    if body is not None:
        model = [one.annotation for one in inspect.signature(method).parameters.values()][len(arguments)]
        given.append(model.model_validate(body))
    answer = method(*given)
    return answer.model_dump(mode="json", by_alias=True) if isinstance(answer, BaseModel) else answer


for line in sys.stdin:
    request = json.loads(line)
    method = method_of(request.get("token") or os.environ["POSTHORN_KEY"], request["path"])
    try:
        reply = {"absent": True} if method is None else {"answer": call(method, request["arguments"], request.get("body"))}
    except Exception as error:
        reply = {"error": repr(error)}
    print(json.dumps(reply), flush=True)
