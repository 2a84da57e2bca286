"""What is common to pages that take a file."""

from django.conf import settings
from django.http import HttpRequest


def is_too_much(request: HttpRequest) -> bool:
    """Whether the request is so large that the file in it was not taken in."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    return length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
