"""What follows from the tables: who said what, who claimed which number. Installs as `blinken_seoul_2025`.

    >>> from blinken_seoul_2025 import assertions, figures, load, said
    >>> tables = load()                  # every table, with real dates and numbers
    >>> len(said(tables)) > 1000         # who said what, when, as what
    True
    >>> len(figures(tables)) > 600       # who claimed which number, how firmly, and its bounds in one unit
    True
    >>> len(assertions(tables)) > 300    # the same, one row per number that somebody claimed on a day
    True

`SAID`, `FIGURES` and `ASSERTIONS` describe their columns. `__version__` is that of the data. Dates are
dates, integers may be missing, text is text, and an empty cell is a missing value. Dates that may be only a
year or a month (`published`, `said_on`, `as_of`) are text, with their first and last day in further
columns; `first_day` and `last_day` compute these for any column.

`pip install .` turns this folder into the package of that name, including the tables and their schemas. So
whatever is imported here needs only pandas, and imports only modules of this folder. The other modules
(wordings, conflicts, agreement) serve the commands, exports and page that show their results.
"""

from .copies import WEAK_COPIES
from .days import first_day, last_day
from .figures import ASSERTIONS, FIGURES, assertions, figures
from .loading import VERSION, load
from .speakers import SAID, said
from .tables import Tables

__version__ = VERSION  # as in datapackage.json and in citations

__all__ = ["ASSERTIONS", "FIGURES", "SAID", "WEAK_COPIES", "Tables", "assertions", "figures", "first_day"]
__all__ += ["last_day", "load", "said"]
