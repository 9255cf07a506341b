"""The rules for any data package: those of the standard, and house style, which goes beyond it.

They are declared here and enforced where faults come up, while a package is described, read and typed, and
its keys are resolved. The ids of the levels `cell` and `key` follow Table Schema's constraints.
`byte-order-mark` is house style: the standard requires UTF-8, which a file with the mark is, and readers skip
the mark.
"""

from validator.rules import Rule

RULES = (
    Rule(
        "descriptor-profile",
        "package",
        "The descriptor fits the Data Package profile of its version.",
        "correct the property",
    ),
    Rule(
        "descriptor-version",
        "package",
        "The descriptor is of version 2 of the standard.",
        "give `$schema` and correct what is different in version 2",
        house=True,
    ),
    Rule(
        "property-known",
        "package",
        "Each property in the descriptor and the schemas is defined by the standard.",
        "correct the spelling, or name the property with a colon, as in `dc:spatial`",
        house=True,
    ),
    Rule(
        "form-supported",
        "package",
        "The rows of a table are in a form that can be read here.",
        "save the table as plain CSV, or leave the rule out and check the table elsewhere",
    ),
    Rule(
        "path-local",
        "package",
        "Each path points to a file of the package, not to an address on the network.",
        "put the file into the package",
        house=True,
    ),
    Rule("schema-present", "package", "Each table has a schema.", "write one", house=True),
    Rule(
        "schema-profile",
        "package",
        "Each schema fits the Table Schema profile of its version.",
        "correct the property",
    ),
    Rule(
        "schema-sense",
        "package",
        "Keys name columns that exist, types are known, and constraints suit the types.",
        "correct the schema",
    ),
    Rule("resource-name", "package", "Each resource has a name of its own.", "rename one of them"),
    Rule(
        "path-safe",
        "package",
        "A path stays inside the package's folder.",
        "use a relative path without `..`",
    ),
    Rule(
        "file-missing",
        "package",
        "Each file that the descriptor names exists.",
        "add the file or drop the entry",
    ),
    Rule(
        "file-unlisted",
        "package",
        "Each CSV file in `data/` is a resource.",
        "run `make format`, which lists it, or remove the file",
        house=True,
    ),
    Rule(
        "bytes",
        "package",
        "A file has the size that the descriptor gives.",
        "run `make format` if the change was intended",
    ),
    Rule(
        "hash",
        "package",
        "A file has the hash that the descriptor gives.",
        "run `make format` if the change was intended",
    ),
    Rule(
        "version",
        "package",
        "The version is a semantic version, and CITATION.cff, CHANGELOG.md and .zenodo.json, if any, agree.",
        "write the same version in all of them",
        house=True,
    ),
    Rule(
        "vocabulary-defined",
        "package",
        "Each value of a vocabulary has a definition.",
        "add the value and its label to `categories`",
        house=True,
    ),
    Rule("example-type", "package", "The example of a field is of the field's type.", "give another example"),
    Rule(
        "example-fits",
        "package",
        "The example of a field is allowed by its constraints.",
        "give another example",
        house=True,
    ),
    Rule("encoding", "file", "A data file is UTF-8.", "save it as UTF-8"),
    Rule(
        "packing",
        "file",
        "A packed file can be unpacked, to a reasonable size.",
        "pack it again, with gzip or as the only file in a zip archive",
    ),
    Rule(
        "byte-order-mark",
        "file",
        "A data file has no byte order mark.",
        "save it as UTF-8 without BOM, or run `make format`",
        house=True,
    ),
    Rule(
        "line-ending",
        "file",
        "All lines end with a line feed, including the last.",
        "run `make format`",
        house=True,
    ),
    Rule("csv-syntax", "file", "A data file can be read as CSV.", "close or double the quotation mark"),
    Rule(
        "header", "file", "The header has the schema's columns in the schema's order.", "correct the header"
    ),
    Rule("row-width", "file", "Each row has as many cells as the header.", "add or remove commas"),
    Rule("blank-row", "file", "No line is blank.", "remove it"),
    Rule(
        "one-line",
        "file",
        "No cell holds a line break or another control character.",
        "write the text on one line",
        house=True,
    ),
    Rule("trimmed", "file", "No cell begins or ends with white space.", "run `make format`", house=True),
    Rule(
        "no-formula",
        "file",
        "No cell begins in a way that makes a spreadsheet execute it.",
        "begin the cell with a letter or a digit",
        house=True,
    ),
    Rule(
        "empty-is-missing",
        "file",
        'A missing value is an empty cell, never a word or number that means "missing".',
        "empty the cell",
        house=True,
    ),
    Rule("canonical-quoting", "file", "Cells are quoted only where needed.", "run `make format`", house=True),
    Rule("sorted", "file", "Rows are sorted by the primary key.", "run `make format`", house=True),
    Rule("type", "cell", "A cell is of its field's type.", "write it in the form of the type"),
    Rule("required", "cell", "A required cell is not empty.", "fill it in"),
    Rule("unique", "cell", "A unique column does not hold a value twice.", "give each row its own"),
    Rule("enum", "cell", "A cell with a vocabulary holds one of its values.", "use a listed value"),
    Rule("pattern", "cell", "A cell has the form that the schema requires.", "write it in that form"),
    Rule("minimum", "cell", "A value is not below the minimum.", "correct the value"),
    Rule("maximum", "cell", "A value is not above the maximum.", "correct the value"),
    Rule("min-length", "cell", "A text is not too short.", "correct the text"),
    Rule("max-length", "cell", "A text is not too long.", "correct the text"),
    Rule("primary-key", "key", "No two rows have the same primary key.", "give each row its own key"),
    Rule(
        "alternate-key",
        "key",
        "No two rows agree in all columns of an alternate key.",
        "merge the rows, or make them differ",
    ),
    Rule(
        "foreign-key", "key", "A foreign key names a row that exists.", "add the row there or correct the key"
    ),
    Rule(
        "rule-set-known",
        "package",
        "The rule set named by the descriptor is known.",
        "correct the name, or leave the property out",
    ),
    Rule(
        "table-as-defined",
        "package",
        "A table of a rule set has the key, columns, types and vocabularies that the set defines.",
        "use the schema from the rule set",
        about_tables=True,
    ),
)
