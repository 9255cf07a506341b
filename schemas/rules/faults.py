"""Rules of the levels `package`, `file`, `cell` and `key`: declared here, met by the modules named.

The ids of the cell and key levels follow Table Schema's constraints.
"""

from schemas.rules import declare

# package: schemas.validation
declare(
    "descriptor-profile", "package", "The descriptor fits the Data Package 2.0 profile.", "mend the property"
)
declare("schema-profile", "package", "Each schema fits the Table Schema 2.0 profile.", "mend the property")
declare(
    "schema-sense",
    "package",
    "Keys name columns that exist, types are known, and constraints suit them.",
    "mend the schema",
)
declare("resource-name", "package", "Each resource has a name of its own.", "rename one of them")
declare(
    "path-safe", "package", "A path stays inside the package's folder.", "use a relative path without `..`"
)
declare(
    "file-missing", "package", "Each file that the descriptor names exists.", "add the file or drop the entry"
)
declare(
    "file-unlisted",
    "package",
    "Each CSV file in `data/` is a resource.",
    "run `make format`, which lists it, or remove the file",
)
declare(
    "bytes", "package", "A file is as long as the descriptor says.", "run `make format` after a wanted change"
)
declare(
    "hash",
    "package",
    "A file has the hash that the descriptor says.",
    "run `make format` after a wanted change",
)
declare(
    "version",
    "package",
    "The version is a semantic one, and the citation file and the changelog give the same.",
    "write the same version in all three",
)
declare(
    "vocabulary-defined",
    "package",
    "Each value of a vocabulary has its definition.",
    "add the value and its label to `categories`",
)
declare(
    "example-fits",
    "package",
    "The example of a field is a value that the field allows.",
    "give another example",
)

# file: schemas.reading, schemas.validation
declare("encoding", "file", "A data file is UTF-8.", "save it as UTF-8")
declare(
    "byte-order-mark",
    "file",
    "A data file has no byte order mark.",
    "save it as UTF-8 without BOM, or run `make format`",
)
declare("line-ending", "file", "Lines end with a line feed, the last one too.", "run `make format`")
declare("csv-syntax", "file", "A data file can be read as CSV.", "close or double the quotation mark")
declare("header", "file", "The header has the schema's columns in the schema's order.", "mend the header")
declare("row-width", "file", "Each row has as many cells as the header.", "add or remove commas")
declare("blank-row", "file", "No line is blank.", "remove it")
declare(
    "one-line",
    "file",
    "No cell holds a line break or another control character.",
    "write the text in one line",
)
declare("trimmed", "file", "No cell begins or ends with white space.", "run `make format`")
declare(
    "no-formula",
    "file",
    "No cell begins so that a spreadsheet would execute it.",
    "begin the cell with a letter or a digit",
)
declare(
    "empty-is-missing",
    "file",
    "A missing value is an empty cell, never a word or number for it.",
    "empty the cell",
)
declare("canonical-quoting", "file", "Cells are quoted only where needed.", "run `make format`")
declare("sorted", "file", "Rows are sorted by the primary key.", "run `make format`")

# cell: schemas.cells, schemas.convert; the bounds that a value may not reach are minimum and maximum too, and
# a JSON Schema is a pattern
declare("type", "cell", "A cell is of its field's type.", "write it in the type's form")
declare("required", "cell", "A required cell is not empty.", "fill it in")
declare("unique", "cell", "A unique column holds no value twice.", "give each row its own")
declare("enum", "cell", "A cell of a vocabulary holds one of its values.", "use a listed value")
declare("pattern", "cell", "A cell has the form that the schema asks for.", "write it in that form")
declare("minimum", "cell", "A value is not below the minimum.", "mend the value")
declare("maximum", "cell", "A value is not above the maximum.", "mend the value")
declare("min-length", "cell", "A text is not too short.", "mend the text")
declare("max-length", "cell", "A text is not too long.", "mend the text")

# key: schemas.validation
declare("primary-key", "key", "No two rows have the same primary key.", "give each row its own key")
declare(
    "alternate-key",
    "key",
    "No two rows agree in all columns of an alternate key.",
    "merge the rows or tell them apart",
)
declare("foreign-key", "key", "A foreign key names a row that exists.", "add the row there or mend the key")
