"""Rules of the levels `package`, `file`, `cell` and `key`: declared here, met by the modules named.

The ids of the cell and key levels follow Table Schema's constraints. Rules of house style ask for more than
the standard does. So does `byte-order-mark`: the standard wants UTF-8, which a file with the mark is, and
readers of it skip the mark.
"""

from schemas.rules import declare

# package: schemas.validation
declare(
    "descriptor-profile",
    "package",
    "The descriptor fits the Data Package profile of its version.",
    "mend the property",
)
declare(
    "descriptor-version",
    "package",
    "The descriptor is of version 2 of the standard.",
    "give `$schema` and mend what version 2 has in another way",
    house=True,
)
declare(
    "property-known",
    "package",
    "Each property in the descriptor and the schemas is one that the standard has.",
    "mend the slip, or name the property with a colon, as in `dc:spatial`",
    house=True,
)
declare(
    "form-supported",
    "package",
    "The rows of a table are in a form that is read here.",
    "save the table as plain CSV, or leave the rule out and check the table elsewhere",
)
declare(
    "path-local",
    "package",
    "Each path leads to a file of the package, not to an address on the network.",
    "put the file into the package",
    house=True,
)
declare("schema-present", "package", "Each table has a schema.", "write one", house=True)
declare(
    "schema-profile",
    "package",
    "Each schema fits the Table Schema profile of its version.",
    "mend the property",
)
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
    house=True,
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
    "The version is a semantic one, and CITATION.cff, CHANGELOG.md and .zenodo.json, if any, give the same.",
    "write the same version in all of them",
    house=True,
)
declare(
    "vocabulary-defined",
    "package",
    "Each value of a vocabulary has its definition.",
    "add the value and its label to `categories`",
    house=True,
)
declare("example-type", "package", "The example of a field is of its type.", "give another example")
declare(
    "example-fits",
    "package",
    "The example of a field is a value that its constraints allow.",
    "give another example",
    house=True,
)

# package: schemas.levels.edition
declare(
    "manifest-readable",
    "package",
    "What the last edition held can be read.",
    "take the file from the last edition",
    house=True,
)
declare(
    "change-told",
    "package",
    "A value that has changed since the last edition has its row in corrections, with old and new value.",
    "add the row to data/corrections.csv, or put the value back",
    house=True,
)
declare(
    "withdrawal-told",
    "package",
    "An id that the last edition had is still there, or its withdrawal stands in corrections.",
    "add a row with an empty field to data/corrections.csv, or put the row back",
    house=True,
)
declare(
    "id-not-reused", "package", "A withdrawn id is not used again.", "give the row another id", house=True
)
declare(
    "correction-fits",
    "package",
    "A correction names a table, a column and a record that exist, and the value that stands there now.",
    "mend the correction",
    house=True,
)
declare(
    "version-step",
    "package",
    "The version goes as far beyond that of the last edition as what has changed asks for.",
    "raise the version: major for what goes away, minor for what is added, patch for what is mended",
    house=True,
)

# file: schemas.reading, schemas.validation
declare("encoding", "file", "A data file is UTF-8.", "save it as UTF-8")
declare(
    "packing",
    "file",
    "A packed file can be unpacked, and is not beyond all measure when it is.",
    "pack it anew, with gzip or as the only file of a zip archive",
)
declare(
    "byte-order-mark",
    "file",
    "A data file has no byte order mark.",
    "save it as UTF-8 without BOM, or run `make format`",
    house=True,
)
declare(
    "line-ending", "file", "Lines end with a line feed, the last one too.", "run `make format`", house=True
)
declare("csv-syntax", "file", "A data file can be read as CSV.", "close or double the quotation mark")
declare("header", "file", "The header has the schema's columns in the schema's order.", "mend the header")
declare("row-width", "file", "Each row has as many cells as the header.", "add or remove commas")
declare("blank-row", "file", "No line is blank.", "remove it")
declare(
    "one-line",
    "file",
    "No cell holds a line break or another control character.",
    "write the text in one line",
    house=True,
)
declare("trimmed", "file", "No cell begins or ends with white space.", "run `make format`", house=True)
declare(
    "no-formula",
    "file",
    "No cell begins so that a spreadsheet would execute it.",
    "begin the cell with a letter or a digit",
    house=True,
)
declare(
    "empty-is-missing",
    "file",
    "A missing value is an empty cell, never a word or number for it.",
    "empty the cell",
    house=True,
)
declare("canonical-quoting", "file", "Cells are quoted only where needed.", "run `make format`", house=True)
declare("sorted", "file", "Rows are sorted by the primary key.", "run `make format`", house=True)

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
