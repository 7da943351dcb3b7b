"""Intake: workbooks and CSV files in, values of the model out; and the blank workbooks to be filled."""
