"""What a notebook may take where it is graded, unless an instructor says otherwise; students are told the same."""

MAX_NOTEBOOK_BYTES = 64 << 20
CELL_SECONDS = 30
NOTEBOOK_SECONDS = 300
MEMORY = 3072 << 20
MOST_FILES_BESIDE = 50
MOST_BYTES_BESIDE = 20 << 20
