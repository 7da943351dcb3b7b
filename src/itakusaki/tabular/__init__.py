"""Tables read from sheets, with the cell behind every value."""

from itakusaki.tabular.sheet_table import SheetTable, TableRow, gathered

__all__ = ["SheetTable", "TableRow", "gathered"]
