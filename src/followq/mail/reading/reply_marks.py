"""How mail programs mark what isn't new in a message, in the languages that they speak: patterns, one line each.

Every pattern is tried on one line, or a few joined, of at most `LONGEST_LINE` characters, and none nests repetitions.
"""

from __future__ import annotations

import re

LONGEST_LINE = 300
"""Characters of a line in which a mark is looked for."""


def _any(words: str) -> str:
    return "|".join(word.strip().replace(" ", r"\s") for word in words.split("/"))


VERBS = (
    "wrote", "writes", "schrieb", "schreibt", "a écrit", "ecrit", "escribió", "escribio", "ha scritto", "scrive",
    "schreef", "escreveu", "napsal", "napsala", "napsal(a)", "napisał", "napisała", "napisał(a)", "skrev",
    "kirjoitti", "написал", "написала", "пишет", "yazdı", "írta", "έγραψε",
    "写道", "寫道", "のメール", "書きました", "작성",
)  # fmt: skip
_WROTE = "|".join(word.replace(" ", r"\s").replace("(a)", r"\(a\)") for word in VERBS)
_STARTS = _any("On/Am/Le/El/Il/Op/Em/No dia/Den/På/Dne/Dnia/W dniu/Il giorno/Il/Vào/Στις/В/Quoting")
_DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So|lun|mar|mer|jeu|ven|sam|dim"

QUOTED = re.compile(r"\s{0,3}(?:[A-Z]{1,4})?>(?!From )|\s{0,2}\|\s")
"""`>`, with initials before it where a program puts them; some put a bar."""
WROTE = re.compile(rf"(?:{_WROTE})\b[^:：]{{0,150}}[:：]$|(?:写道|寫道|のメール|書きました)[:：]?$", re.IGNORECASE)
ENDS_OF_WROTE = (":", "：", "写道", "寫道", "のメール", "書きました")
DATED_START = re.compile(rf"[*\s]{{0,4}}(?:(?:{_STARTS}|{_DAYS})\b|\d{{1,4}}[-/.年])")
EXACT_MOMENT = re.compile(r"@|\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b")
"""Without an address, a time or a year above it, what follows "On Monday you wrote:" may be the user's own words."""

COPIED_MESSAGE = re.compile(
    r"\W{0,3}-{2,}\s?(?:"
    + _any(
        "Original Message/Original Appointment/Ursprüngliche Nachricht/Originalnachricht/Message d'origine/"
        "Mensaje original/Messaggio originale/Oorspronkelijk bericht/Mensagem original/Ursprungligt meddelande/"
        "Oprindelig meddelelse/Původní zpráva/Wiadomość oryginalna/Исходное сообщение/Forwarded/"
        "Weitergeleitete Nachricht/Message transféré/Mensaje reenviado/Messaggio inoltrato/Doorgestuurd bericht/"
        "Mensagem encaminhada/Reply message/原始邮件/转发的邮件"
    )
    + r")\b|Begin forwarded message:|Anfang der weitergeleiteten"
    r"|Début du message (?:réexpédié|transféré)|Inizio messaggio inoltrato",
    re.IGNORECASE,
)
COPIED_FROM = re.compile(
    r"[*_\s|]{0,6}(?:"
    + _any("From/Von/De/Da/Van/Från/Fra/Od/Lähettäjä/От/发件人/寄件者/差出人/보낸 사람")
    + r")\s?\*{0,2}\s?[:：]",
    re.IGNORECASE,
)
COPIED_SUBJECT = re.compile(
    r"[*_\s|]{0,20}(?:"
    + _any(
        "Subject/Re/Betreff/Betr/Objet/Asunto/Assunto/Oggetto/Onderwerp/Ämne/Emne/Předmět/Temat/Aihe/Тема/主题/主旨/"
        "件名/제목"
    )
    + r")\s?\*{0,2}\s?[:：]",
    re.IGNORECASE,
)
COPIED_OTHER = re.compile(
    r"[*_\s|]{0,20}(?:"
    + _any(
        "Sent/Date/To/Cc/Gesendet/Datum/An/Envoyé/À/Enviado/Enviada/Enviado el/Fecha/Para/Inviato/Data/A/"
        "Verzonden/Aan/Skickat/Till/Sendt/Til/Dato/Odesláno/Komu/Wysłano/Do/Lähetetty/Отправлено/Кому/Дата/发送时间/"
        "收件人/日期/送信日時/宛先/보낸 날짜/받는 사람"
    )
    + r")\s?\*{0,2}\s?[:：]",
    re.IGNORECASE,
)
COPIED_TO = re.compile(r"[*_\s]{0,20}To:", re.IGNORECASE)
SHORT_DATE = re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b")

SENT_FROM = re.compile(
    r"\W{0,3}(?:"
    + _any(
        "Sent from my/Sent from Mail/Sent from Outlook/Sent from Yahoo/Sent from Samsung/Sent via/Sent with/"
        "Get Outlook for/Von meinem/Gesendet von/Gesendet mit/Diese Nachricht wurde von meinem/Envoyé de mon/"
        "Envoyé depuis/Envoyé à partir de/Enviado desde/Enviado de/Enviado do meu/Inviato da/Verzonden vanaf/"
        "Verstuurd vanaf/Skickat från/Sendt fra/Odesláno z/Wysłano z/Wysłane z/Lähetetty/Отправлено с/发自我的/"
        "iPhoneから送信"
    )
    + r")\b.{0,80}$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:"
    + _any(
        "best/best regards/kind regards/warm regards/with kind regards/regards/best wishes/all the best/cheers/"
        "sincerely/yours sincerely/yours/respectfully/thanks/thanks again/many thanks/thank you/thx/"
        "mit freundlichen grüßen/freundliche grüße/viele grüße/beste grüße/liebe grüße/gruß/mfg/cordialement/"
        "bien cordialement/saludos/un saludo/atentamente/cordiali saluti/saluti/met vriendelijke groet/groeten/"
        "med vänliga hälsningar/hälsningar/mvh/med venlig hilsen/s pozdravem/pozdrawiam/atenciosamente/abraços/"
        "com os melhores cumprimentos"
    )
    + r")\s?[,.!]{0,2}$",
    re.IGNORECASE,
)
RULE = re.compile(r"[-_=*~#\s]{3,}$")
LIST_FOOTER = re.compile(
    r"mailing list|unsubscribe|listinfo|to view this discussion|abmelden|désabonner", re.IGNORECASE
)
REPLY_DIRECTLY = re.compile(
    r"Reply to this (?:e-?mail|message)|You are receiving this|You received this", re.IGNORECASE
)
DISCLAIMER = re.compile(
    r"\W{0,4}(?:confidentiality (?:notice|note)|disclaimer|legal notice|haftungsausschluss|aviso legal)\b"
    r"|\W{0,4}th(?:is|e information (?:contained )?in this) (?:e-?mail|message|communication|transmission)\b.{0,120}"
    r"\b(?:confidential|intended (?:only|solely)|privileged|property of)"
    r"|\W{0,4}diese e-?mail enthält.{0,60}vertraulich",
    re.IGNORECASE,
)
BANNER = re.compile(
    r"\W{0,4}(?:caution|warning|external(?: e-?mail| sender| message)?|achtung|extern)\b[\W_]{0,6}"
    r"(?:this|the|diese|do not click|you don.t often|stop|think)\b.{0,80}"
    r"(?:outside|external|sender|links|e-?mail|message|nachricht)",
    re.IGNORECASE,
)
PATCH = re.compile(r"diff --git |Index: \S+$|--- (?:a/|/dev/null|\S+\.orig)|\+\+\+ b/")
PATCH_LINE = re.compile(
    r"[ +\-@\\]|$|diff |index |new file|deleted file|old mode|new mode|similarity |rename |copy |Index: |===|Binary "
)
PATCH_SUMMARY = re.compile(r"\s{0,2}\S{1,200}\s+\|\s+(?:\d+\s*[+-]*|Bin\b.*)$|\s?\d+ files? changed\b")
