"""Prints what openpyxl reads in a workbook, in its read-only mode, which goes by the range at the head of a sheet."""
import json
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1], read_only=True)
print(json.dumps({
    "version": openpyxl.__version__,
    "sheets": [{
        "name": s.title,
        "range": s.calculate_dimension(),
        "rows": [["" if c.value is None else c.value for c in row] for row in s.iter_rows()],
        "kinds": sorted({c.data_type for row in s.iter_rows() for c in row if c.value is not None}),
    } for s in book.worksheets],
}))
