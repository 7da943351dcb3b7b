"""Pictures: the smallest PNG files there are."""

from io import BytesIO

from PIL import Image


def png(across: int, down: int) -> bytes:
    """A PNG of one colour, so many dots across and down."""
    out = BytesIO()
    Image.new("RGB", (across, down), "#0b5d3b").save(out, "PNG")
    return out.getvalue()
