"""The levels of the validator, one module each: `check(run)` adds to the run's report."""
