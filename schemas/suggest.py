"""What somebody may have meant who wrote something that is not known."""

from collections.abc import Iterable


def did_you_mean(given: str, options: Iterable[str]) -> str:
    """` (did you mean "tally"?)` where an option comes near, else nothing.

    Capitals make no difference. What is longer than a word or a name is no slip in one, and is left alone.
    """
    from difflib import get_close_matches  # only needed once something is wrong

    if len(given) > 80:
        return ""
    near = {option.casefold(): option for option in options if len(option) <= 80}
    found = get_close_matches(given.casefold(), near, n=1, cutoff=0.7)
    return f' (did you mean "{near[found[0]]}"?)' if found else ""
