"""Books: blank workbooks filled as a person would, by the ids in their ID column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from making.reply import Reply, Speech, client_reply, evidence_rows, party_reply
from making.scenario import Party, Scenario, Told
from making.values import Values
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.layout import Column, Layout, Table
from itakusaki.intake.blank import contract_book, questionnaire_book
from itakusaki.intake.blank.archive import book_bytes
from itakusaki.language import speaker
from itakusaki.model.party import Duty, Processor
