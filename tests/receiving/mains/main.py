import base64
import json
import sys

from receiver import verify

for case in json.load(sys.stdin):
    try:
        verify(base64.b64decode(case["body"]), case["headers"], case["secret"])
        print("believed")
    except Exception:
        print("refused")
