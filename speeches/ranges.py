"""A part of a file, as players ask for it (RFC 9110, section 14): Safari plays no audio without."""

import re

from django.http import FileResponse, HttpResponse

_RANGE = re.compile(r"bytes=[ \t]*(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))[ \t]*")


class _Section:
    """The next `length` bytes of an open file, as a file that can only be read and closed."""

    def __init__(self, file, length):
        self.file, self.left = file, length

    def read(self, size=-1):
        data = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data

    def close(self):
        self.file.close()


def wanted(header, size):
    """What a Range header asks of `size` bytes: (first, last), both included; () where no such byte exists.

    None where the whole file is to be sent: no header, another unit, several ranges, or not well-formed.
    """
    match = _RANGE.fullmatch(header or "")
    if match is None:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        return (max(size - int(suffix), 0), size - 1) if int(suffix) and size else ()
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        return ()
    return int(first), min(int(last), size - 1) if last else size - 1


def file_response(request, file, *, etag=None, **how):
    """The open `file`, whole (200) or the part that the request asks for (206, or 416 where there is no such part).

    `how` is as for FileResponse. An If-Range that is not `etag`, a strong one, asks for the whole file.
    """
    size = file.size
    part = wanted(request.headers.get("Range"), size) if request.method == "GET" else None
    if request.headers.get("If-Range", etag) != etag:
        part = None
    if part is None:
        response = FileResponse(file, **how)
    elif not part:
        file.close()
        response = HttpResponse(
            status=416, content_type=how.get("content_type"), headers={"Content-Range": f"bytes */{size}"}
        )
    else:
        first, last = part
        file.seek(first)
        response = FileResponse(_Section(file, last - first + 1), status=206, **how)
        response.headers["Content-Length"] = last - first + 1
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    return response
