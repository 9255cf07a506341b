"""The rules of this dataset: what must hold in its tables, one small function per rule.

To add one, write its function in the module for its subject, with a decorator from `validator.rules` or
`schemas.texts`, and its breaking case in `tests/schemas/test_rules.py`.
"""

import json
from functools import cache

from schemas import FOLDER, editions, packed
from schemas.rules import (
    characters,
    claims,
    codes,
    dates,
    duplicates,
    events,
    evidence,
    links,
    measures,
    names,
    parties,
    people,
    sources,
    statements,
    utterances,
    words,
)
from schemas.rules import texts as rules_about_texts
from schemas.texts import TextRule
from schemas.texts import inspection as text_inspection
from validator import standard_rules
from validator.rules import LEVELS, Rule, RuleSet, rules_of

NAME = "quoted-news"  # what a descriptor calls the rule set, in its property `validator:ruleSet`

ABOUT_TABLES = tuple(
    rules_of(
        *(characters, codes, duplicates, evidence, links, dates, parties, people, sources, names, events),
        *(statements, words, claims, measures, utterances),
    )
)
ABOUT_TEXTS = tuple(rule for rule in rules_of(rules_about_texts) if isinstance(rule, TextRule))


@cache
def rule_set() -> RuleSet:
    """The rule set: its rules, and the tables they cover."""
    paths = sorted(FOLDER.glob("*.schema.json"))
    return RuleSet(
        name=NAME,
        rules=(packed.RULE, *editions.RULES, *ABOUT_TABLES, *ABOUT_TEXTS),
        tables={path.name.removesuffix(".schema.json"): json.loads(path.read_bytes()) for path in paths},
        inspections=(packed.inspect, text_inspection(ABOUT_TEXTS), editions.inspect),
    )


def all_rules() -> list[Rule]:
    """Every rule by level, including those of the standard."""
    rules = [*standard_rules.RULES, *rule_set().rules]
    return sorted(rules, key=lambda rule: LEVELS.index(rule.level))
