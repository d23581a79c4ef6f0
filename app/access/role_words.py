"""What each role is called, and what it is, as people read it."""

from flask_babel import LazyString, lazy_gettext

from app.access.matrix import Role

ROLE_WORDS: dict[Role, tuple[LazyString, LazyString]] = {
    Role.MANAGER: (
        lazy_gettext("Chef"),
        lazy_gettext("Leder en enhet. Chefen för förvaltningens översta enhet är kommunchef."),
    ),
    Role.SUPPORT: (
        lazy_gettext("Stöd"),
        lazy_gettext(
            "Controller, kvalitetsutvecklare eller HR. Läser ingen dialogtext utan att båda bjudit in."
        ),
    ),
    Role.POLITICIAN: (
        lazy_gettext("Förtroendevald"),
        lazy_gettext("Ledamot i fullmäktige, styrelse eller nämnd."),
    ),
    Role.AUDITOR: (
        lazy_gettext("Revisor"),
        lazy_gettext("Granskar. Läser det som är fastställt för revisorer."),
    ),
    Role.EMPLOYEE: (lazy_gettext("Medarbetare"), lazy_gettext("Har medarbetarsamtal med sin chef.")),
    Role.ADMINISTRATOR: (
        lazy_gettext("Administratör"),
        lazy_gettext("Sköter organisation, konton och mallar. Läser ingen dialogtext alls."),
    ),
}
