"""What every test may rely on."""

import shutil

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.management import call_command
from django.utils import translation

from tests import factories
from tests.chromium import FLAGS
from tests.plans import fill

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "timed: holds processor time to a bound; asked for by `-m timed` (bin/slow/linear)"
    )
    config.addinivalue_line("markers", "once: says nothing about the database, and so is not asked again on PostgreSQL")
    # Hashing a password slowly is for attackers; the static folder need not have been collected.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.MIDDLEWARE = [name for name in django_settings.MIDDLEWARE if "whitenoise" not in name]
    # What a test writes need not outlive a power cut.
    options = django_settings.DATABASES["default"].setdefault("OPTIONS", {})
    if "postgresql" in django_settings.DATABASES["default"]["ENGINE"]:
        options["options"] = "-c synchronous_commit=off"
    else:
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def pytest_collection_modifyitems(config, items):
    """Which tests run: those with a bound of time where they are asked for, and on PostgreSQL only those that ask a
    database, each once; the others have run on SQLite already. What a browser shows adds nothing to the coverage."""
    chosen, passed_over = [], []
    for item in items:
        (chosen if _runs(item, config.option.markexpr) else passed_over).append(item)
        if item.nodeid.startswith("tests/browser/"):
            item.add_marker("no_cover")
    config.hook.pytest_deselected(items=passed_over)
    # What takes minutes begins first, so that no processor waits for it at the end.
    items[:] = sorted(chosen, key=lambda item: not item.nodeid.startswith("tests/leaks/"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """What a test without coverage lays out first is not measured either: pytest-cov pauses for its call alone."""
    measuring = item.config.pluginmanager.getplugin("_cov")
    controller = measuring and measuring.cov_controller
    if not controller or not item.get_closest_marker("no_cover"):
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


def _runs(item, asked):
    if item.get_closest_marker("timed") and "timed" not in asked:
        return False
    if "postgresql" not in django_settings.DATABASES["default"]["ENGINE"]:
        return True
    uses = item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    return uses and not item.get_closest_marker("once")


@pytest.fixture(autouse=True)
def english():
    """A request leaves its language in the thread; the next test begins in English."""
    translation.activate(django_settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def workplace(settings, tmp_path):
    """Nobody is limited, and nothing is closed, but where a test says so."""
    settings.LIMITS = {}
    settings.MAINTENANCE_FILE = tmp_path / "maintenance.json"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A folder for uploads that is gone after the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def folder(tmp_path):
    """An empty folder, for texts to be imported."""
    path = tmp_path / "texts"
    path.mkdir()
    return path


@pytest.fixture
def frozen(request):
    """The clock, which stands at `NOW` of the module until the test moves it."""
    with time_machine.travel(request.module.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def corpus(request, django_db_setup, django_db_blocker):
    """A newsroom of as many made-up releases as `RELEASES` of the module says."""
    with django_db_blocker.unblock():
        fill(request.module.RELEASES)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def writer():
    return factories.user("writer")


@pytest.fixture
def reviewer():
    return factories.user("reviewer")


@pytest.fixture
def publisher():
    return factories.user("publisher")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium. Without it browser tests fail, with the line that installs it."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is missing: apt-get install -y chromium")
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}
