"""What the last act did, as a code in the next page's address: no third cookie, no free text."""

from flask import request, url_for

from fieldapp.web.language import gettext as _


def words() -> str | None:
    """The sentence for this page's `said=` code, or None."""
    sentences = {
        "saved": _("Sparat."),
        "imported": _("Filen är inläst: %(added)s nya, %(changed)s ändrade och %(same)s som var likadana.")
        % {name: request.args.get(name, 0, type=int) for name in ("added", "changed", "same")},
        "choose-owner": _("Välj vem ärendet ska till."),
        "put-away": _("Meningen erbjuds inte längre."),
        "sent": _("Skickat till ansvariga."),
        "signed-out": _("Du är utloggad."),
        "mail-sent": _("Finns adressen hos oss har vi skickat ett mejl. Titta i din inkorg."),
        "invited": _("Inbjudan är skickad."),
        "signed-out-everywhere": _("Du är utloggad överallt."),
        "new-password": _("Ditt nya lösenord gäller."),
        "person-disabled": _("Kontot är stängt. Personen är utloggad överallt."),
        "person-enabled": _("Kontot är öppet igen."),
        "role-changed": _("Rollen är ändrad. Personen får logga in på nytt."),
        "own-account": _("Ditt eget konto kan någon annan administratör ändra."),
        "last-admin": _("Någon måste vara administratör. Utse en till först."),
        "walk-planned": _("Vandringen är planerad. Lägg till stoppen i den ordning ni går."),
        "walk-open": _("Vandringen pågår."),
        "walk-closing": _("Rundan är slut. Punkter tas fortfarande emot."),
        "walk-closed": _("Vandringen är stängd. Svaren om trygghet hör inte längre ihop med någon telefon."),
        "walk-cancelled": _("Vandringen är inställd."),
        "cards-made": _("Korten är beställda. Skriv ut dem här nedanför."),
        "published": _("Länken är öppen för alla som har den."),
        "code-new": _("Den nya koden gäller. Den gamla släpper inte in någon mer."),
        "code-revoked": _("Koden släpper inte in någon mer."),
        "stop-in-use": _("Stoppet har punkter eller svar och kan inte tas bort. Du kan byta namn på det."),
        "stop-removed": _("Stoppet är borttaget."),
        "area-in-use": _("En regel gäller området. Ta bort eller ändra regeln först."),
        "link-revoked": _("Länken öppnar ingenting längre. Skicka ärendet på nytt, så får de en ny."),
        "removed": _("Borttaget."),
        "called": _("Noterat. Kommer inget svar på tio dagar så står det här igen."),
        "rule-moved": _("Ordningen är ändrad."),
        "rule-made": _("Regeln gäller från och med nu."),
        "rule-refused": _("Ingen regel av det här. Kommer lika många till så frågar vi igen."),
        "taken-back": _("Ångrat."),
        "answered": _("Svaret är skickat."),
        "some-changed": _(
            "Några punkter hade ändrats under tiden och fick inget svar. De står överst i listan."
        ),
        "choose-some": _("Välj minst en punkt i listan."),
        "too-late": _("Det går inte längre att ångra. Öppna punkten och svara på nytt."),
        "assigned": _("Fördelat. Telefonerna får det nästa gång de har täckning."),
        "none-chosen": _("Inget var valt. Kryssa för de ärenden som ska fördelas."),
        "phone-revoked": _("Telefonen är ute."),
        "conflict": _("Någon annan ändrade samtidigt. Se vad som gäller nu och försök igen."),
    }
    return sentences.get(request.args.get("said", ""))


def url(endpoint: str, code: str, **values: object) -> str:
    """The address of a page that says `code`."""
    return url_for(endpoint, said=code, **values)  # type: ignore[arg-type]
