"""The canonical form of an edition's content, and its hash.

The form is that of RFC 8785 (JSON Canonicalization Scheme) for strings, integers, booleans, null, lists and
objects; strings are Unicode NFC. Anybody can check a seal: the SHA-256 of the bytes. See docs/record.md.
"""

import hashlib
import hmac
import json
import unicodedata

FORMAT = "newsroom-edition/1"
_SAFE_INTEGER = 2**53 - 1
"""RFC 8785 writes numbers as ECMAScript does; beyond this they would not be exact (RFC 7493, section 2.2)."""


def canonical(content):
    """The canonical bytes (UTF-8) of `content`, a dict of str, int, bool, None, lists and dicts.

    Raises TypeError for anything else, floats included, naming the place; ValueError for a lone surrogate, an
    integer beyond 2**53 - 1, or two keys that NFC makes one.
    """
    return _write(content, "$").encode("utf-8")


def _write(value, place):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        if abs(value) > _SAFE_INTEGER:
            raise ValueError(f"{place}: the integer is too large for JSON")
        return str(int(value))
    if isinstance(value, str):
        return _string(value, place)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_write(item, f"{place}[{number}]") for number, item in enumerate(value)) + "]"
    if isinstance(value, dict):
        return _object(value, place)
    raise TypeError(f"{place}: {type(value).__name__} has no canonical form")


def _string(value, place):
    value = unicodedata.normalize("NFC", str(value))
    if any(0xD800 <= ord(character) <= 0xDFFF for character in value):
        raise ValueError(f"{place}: a lone surrogate is not a character")
    return json.dumps(value, ensure_ascii=False)


def _object(value, place):
    strangers = [key for key in value if not isinstance(key, str)]
    if strangers:
        raise TypeError(f"{place}: the key {strangers[0]!r} is not a string")
    items = {unicodedata.normalize("NFC", key): item for key, item in value.items()}
    if len(items) != len(value):
        raise ValueError(f"{place}: two keys are the same in NFC")
    ordered = sorted(items, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{_string(key, place)}:{_write(items[key], f'{place}.{key}')}" for key in ordered) + "}"


def digest(data):
    """SHA-256 (FIPS 180-4) of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def content_hash(content):
    """SHA-256 (hex) of the canonical form of `content`."""
    return digest(canonical(content))


def parse(data):
    """The content of which `data` is the canonical form. Raises ValueError where it is not exactly that."""
    try:
        content = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ValueError(f"not JSON in UTF-8: {error}") from error
    try:
        again = canonical(content)
    except TypeError as error:
        raise ValueError(str(error)) from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(content, dict) or again != data:
        raise ValueError("not in canonical form (RFC 8785, NFC)")
    return content


def verify(data, expected):
    """Whether the SHA-256 of `data` is `expected` (hex, in either case), compared in constant time."""
    return hmac.compare_digest(digest(data).encode(), expected.lower().encode("utf-8", "surrogatepass"))
