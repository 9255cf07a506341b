"""Offices of new people: the title before the name, or after it."""

import re

OFFICE = (
    r"(?:[Mm]inister|[Pp]resident|[Mm]ayor|[Ss]ecretary|[Cc]hief|[Cc]aptain|[Cc]ommissioner|[Ss]pokes(?:man|woman|person)|"
    r"[Dd]irector|[Pp]rofessor|[Aa]nalyst|[Cc]hair(?:man|woman|person)?|[Hh]ead|[Oo]wner|[Mm]anager|[Gg]overnor|[Ss]enator|"
    r"[Ll]awmaker|[Aa]mbassador|[Ee]ngineer|[Dd]river|[Ll]eader|[Gg]eneral|[Aa]dmiral|[Oo]fficer|[Rr]esearcher|[Ff]ellow|"
    r"[Ee]ditor|[Cc]oach|[Dd]eputy|[Ee]nvoy|[Aa]dviser|[Aa]ide|[Pp]rosecutor|[Jj]udge|[Hh]istorian|[Cc]oordinator)"
)
LOWER = r"(?:[A-Za-z][\w’'-]*\s)"


def office_of(text: str, name: str) -> str:
    """The words for somebody's office, if they touch the name; else nothing.

    >>> office_of("Port engineer Ana Duarte came", "Ana Duarte")
    'Port engineer'
    >>> office_of("Omar Reed, the chief of the port, came", "Omar Reed")
    'chief of the port'
    """
    at = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
    if at is None:
        return ""
    before = re.search(rf"((?:{LOWER}{{0,2}}){OFFICE})\s$", text[max(0, at.start() - 60) : at.start()])
    if before:
        return re.sub(r"^(?:the|The|a|an|A|An|and|said|its|Its)\s", "", before[1]).strip()
    behind = re.match(
        rf",\s(?:the\s|an?\s)?((?:{LOWER}{{0,3}}){OFFICE}(?:\s(?:of|for|at)\s[\w\s’'-]{{2,40}}?)?)(?=,|\.|\swho)",
        text[at.end() :],
    )
    return behind[1].strip() if behind else ""
