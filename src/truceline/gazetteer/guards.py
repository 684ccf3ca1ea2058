"""Words that look like places and are none: a government named by its seat, a newspaper named by its town.

"Moscow said" is no event in Moscow. What stands before and after a name tells: a verb of saying or willing, "talks
with", "-backed", "Times", the word for newspaper. English, Arabic and Russian; rules of news language, with no list
of capitals, so that the seats of a country that nobody thought of are guarded as well. "In Moscow" stays a place.
"""

from __future__ import annotations

import re

GOVERNMENT, NEWSPAPER = "government", "newspaper"
AROUND = 64  # characters looked at on either side

_SAYS = (
    r"(?:says?|said|saying|wants?|wanted|agree[sd]?|accept(?:s|ed)?|reject(?:s|ed)?|den(?:y|ies|ied)|accuse[sd]?"
    r"|insist(?:s|ed)?|propose[sd]?|offer(?:s|ed)?|announce[sd]?|declare[sd]?|claim(?:s|ed)?|warn(?:s|ed)?"
    r"|urge[sd]?|call(?:s|ed) (?:for|on)|demand(?:s|ed)?|refuse[sd]?|signed|argue[sd]?|backs?|backed|support(?:s|ed)?"
    r"|believe[sd]?|hope[sd]?|fear(?:s|ed)|consider(?:s|ed)?|threaten(?:s|ed)?|vow(?:s|ed)?|pledge[sd]?|promise[sd]?"
    r"|tells?|told|asks?|asked|respond(?:s|ed)?|repl(?:y|ies|ied)|confirm(?:s|ed)?|condemn(?:s|ed)?|criticis(?:es|ed)"
    r"|criticiz(?:es|ed)|welcome[sd]?|intend(?:s|ed)?|plan(?:s|ned)|expect(?:s|ed)?|thinks?|thought|blame[sd]?"
    r"|maintain(?:s|ed)?|stress(?:es|ed)|signal(?:s|led|ed)|decide[sd]?|seeks?|sought|press(?:es|ed)|conced(?:es|ed)"
    r"|(?:is|was|are|were|remains?) (?:\w+ly )?(?:ready|willing|prepared|committed|pressing|seeking|asking|considering"
    r"|offering|concerned|opposed|trying|pushing|reluctant|determined|responsible)|approv(?:es|ed)|consent(?:s|ed)?"
    r"|admit(?:s|ted)?|express(?:es|ed)|assert(?:s|ed)?|suggest(?:s|ed)?|notif(?:ies|ied)|inform(?:s|ed)?)\b"
)
_BETWEEN = (
    r"(?:(?:,? (?:has|have|had|will|would|may|might|could|should|must|does|did|do|not|never|also|again|later|now|still"
    r"|since|then|reportedly|repeatedly|formally|officially|recently|earlier|yesterday|has not|however|meanwhile|only"
    r"|long|already|yet|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|n['’]t),?){0,4}"
)
_AND_OTHER = r"(?:,? (?:and|or|nor) (?:the )?[A-Z][\w'’-]+){0,2}"
_OWN = (
    r"['’]s (?:\w+ ){0,2}(?:proposals?|position|offers?|demands?|all(?:y|ies)|envoy|refusal|consent"
    r"|intentions?|polic(?:y|ies)|views?|stance|support|backing|pressure|readiness|response|insistence|claims?|denials?"
    r"|minister|government|interests?|officials?|diplomats?|approval|commitments?|plans?|goals?|aims?|delegation|statement"
    r"|air force|army)\b"
)
_SUFFIX = r"[-–](?:backed|led|allied|aligned|supported|brokered|controlled|sponsored|friendly|run|held)\b"
_RULE = r"(?: regime| government| authorities| administration)\b"
_AFTER_EN = re.compile(f"{_AND_OTHER}{_BETWEEN},? {_SAYS}|{_OWN}|{_SUFFIX}|{_RULE}")
_LOCAL_EN = re.compile(
    r"\b(?:in|near|at|around|outside|inside|over|into|of|from|towards?|north|south|east|west) (?:the )?$", re.IGNORECASE
)
_URGED = (
    r"(?:accus|tell|told|urg|press|pressur|ask|warn|persuad|convinc|forc|blam|criticis|criticiz|condemn|inform|notif"
    r"|push|assur|oblig|allow)(?:ed|es|ing|s|d|e|ied|ying)?(?: on)?"
)
_TALKS = (
    r"(?:talks?|agreements?|deals?|understandings?|cooperation|tensions?|negotiations?|dialogue|relations|coordination"
    r"|contacts?|pact|bargain)"
)
_BEFORE_EN = re.compile(
    rf"\b(?:{_URGED}|pressure on|{_TALKS} with|{_TALKS} between(?: [A-Z][\w-]+ and)?|governments? (?:in|of)"
    r"|allied (?:with|to)|loyal to|backed by|led by|according to|on behalf of) (?:the )?$",
    re.IGNORECASE,
)
_PAPERS = (
    r"Times|Post|Herald|Tribune|Gazette|News|Journal|Daily|Observer|Mail|Telegraph|Star|Chronicle|Press|Today|Monitor"
    r"|Examiner|Review|Radio|TV|Television|Courier|Bulletin|Echo|Mirror|Globe|Standard|Independent|Dispatch|Register"
    r"|Agency|Broadcasting|FM|Online|Weekly|Evening"
)
_AFTER_PAPER = re.compile(
    rf"[ -](?:(?:[A-Z][a-z]+ )?(?:{_PAPERS})\b|(?:пост|таймс|геральд|трибюн|ньюс)\b|(?:بوست|تايمز|هيرالد|تريبيون))"
)
_BEFORE_PAPER = re.compile(
    r"(?:\b(?:Radio|Voice of|Daily|Le Journal de|The Daily|Echo of|Channel) (?:the )?$)"
    r"|(?:\b(?:газет|журнал|телеканал|агентств|радиостанци|издани)[а-я]*|\b[Рр]адио) [«\"„“]?"  # noqa: RUF001 - Cyrillic
    r"(?:[\u0410-\u042f][а-я]+ )?$"
    r"|(?:^|\s)[وفبل]?(?:ال)?(?:صحيفة|جريدة|مجلة|إذاعة|قناة|راديو|وكالة) [«\"“]?(?:\S+ )?$"
)
_VERBS_RU = (
    r"(?:заяви|сказа|соглас|отказ|отверг|отрица|хочет|хотел|треб|потреб|обвин|предл[оа]|призва|призыва|настаива|сообщ"
    r"|подтверд|опроверг|счита|намерен|готов|поддерж|осуди|предупре|пообеща|приня|угро|утвержда|стрем|добива|одобр"
    r"|ожида|выраз|подчеркн|выступ|увер|отмет|отвеча|ответи|возложи|дал[аи]? согласие)[а-я]*"
)
_ADVERBS_RU = r"(?: (?:не|уже|также|вновь|снова|ранее|официально|пока|якобы|всё|ещё|по-прежнему)){0,3}"
_AFTER_RU = re.compile(rf"(?: и [\u0410-\u042f][\w-]+)?,?{_ADVERBS_RU} {_VERBS_RU}")
_LOCAL_RU = re.compile(
    r"\b(?:в|во|под|из|около|близ|возле|над|на|к|за)(?: (?:районе|пригороде|городе))? $", re.IGNORECASE
)
_BEFORE_RU = re.compile(
    r"\b(?:власт[а-я]*|правительств[а-я]*|режим[а-я]*|давлени[а-я]* на|союзник[а-я]*|обвини[а-я]*|призва[а-я]*"
    r"|предложи[а-я]*|заявлени[а-я]*|согласи[а-я]*|отказ[а-я]*"
    r"|(?:переговор|соглашени|отношени|контакт|договоренност|диалог)[а-я]* (?:с|между(?: [\u0410-\u042f][а-я]+ и)?)) $",
    re.IGNORECASE,
)
_VERBS_AR = (
    r"(?:قال|أعلن|وافق|رفض|نف|نفى|أكد|اتهم|طالب|دع|حذر|تريد|تقول|أبد|اقترح|عرض|قبل|هدد|أدان|رحب|تصر|تعتبر|تدعم|تسعى"
    r"|ترفض|تؤكد|تنفي|تطالب|تتهم|طلب|أبلغ|وعد|تشترط|أوضح|ذكر|أشار|توافق|شدد|تعهد)(?:ت)?"
)
_BEFORE_AR = re.compile(
    rf"(?:^|\s)[وف]?(?:{_VERBS_AR}|حكومة|نظام|سلطات|الضغط على|ضغوط على|موقف|اتهام"
    r"|(?:محادثات|مفاوضات|اتفاق|علاقات|حوار) (?:مع|بين(?: \S+ و)?)) ?$"
)
_AFTER_AR = re.compile(rf" (?:قد |لم |لا |لن |سوف )?[وف]?{_VERBS_AR}(?=[\s،.:؛]|$)")
_LOCAL_AR = re.compile(r"(?:^|\s)[وف]?(?:في|من|إلى|قرب|على|حول|شمال|جنوب|شرق|غرب|ريف|مدينة|بلدة|قرية) $")


def guarded(text: str, span: tuple[int, int]) -> str:
    """Why the words of that span mean no place: "government" or "newspaper"; empty where nothing speaks against it.

    >>> guarded("Tormaquil said it had agreed", (0, 9)), guarded("shells fell in Tormaquil", (15, 24))
    ('government', '')
    """
    start, end = span
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    before, after = (one.replace("\u00a0", " ").replace("\n", " ") for one in (before, after))
    if _AFTER_PAPER.match(after) or _BEFORE_PAPER.search(before):
        return NEWSPAPER
    return GOVERNMENT if _speaks(before, after) else ""


def _speaks(before: str, after: str) -> bool:
    """Whether a name stands for those who govern from there."""
    if _BEFORE_EN.search(before) or _BEFORE_RU.search(before) or _BEFORE_AR.search(before):
        return True
    if _LOCAL_EN.search(before) or _LOCAL_RU.search(before) or _LOCAL_AR.search(before):
        return False
    return any(one.match(after) for one in (_AFTER_EN, _AFTER_RU, _AFTER_AR))
