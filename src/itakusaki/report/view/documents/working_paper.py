"""The working paper: the whole of a processor's page, as a document of its own."""

from __future__ import annotations

from itakusaki.model.assessment import ProcessorResult
from itakusaki.report.view.documents.context import DocumentContext
from itakusaki.report.view.processor import ProcessorView, processor_view


def working_paper_view(context: DocumentContext, result: ProcessorResult) -> ProcessorView:
    """Everything that is known of a processor outside a sealed report."""
    return processor_view(context.view, result, context.found.get(result.processor.id, ()))
