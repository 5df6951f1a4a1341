"""json_model.py: a line as Python's json sees it, in the form in which a record compares equal to it."""
import json
from decimal import Decimal


def members(text):
    record = json.loads(text, parse_float=Decimal)
    if not record.get("history"):
        record.pop("history", None)
    if record.get("rejected") is None:
        record.pop("rejected", None)
    return record
