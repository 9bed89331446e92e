"""The catalogues: every message of the project is there, and every translation fits its message."""

import ast
import datetime
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import formats, translation
from django.utils.translation import trim_whitespace

ROOT = Path(settings.BASE_DIR)
TRANSLATED = ("ru", "kk")
ONE = {"_", "_now", "gettext", "gettext_lazy", "gettext_noop"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL = {"ngettext", "ngettext_lazy"}


def catalogue(language):
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def called(node):
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def messages_of_code():
    """(context, message) of every call of a gettext function with a literal, with its file."""
    for path in [*(ROOT / "speeches").rglob("*.py"), *(ROOT / "newsroom").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            words = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if called(node) in ONE | PLURAL and words:
                yield (None, words[0]), path
            elif called(node) in WITH_CONTEXT and len(words) > 1:
                yield tuple(words[:2]), path


def nodes_of(nodes):
    for node in nodes:
        yield node
        for name in ("nodelist", "nodelist_true", "nodelist_false", "nodelist_loop", "nodelist_empty"):
            yield from nodes_of(getattr(node, name, None) or ())
        for _condition, inner in getattr(node, "conditions_nodelists", ()):
            yield from nodes_of(inner)


def messages_of_templates():
    """(context, message) of every translated tag and every `_("…")` in a template, with its file."""
    engine = engines["django"]
    for path in (ROOT / "templates").rglob("*.html"):
        source = path.read_text()
        for _quote, words in re.findall(r"""(?<![\w.])_\((["'])(.*?)\1\)""", source):
            yield (None, words), path
        for node in nodes_of(engine.from_string(source).template.nodelist):
            if isinstance(node, TranslateNode) and isinstance(node.filter_expression.var.literal, str):
                context = node.message_context and str(node.message_context.var)
                # A percent sign in a template is looked up doubled.
                yield (context, node.filter_expression.var.literal.replace("%", "%%")), path
            elif isinstance(node, BlockTranslateNode):
                words = node.render_token_list(node.singular)[0]
                yield (None, trim_whitespace(words) if node.trimmed else words), path


@pytest.fixture(scope="module")
def messages():
    found = [*messages_of_code(), *messages_of_templates()]
    assert len(found) > 500, "the walk has lost the messages"
    assert (None, "This release was withdrawn") in dict(found)
    assert (None, "Edition %(number)s") in dict(found)
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language, messages):
    there = {(entry.msgctxt, entry.msgid) for entry in catalogue(language) if entry.translated()}
    lacking = {(words, path) for (context, words), path in messages if words and (context, words) not in there}
    missing = sorted(f"{path.relative_to(ROOT)}: {words!r}" for words, path in lacking)
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_places_of_their_message(language):
    place = re.compile(r"%\(\w+\)[\d.]*[a-zX]|%[ds]|\{\w*\}")
    for entry in catalogue(language):
        for words in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            assert set(place.findall(words)) == set(place.findall(entry.msgid)), entry.msgid
            assert words.strip(), entry.msgid
            assert words.endswith(".") == entry.msgid.endswith("."), entry.msgid


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_in_latin_letters_by_oversight(language):
    """What has no Cyrillic letter is a name or a format."""
    alike = {entry.msgid for entry in catalogue(language) if not re.search("[а-яА-Я]", entry.msgstr or "а")}
    assert alike <= {"IPTC Media Topic", "%(count)d %(what)s"}


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("ru", {1: "1 релиз", 2: "2 релиза", 5: "5 релизов", 11: "11 релизов", 21: "21 релиз", 112: "112 релизов"}),
        ("kk", {1: "1 хабарлама", 2: "2 хабарлама", 5: "5 хабарлама", 21: "21 хабарлама"}),
    ],
)
def test_numbers_are_counted_as_the_language_counts(language, counts):
    with translation.override(language):
        for count, words in counts.items():
            said = translation.ngettext("%(count)s release", "%(count)s releases", count) % {"count": count}
            assert said == words


def test_the_months_of_a_date_stand_in_the_case_the_language_wants():
    days = [datetime.date(2026, month, 5) for month in range(1, 13)]
    wanted = {
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    }
    forms = {"ru": "5 {} 2026 г.", "kk": "2026 жылғы 5 {}"}
    for language, months in wanted.items():
        with translation.override(language):
            assert [formats.date_format(day) for day in days] == [forms[language].format(m) for m in months.split()]
