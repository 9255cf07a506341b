"""What follows from the tables: who said what, who claimed which number. Installed: `blinken_seoul_2025`.

    >>> from blinken_seoul_2025 import assertions, figures, load, said
    >>> tables = load()                  # every table, with real dates and numbers
    >>> len(said(tables)) > 1000         # who said what, when, as what
    True
    >>> len(figures(tables)) > 600       # who claimed which number, how surely, and its bounds in one unit
    True
    >>> len(assertions(tables)) > 300    # the same, a row for each number that somebody claimed on a day
    True

`SAID`, `FIGURES` and `ASSERTIONS` describe their columns. Dates are dates, integers may be missing, text is
text, and a missing cell is missing. Dates that may be a year or a month alone (`published`, `said_on`,
`as_of`) are text, and have their first and last day beside them; `first_day` and `last_day` give those of any
column.

`pip install .` makes of this folder the package of that name, with the tables and their schemas in it. So
what is named here, and what that imports, needs pandas alone and imports only what stands beside it. The
other modules (wordings, conflicts, agreement) are for the commands, exports and the page, which show them.
"""

from .days import first_day, last_day
from .figures import ASSERTIONS, FIGURES, assertions, figures
from .loading import load
from .speakers import SAID, said
from .tables import Tables

__all__ = ["ASSERTIONS", "FIGURES", "SAID", "Tables", "assertions", "figures", "first_day", "last_day"]
__all__ += ["load", "said"]
