"""Pages in two languages: the catalogue is read once, not for every page."""

from babel import support
from pytest import MonkeyPatch

from app import languages


def test_a_catalogue_is_read_once_however_many_pages(client, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(languages.WORDS, "cache", {})
    languages._words_of_forms.cache_clear()
    read: list[str] = []
    load = support.Translations.load

    def counted(folder: str, wanted: list[object], domain: str) -> object:
        read.append(f"{domain} {wanted[0]}")
        return load(folder, wanted, domain)

    monkeypatch.setattr(support.Translations, "load", counted)
    for _time in range(3):
        client.post("/sprak", data={"language": "en"})
        assert "Sign in" in client.get("/logga-in").text
    assert read.count("messages en") == 1
    assert read.count("wtforms en") == 1


def test_a_label_escapes_what_is_put_into_it(app) -> None:
    with app.test_request_context():
        said = app.jinja_env.from_string('{{ _("Väntar på %(name)s", name=name) }}').render(name="<b>&</b>")
        counted = app.jinja_env.from_string(
            '{{ ngettext("En sak.", "%(words)s saker.", 2, words="<i>två</i>") }}'
        ).render()
    assert said == "Väntar på &lt;b&gt;&amp;&lt;/b&gt;"
    assert counted == "&lt;i&gt;två&lt;/i&gt; saker."
