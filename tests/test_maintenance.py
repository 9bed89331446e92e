"""While the newsroom is being worked on."""

import json

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection


def command(*words, capsys):
    call_command("maintenance", *words)
    return capsys.readouterr().out


def test_site_and_desk_show_one_page_and_ask_no_database(client, capsys):
    # Without the mark of a database: any question to it fails the test.
    command("on", capsys=capsys)
    for path in ("/", "/en/", "/en/releases/", "/admin/", "/photos/x/1.webp", "/nowhere"):
        answer = client.get(path, follow=False)
        assert answer.status_code == 503, path
        assert answer.headers["Retry-After"] == "300"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src" in answer.headers["Content-Security-Policy"]
        assert not answer.cookies
    assert client.post("/en/").status_code == 503
    assert connection.queries_limit, "the connection was not used"


@pytest.mark.parametrize(
    ("path", "accepted", "language", "says"),
    [
        ("/en/", "", "en", "The newsroom is being worked on"),
        ("/ru/", "", "ru", "На сайте идут технические работы"),
        ("/kk/themes/", "ru", "kk", "Сайтта техникалық жұмыстар жүріп жатыр"),
        ("/", "kk", "kk", "Сайтта техникалық жұмыстар жүріп жатыр"),
        ("/xx/", "ru", "ru", "На сайте идут технические работы"),
    ],
)
def test_in_the_language_of_the_reader(client, capsys, path, accepted, language, says):
    command("on", capsys=capsys)
    page = client.get(path, headers={"Accept-Language": accepted}).content.decode()
    assert says in page
    assert f'<html lang="{language}">' in page


def test_it_tells_when_to_come_again_in_the_newsrooms_time(client, capsys, settings):
    settings.TIME_ZONE = "Asia/Almaty"
    with time_machine.travel("2026-11-24T18:50:00Z", tick=False) as clock:  # 23:50 there
        assert "2026-11-25 00:20" in command("on", "--until", "00:20", capsys=capsys)
        answer = client.get("/en/")
        assert answer.headers["Retry-After"] == "1800"
        assert "25 November 2026" in answer.content.decode()
        clock.shift(1801)  # it takes longer than was told
        late = client.get("/en/")
        assert late.headers["Retry-After"] == "300"
        assert "25 November 2026" not in late.content.decode()


@pytest.mark.django_db
def test_health_is_told_all_the_same_and_off_ends_it(client, capsys):
    command("on", capsys=capsys)
    assert client.get("/healthz").status_code == 200
    assert "open" in command("off", capsys=capsys)
    assert client.get("/en/").status_code == 200
    assert "already" in command("off", capsys=capsys)


@pytest.mark.parametrize("written", ["", "{", "[]", '{"until": 5}', '{"until": "soon"}', "null"])
def test_a_file_made_by_hand_will_do(client, settings, written):
    settings.MAINTENANCE_FILE.write_text(written)
    assert client.get("/en/").status_code == 503


@pytest.mark.parametrize("words", [("on", "--until", "25:00"), ("on", "--until", "soon"), ("off", "--until", "10:00")])
def test_a_wrong_word_is_refused_and_changes_nothing(capsys, settings, words):
    with pytest.raises(CommandError):
        command(*words, capsys=capsys)
    assert not settings.MAINTENANCE_FILE.exists()


def test_what_is_written_can_be_read(capsys, settings):
    command("on", capsys=capsys)
    assert json.loads(settings.MAINTENANCE_FILE.read_text()) == {"until": None}
