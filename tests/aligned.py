"""Statements that say the same in several languages, for the tests of alignment."""

from speeches.models import Statement
from tests import factories

SAID = {
    "en": ("The canal of 1984 reaches Zharkent", "Water costs 25 tenge in Almaty", "The dam at Kapchagay is 90 m high"),
    "ru": ("Канал 1984 года достигает Жаркента", "Вода стоит 25 тенге в Алматы", "Плотина у Капчагая высотой 90 м"),
    "kk": ("1984 жылғы канал Жаркентке жетеді", "Су Алматыда 25 теңге тұрады", "Қапшағайдағы бөгет 90 м болады"),
}  # fmt: skip


def versions(*languages, group="canals", **fields):
    """{language: the versions of three statements in a live release}."""
    found, speaker = {}, factories.person("aidar")
    for language in languages:
        body = "".join(f"<p>{words}.</p>" for words in SAID[language])
        edition = factories.live(language=language, slug="canals", translation_group=group, body=body, **fields)
        found[language] = [factories.statement(edition, words, speaker=speaker) for words in SAID[language]]
    return found


def by(version):
    """Who aligned the statement of a version."""
    return Statement.objects.get(pk=version.statement_id).aligned_by


def statement_of(version):
    return Statement.objects.get(pk=version.statement_id)
