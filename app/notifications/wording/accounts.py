"""What a mail of an account says."""

from flask_babel import gettext, ngettext

from app.notifications.wording.saying import Facts, Said


def password_link(facts: Facts) -> Said:
    """Say what the link of a mail is for; no notice of the product says this, since its reader cannot sign in."""
    minutes = int(str(facts.words["minutes"]))
    return Said(
        gettext("Välj ett nytt lösenord till Samsyn"),
        (
            gettext("Någon har bett om en länk för ett nytt lösenord till ditt konto."),
            ngettext(
                "Länken fungerar en gång, inom %(num)s minut. När du har valt ett lösenord loggas du ut överallt.",
                "Länken fungerar en gång, inom %(num)s minuter. När du har valt ett lösenord loggas du ut överallt.",
                minutes,
            ),
        ),
        ((gettext("Användarnamn"), facts.text("username")),),
        gettext("Välj lösenord"),
    )
