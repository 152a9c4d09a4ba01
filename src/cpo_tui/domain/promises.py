"""Promises in what an officer writes: "call back Tuesday", "le llamo el martes", "by Friday", "within 3 days".

A fixed pattern, English and Spanish: there must be words by which *we* promise something, and a day in the future, in
one sentence. What is found is offered; it is never made by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MAX_TEXT = 20_000
"""How much of a text is looked at; a pasted file is not somebody's promise."""
_WORKWEEK = 5


@dataclass(frozen=True, slots=True)
class FoundPromise:
    """Words in which something is promised, and the day by which."""

    words: str
    due_on: date


def find_promises(text: str, today: date) -> tuple[FoundPromise, ...]:
    """The promises in a text, in its order; days are reckoned from `today`, the day of the office."""
    found: dict[tuple[str, date], FoundPromise] = {}
    for sentence in _sentences(text[:MAX_TEXT]):
        plain = _plain(sentence)
        if _ACT.search(plain) is None or _NOT_OURS.search(plain) is not None or _PAST.search(plain) is not None:
            continue
        due = _day(plain, today)
        if due is not None and due >= today:
            one = FoundPromise(" ".join(sentence.split()), due)
            found.setdefault((one.words.casefold(), due), one)
    return tuple(found.values())


def _sentences(text: str) -> Iterator[str]:
    for piece in re.split(r"(?<=[^\s.][^\s.][.!?;])(?<!Mr.)(?<!Ms.)(?<!Mrs.)(?<!Dr.)(?<!Sr.)(?<!Sra.)\s+|\n+", text):
        if piece.strip():
            yield piece.strip(" \t.;!")


def _plain(text: str) -> str:
    """The text in lower case without accents, words one space apart."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join(bare.replace("\u2019", "'").split())


_ACT = re.compile(
    r"\b(?:"
    r"(?:will|i'll|we'll|shall|promised? (?:to|him|her|them|that)|going to|gonna) (?:\w+ ){0,3}?"
    r"(?:call|ring|phone|write|reply|answer|get back|come back|send|e-?mail|fax|let|confirm|check|follow|update|respond|tell|"
    r"have|provide|return|be in touch|forward|notify|inform|ask|chase|look|find|visit|see|speak|mail|report)"
    r"|(?:to )?(?:call|ring|phone|get|write|come)(?: (?:him|her|them|counsel|family|back|atty|attorney))* back\b"
    r"|you(?:'ll| will) (?:have|get|receive|hear)|tendra (?:la|una|su) respuesta"
    r"|callback|call-back|follow[- ]up|promised"
    r"|(?:^|[,:-] |\band )(?:call|reply|answer|send|e-?mail|update|respond|chase|notify)\b(?! (?:came|from|was|received|centre|center))"
    r"|(?:lo|la|le|les|los|las|te|se lo|se la) (?:vuelvo a )?(?:llamo|llamare|llamaremos|llamamos|escribo|escribire|escribiremos|aviso|avisare|"
    r"avisaremos|envio|enviare|enviaremos|mando|mandare|mandaremos|contesto|contestare|contestaremos|respondo|respondere|"
    r"responderemos|confirmo|confirmare|confirmaremos|informo|informare|informaremos|digo|dire|diremos|devuelvo|devolvere|entrego|entregare|entregaremos|visito|visitare)"
    r"|(?:llamare|llamaremos|enviare|enviaremos|contestare|contestaremos|respondere|responderemos|escribire|escribiremos|"
    r"mandare|mandaremos|avisare|avisaremos|confirmare|confirmaremos|informare|informaremos|tendre|tendremos|daremos|dare|entregaremos)\b"
    r"|(?:voy|vamos) a (?:\w+ )?(?:llamar|enviar|contestar|responder|escribir|mandar|avisar|confirmar|informar|devolver|dar)\w*"
    r"|prometi|prometo|prometimos|me comprometo|quede en|quedamos en"
    r"|(?:volver a llamar|devolver la llamada|llamar de nuevo|llamarle|llamarla|llamarlo|llamarles|responderle|contestarle|escribirle|avisarle|enviarle)"
    r")"
)
"""Words by which an officer takes something on."""

_NOT_OURS = re.compile(
    r"\b(?:(?:he|she|they|counsel|attorney|atty|lawyer|family|sister|brother|mother|wife|husband|consulate|court|judge|client|"
    r"detainee|facility|uscis|eoir|orr|opla|respondent|person|embassy|jail|clinic|doctor|sponsor|officer at the jail) "
    r"(?:(?!(?:we|i)\b)\w+ )?(?:will|says?|said|promised|is going to|'ll|to (?:send|call|write|reply|file|provide|confirm|answer))"
    r"|(?:he|she|they)'ll"
    r"|(?:el|la|su) (?:abogad[oa]|consulado|juez|tribunal|familia|hermana|hermano|madre|esposa|esposo|cliente|centro|hospital|embajada) "
    r"(?:nos |me |lo |la |le |se )*(?:va a |dijo|enviara|llamara|mandara|contestara|respondera|escribira|avisara|confirmara|prometio|llama|manda|envia)"
    r"|(?:nos|me) (?:llamara|enviara|mandara|contestara|respondera|avisara|escribira|confirmara|llamaran|enviaran)"
    r"|(?:will|can|could|shall) not|won't|cannot|can't|never|no promise|not promise|did not promise|unable to"
    r"|no (?:lo |la |le |les |se |puedo |podemos |voy a |prometi |prometimos |prometo )?(?:llam|envi|mand|contest|respond|escrib|avis|confirm|promet|pued|pod|inform|devolv)\w*"
    r"|if|unless|whether|si|hearing (?:is|was|set)|audiencia (?:es|fue)"
    r"|asked (?:us|me|if|whether)|wants (?:us|me)|requests? that|(?:nos|me) (?:pide|pidio)|pregunta (?:si|cuando))\b"
)
"""Words that make it somebody else's promise, none at all, or one that hangs on something."""

_PAST = re.compile(
    r"\b(?:yesterday|last (?:week|month|monday|tuesday|wednesday|thursday|friday|night)|ago|ayer|anteayer|pasad[oa](?! manana)|hace \d+|called back on|"
    r"was (?:sent|answered|called)|already (?:sent|called|answered)|called (?:\w+ )?back (?:on|this)|ya (?:se )?(?:llame|envie|conteste))\b"
)

_WEEKDAYS = {
    "monday": 0, "mon": 0, "tuesday": 1, "tues": 1, "tue": 1, "wednesday": 2, "wed": 2, "thursday": 3, "thurs": 3,
    "thur": 3, "thu": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6, "lunes": 0, "martes": 1,
    "miercoles": 2, "jueves": 3, "viernes": 4, "sabado": 5, "domingo": 6,
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene", "february feb febrero", "march mar marzo", "april apr abril abr", "may mayo",
            "june jun junio", "july jul julio", "august aug agosto ago", "september sept sep septiembre setiembre",
            "october oct octubre", "november nov noviembre", "december dec diciembre dic",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "couple of": 2, "a couple of": 2, "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4,
    "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
}  # fmt: skip

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH_DAY = re.compile(
    rf"\b({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)"
)
_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of| de)? ({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b"
)
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\b")
_SPAN = re.compile(
    rf"\b(?:within|in|inside|dentro de|en(?: el plazo de)?|en un plazo de)(?: the next| los proximos| las proximas)? "
    rf"(\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}) "
    r"(business days?|working days?|dias habiles|dias laborables|days?|dias?|weeks?|semanas?|hours?|hrs?|horas?)\b"
)
_NEXT_SPAN = re.compile(r"\b(?:next week|la (?:proxima semana|semana que viene|semana proxima))\b")
_END_OF_WEEK = re.compile(
    r"\b(?:end of (?:the|this) week|this week|later this week|esta (?:misma )?semana|fin de (?:la )?semana laboral|antes del fin de semana)\b"
)
_TODAY = re.compile(
    r"\b(?:today|tonight|this (?:afternoon|morning|evening)|by (?:the )?(?:end of (?:the )?day|eod|cob|close of business)|eod|cob|hoy|esta tarde|esta manana|esta noche)\b"
)
_AFTER_TOMORROW = re.compile(r"\b(?:day after tomorrow|pasado manana)\b")
_TOMORROW = re.compile(
    r"\b(?:tomorrow|tmrw|(?<!la )(?<!esta )(?<!pasado )(?<!de la )manana(?! por la manana)|manana por la manana)\b"
)
_WEEKDAY = re.compile(
    rf"\b(next |this |el proximo |proximo )?({'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})\b( of next week| de la (?:proxima semana|semana que viene)| que viene| proximo)?"
)


def _day(plain: str, today: date) -> date | None:
    """The day that a sentence names, the most exact form first."""
    for look in (_iso, _month_and_day, _span, _weekday, _words):
        found = look(plain, today)
        if found is not None:
            return found
    return None


def _iso(plain: str, today: date) -> date | None:  # noqa: ARG001 - one shape for all forms
    found = _ISO.search(plain)
    return _made(int(found[1]), int(found[2]), int(found[3])) if found else None


def _month_and_day(plain: str, today: date) -> date | None:
    if found := _MONTH_DAY.search(plain):
        month, day = _MONTHS[found[1]], int(found[2])
    elif found := _DAY_MONTH.search(plain):
        month, day = _MONTHS[found[2]], int(found[1])
    elif found := _SLASHED.search(plain):
        month, day = int(found[1]), int(found[2])
        if found[3]:
            year = int(found[3])
            return _made(year if len(found[3]) > 2 else 2000 + year, month, day)  # noqa: PLR2004
    else:
        return None
    this_year = _made(today.year, month, day)
    return (
        this_year if this_year is not None and this_year >= today else _soon(_made(today.year + 1, month, day), today)
    )


def _soon(day: date | None, today: date) -> date | None:
    """A day without a year that has passed this year means the next one only where that is near."""
    return day if day is not None and day - today < timedelta(days=183) else None


def _span(plain: str, today: date) -> date | None:
    found = _SPAN.search(plain)
    if found is None:
        return None
    amount = int(found[1]) if found[1].isdigit() else _NUMBERS[found[1]]
    unit = found[2]
    if unit.startswith(("week", "semana")):
        return today + timedelta(weeks=amount)
    if unit.startswith(("hour", "hr", "hora")):
        return today + timedelta(days=-(-amount // 24))
    if unit.startswith(("business", "working")) or "habil" in unit or "laborab" in unit:
        return _working_days_after(today, amount)
    return today + timedelta(days=amount)


def _working_days_after(day: date, amount: int) -> date:
    while amount > 0:
        day += timedelta(days=1)
        amount -= day.weekday() < _WORKWEEK
    return day


def _weekday(plain: str, today: date) -> date | None:
    found = _WEEKDAY.search(plain)
    if found is None:
        return None
    ahead = (_WEEKDAYS[found[2]] - today.weekday()) % 7 or 7
    day = today + timedelta(days=ahead)
    week_after = found[1] == "next " or (found[3] or "").startswith((" of next", " de la"))
    if week_after and day.isocalendar()[:2] == today.isocalendar()[:2]:
        day += timedelta(days=7)
    return day


def _words(plain: str, today: date) -> date | None:
    if _AFTER_TOMORROW.search(plain):
        return today + timedelta(days=2)
    if _TOMORROW.search(plain):
        return today + timedelta(days=1)
    if _TODAY.search(plain):
        return today
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    if _NEXT_SPAN.search(plain):
        return friday + timedelta(days=7) if friday - today < timedelta(days=5) else friday
    return friday if _END_OF_WEEK.search(plain) else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
