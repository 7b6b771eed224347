"""Shapes of a sentence that the request test looks at, beside its words: the name and the pattern of each.

They are searched without regard to capitals, in a sentence without the name it speaks to. `#VERB`, `#AUX` and
`#DAY` stand for the lists of `_PARTS`.
"""

from __future__ import annotations

import re

_VERBS = (
    "send call give check review forward set get make take let tell ask see look read note advise confirm provide "
    "schedule add put include remove fax mail email e-mail print sign fill complete respond reply answer come "
    "join meet bring pick find keep help try use contact talk speak discuss coordinate arrange plan prepare "
    "update change fix move ensure remember consider do go be stop start wait hold follow shoot drop leave copy "
    "cc pass share show explain clarify verify approve submit return post test run apply resend order book attend "
    "feel pls please don't dont let's lets draft revise circulate distribute mark enter delete cancel reschedule "
    "work figure think stay visit buy pay"
)
_PARTS = {
    "VERB": "(?:" + "|".join(sorted(map(re.escape, _VERBS.split()), key=len, reverse=True)) + ")",
    "AUX": (
        "(?:can|could|would|will|do|did|are|have|should|may|might|won't|can't|couldn't|wouldn't|don't|didn't|aren't|"
        "haven't|were|is|was|does|has|shall)"
    ),
    "DAY": (
        r"(?:today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|fri|"
        r"next week|this week|this afternoon|this morning|weekend|noon|lunch|dinner|a\.?m|p\.?m|o'clock|\d{1,2}:\d\d|"
        r"\d{1,2} ?(?:am|pm))"
    ),
}
_SHAPES = {
    "(you question)": r"\b#AUX (?:you|u|ya|y'all)\b",
    "(you question first)": r"^(?:so |and |but |also |now |ok |then )?#AUX (?:you|u)\b",
    "(polite request)": r"\b(?:can|could|would|will) (?:you|u|someone|somebody|anyone|one of you)\b",
    "(we question)": r"\b(?:can|could|shall|should|do|may|might|are) (?:we|i)\b",
    "(we question first)": r"^(?:so |and |but )?(?:can|could|shall|should|may) (?:we|i)\b",
    "(let know)": r"\b(?:let (?:me|us|\w+) know|advise|lmk)\b",
    "(let know first)": r"^(?:please |pls |just |also |so |then )*let (?:me|us) know\b",
    "(please verb)": r"\b(?:please|pls|plz|kindly) (?:just |also |do |don't |not )?[a-z]+",
    "(please first)": r"^(?:also |so |then |and |but |if [^,]*, )?(?:please|pls|plz|kindly)\b",
    "(command first)": (
        r"^(?:please |pls |just |also |then |and |so |again |but |if [^,]{3,60}, |when [^,]{3,60}, |"
        r"in the meantime,? )*#VERB\b"
    ),
    "(command later)": (
        r"(?:, |; | and | - |-- )(?:please |pls |just |then |also )*(?:#VERB) (?:me|us|him|her|them|the|"
        r"a|an|your|it|this|that|to|with|my|our)\b"
    ),
    "(verb me)": (
        r"\b(?:send|give|call|tell|get|email|e-mail|fax|forward|shoot|show|help|join|meet|contact|page|"
        r"cc|copy|remind|bring|drop|buy|save) (?:me|us|him|her|them)\b"
    ),
    "(wh question)": r"\b(?:what|when|where|who|how|which|why)\b[^.?]*\?",
    "(wh first)": r"^(?:so |and |but |also )?(?:what|when|where|who|how|which|why)\b",
    "(what about)": r"\b(?:how|what) about\b",
    "(any question)": (
        r"\bany (?:thoughts|ideas|comments|news|word|luck|suggestions|chance|interest|updates?|feedback|"
        r"input)\b"
    ),
    "(you want)": (
        r"\b(?:you (?:want|wanna|like|care|interested|free|available|able|up for|around|have time|"
        r"get a chance|think|mind|know))\b"
    ),
    "(your view)": (
        r"\b(?:your (?:thoughts|comments|input|feedback|opinion|advice|help|assistance|approval|"
        r"suggestions|views|response|reply|availability|schedule|number|calendar))\b"
    ),
    "(i need you)": (
        r"\b(?:i|we)(?:'d| would| will|'ll)? (?:need|want|like|ask|expect|appreciate|"
        r"love)\b.{0,40}\b(?:you|your)\b"
    ),
    "(i would like)": r"\b(?:i|we)(?:'d| would) (?:like|love|appreciate|prefer|suggest)\b",
    "(i need)": r"\b(?:i|we) (?:need|want|must have|are looking for|am looking for)\b",
    "(appreciate if)": (
        r"\b(?:appreciate|grateful|great|nice|helpful|good|best|appreciated) (?:it )?if (?:you|we|u)\b"
    ),
    "(you should)": r"\byou (?:should|need to|must|have to|might want|may want|can|could|will need)\b",
    "(lets)": r"\b(?:let's|lets|let us)\b",
    "(we should)": r"\bwe (?:should|need to|ought|could|can|must|might)\b",
    "(if you)": r"\bif (?:you|u)\b",
    "(if you first)": r"^if (?:you|u)\b",
    "(any questions)": r"\b(?:any|further|have|additional) (?:\w+ )?questions\b|\bquestions or\b",
    "(feel free)": r"\bfeel free\b|\bdon't hesitate|\bdo not hesitate",
    "(make sure)": r"\b(?:make|be) sure\b|\bdon't forget\b|\bremember to\b|\bensure that\b",
    "(day)": r"\b#DAY\b",
    "(meet)": (
        r"\b(?:meet|meeting|lunch|dinner|drinks?|coffee|call|talk|discuss|get together|conference call|"
        r"appointment|visit|chat|breakfast|beer)\b"
    ),
    "(thanks)": r"\b(?:thanks|thank you|thx)\b",
    "(past)": (
        r"\b(?:said|was|were|had|did|been|went|told|asked|sent|received|got|called|made|took|reported|"
        r"announced)\b"
    ),
    "(third person)": r"\b(?:he|she|they|it) (?:is|was|has|had|said|will|would|are|were|have)\b|\b(?:said|says)\b",
    "(third asks)": (
        r"\b(?:he|she|they|who|customers?|users?|people|company|committee|state|court|ferc|"
        r"commission) (?:asks?|asked|requested|requests|wants?|wanted|need(?:s|ed)?)\b"
    ),
    "(i do)": (
        r"\b(?:i|we)(?:'ll| will|'m| am|'ve| have|'re going| are going| plan| hope| think| was| were|"
        r" had| did)\b"
    ),
    "(i do first)": r"^(?:and |but |so )?(?:i|we|i'm|i'll|i've|we'll|we're|we've|i'd)\b",
    "(look forward)": r"\blook(?:ing)? forward\b|\bhope (?:you|all|to|this|that)\b",
    "(how are you)": (
        r"\bhow(?:'s| is| are| was| were| have)\b.{0,25}\b(?:you|things|everything|life|going|doing|"
        r"weekend|family|holiday|trip|been)\b"
    ),
    "(click)": (
        r"\b(?:click|unsubscribe|subscribe|visit|log ?in|register|sign up|download|www|http\S+|website|"
        r"web site|save \d+|free|discount|offer|deals?|account|password|link)\b"
    ),
    "(wonder)": r"\b(?:wonder(?:ing)?|curious|not sure|unsure|unclear|don't know|do not know|was hoping|hoping)\b",
    "(do you know)": r"\bdo (?:you|u) (?:know|have|think|want|need|mind|remember)\b",
    "(ready)": (
        r"\b(?:asap|urgent|as soon as possible|immediately|by (?:the )?(?:end of|close of|eod|cob|noon|"
        r"monday|tuesday|wednesday|thursday|friday|tomorrow|today)|deadline|due)\b"
    ),
    "(you at all)": r"\b(?:you|your|u|ur)\b",
    "(me at all)": r"\b(?:me|my|i|us|we|our)\b",
    "(ad)": (
        r"\b(?:our (?:\w+ )?(?:services?|team|customers?|newsletter|app|website|site|store|products?|"
        r"privacy|terms|members?|partners|subscribers?|company)|learn more|find out more|"
        r"more information|sign in|download|official|exclusive|coupons?|offers?|sale|shop(?:ping)?|"
        r"rates?|premium|terms|privacy|policy|receive (?:our|future)|e-?mails? (?:like|from)|newsletter|"
        r"inbox|trial|upgrade|purchase|gift|order now|buy now|app|mobile|iphone|ipad|browser|facebook|"
        r"twitter|linkedin|google)\b"
    ),
    "(caps)": r"\b[A-Z]{4,}\b.*\b[A-Z]{4,}\b",
    "(ends :)": r":\s*$",
    "(no end)": r"[a-z0-9]\s*$",
    "(long number)": r"\d{3}[-. ]\d{4}|\d{5,}",
    "(me obj)": r"\b(?:me|us)\b",
    "(call me)": (
        r"\b(?:call|email|e-mail|contact|phone|page|reach|write|ring|buzz|ping|see|visit) (?:me|us)\b|"
        r"\bgive (?:me|us|\w+) a (?:call|ring|buzz|shout|holler)\b"
    ),
    "(copy)": (
        r"\b(?:copy|copies|draft|attached|document|file|list|report|information|info|schedule|number|"
        r"numbers|details|spreadsheet|agreement|contract|presentation|memo)\b"
    ),
    "(verb to person)": (
        r"\b(?:talk|speak|meet|discuss|visit|chat|get) (?:\w+ )?(?:with|to) (?:you|u)\b|\bsee you\b|"
        r"\bjoin (?:us|me)\b|\bmeet (?:you|us|me)\b"
    ),
    "(works for)": (
        r"\bworks? (?:for|best|better|well)\b|\b(?:available|free) (?:on|at|for|from|tomorrow|after|"
        r"before|in)\b|\bconvenient\b|\bgood time\b|\btime slot\b"
    ),
    "(would be)": r"\bwould be (?:great|good|nice|helpful|appreciated|best|fine|interested|happy)\b",
    "(can we first)": r"^.{0,30}\b(?:can|could|shall|should|may) (?:we|i)\b",
    "(short q)": r"^.{0,45}\?\s*$",
    "(hours)": r"\b\d{1,2}(?::\d\d)? ?(?:a\.?m|p\.?m)\b|\b\d{1,2}:\d\d\b",
    "(i will)": r"\b(?:i|we)(?:'ll| will)\b",
    "(i was)": r"\b(?:i|we) (?:was|were|had|did|got|went|said|thought|saw|heard|just|have|am)\b",
    "(please me)": r"\b(?:please|pls)\b.*\b(?:me|us|asap|\d{1,2}/\d{1,2}|today|tomorrow)\b",
    "(please ad)": (
        r"\b(?:please|pls) (?:visit|click|note|see|find|do not reply|accept|enjoy|join us|keep|download|"
        r"go|contact us|refer|use|open|read|feel|don't hesitate|do not hesitate)\b"
    ),
    "(modal past)": r"\b(?:would|could|might|may) have\b",
    "(remind)": r"\b(?:remind(?:er)?|don't forget|remember)\b",
    "(need to)": r"\b(?:need(?:s)? to|have to|has to|must|ought to)\b",
    "(whether)": r"\b(?:whether|if) (?:or not|you|we|i|there|it|this|that|they)\b",
    "(wrote q no mark)": r"^(?:what|when|where|who|how|which|why|can|could|would|will|do|did|are|have) .*[^?]$",
    "(which one)": r"\bwhich (?:one|day|of)\b|\bwhat (?:time|day|date|do|is|are|does)\b",
    "(are there)": (
        r"\b(?:are there|is there|is this|is that|is it|does this|does it|do we|did we|are we|have we|"
        r"has)\b[^.?]*\?"
    ),
    "(list)": r"^(?:\d+[.)]|[-*•])",
}
_WITH_CAPITALS = ("(caps)",)


def _compile(name: str, pattern: str) -> re.Pattern[str]:
    for part, meaning in _PARTS.items():
        pattern = pattern.replace(f"#{part}", meaning)
    return re.compile(pattern, 0 if name in _WITH_CAPITALS else re.IGNORECASE)


SHAPES = {name: _compile(name, pattern) for name, pattern in _SHAPES.items()}
WITH_QUESTION = (
    "(you at all)",
    "(meet)",
    "(day)",
    "(how are you)",
    "(wh first)",
    "(past)",
    "(third person)",
    "(me at all)",
)
"""Those that mean something else in a question: they have a weight of their own there."""
