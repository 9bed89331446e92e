"""The demo in tests: loaded by its command, with photos in one small size, so that no test takes seconds over them."""

from io import StringIO

from django.core.management import call_command

from speeches import images


def small(patch):
    """Sets by `patch` (a MonkeyPatch): one's own machine, and few and small renditions."""
    patch.setattr("django.conf.settings.DEBUG", True)
    for name, value in {"WIDTHS": (320,), "PRESS": 320, "FORMATS": ("webp", "jpeg")}.items():
        patch.setattr(images, name, value)


def demo():
    """Loads the demo; gives what the command said."""
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()
