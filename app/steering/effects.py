"""What a step probably means for public access (TF 2 kap.), said before it is taken.

The municipality sets the words in its profile; these stand where it has none. The product does not decide what is an
official document: hence “troligen”.
"""

from flask_babel import LazyString, lazy_gettext

from app.steering.routes import profile_in_force, worded
from app.steering.shapes.talks import EffectStep

DEFAULTS: dict[EffectStep, LazyString] = {
    "share": lazy_gettext(
        "En delad bild är troligen fortfarande arbetsmaterial mellan er två. Den blir inte en del av det ni fastställer."
    ),
    "meet": lazy_gettext("Anteckningarna från mötet är troligen arbetsmaterial tills ni fastställer dem."),
    "establish": lazy_gettext(
        "När ni båda har fastställt är texten färdig. Den blir då troligen en allmän handling som kan begäras ut, "
        "också av andra än dem som läser den här. Den kan inte ändras sedan, bara få tillägg."
    ),
    "release": lazy_gettext(
        "Det ni släpper uppåt läses av dem som leder högre upp, och av förtroendevalda och revisorer när det står i en "
        "fastställd uppsikt. Från den dag det går upp är det troligen en allmän handling, och då går det inte att ta tillbaka."
    ),
    "addendum": lazy_gettext(
        "Ett tillägg blir en del av det fastställda när ni båda har fastställt det, och troligen en allmän handling."
    ),
    "share_text": lazy_gettext(
        "En delad text är troligen fortfarande arbetsmaterial inom förvaltningen. Cheferna ovanför läser den inför dialogen."
    ),
    "establish_text": lazy_gettext(
        "När texten är fastställd är den färdig och blir troligen en allmän handling. Den ändras inte sedan: vill ni säga "
        "något annat börjar ni en ny version."
    ),
}


def legal_effect(step: EffectStep) -> str:
    """Give the words to show before a step: the municipality's own, or the product's."""
    own = next((effect for effect in profile_in_force().legal_effects if effect.step == step), None)
    return worded(own.text) if own else str(DEFAULTS[step])
