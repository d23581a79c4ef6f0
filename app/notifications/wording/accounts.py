"""What a mail of an account says."""

from flask_babel import gettext, ngettext

from app.notifications.wording.saying import Facts, Said


def account_link(facts: Facts) -> Said:
    """Say that somebody has been given an account, and what the link of the mail is for."""
    hours = int(str(facts.words["minutes"])) // 60
    return Said(
        gettext("Du har fått ett konto i Samsyn"),
        (
            gettext("Samsyn är där kommunen för sina dialoger och samlar sina planer och sin uppföljning."),
            ngettext(
                "Välj ett lösenord med länken. Den fungerar en gång, inom %(num)s timme.",
                "Välj ett lösenord med länken. Den fungerar en gång, inom %(num)s timmar.",
                hours,
            ),
            gettext(
                "Hinner du inte får du en ny på sidan där man loggar in: tryck på Glömt lösenordet och skriv ditt användarnamn."
            ),
        ),
        ((gettext("Användarnamn"), facts.text("username")),),
        gettext("Välj lösenord"),
    )


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
