"""`itakusaki checklist`: the controls in force: list, show, lint, export."""

from __future__ import annotations

from pathlib import Path

import click

from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.lint import lint
from itakusaki.cli.options import OVER_FILE, force_option
from itakusaki.model.errors import UnknownNameError
from itakusaki.model.message import N_, Message

OWN = click.option(
    "--own", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=N_("Folder of one's own checklists over the shipped ones; else those of the workspace one stands in."),
)  # fmt: skip


@click.group(help=N_("List, show, check and export the checklists."))
def checklist() -> None:
    """Commands about checklists."""


# By its older name: it looks at more than checklists now.
checklist.add_command(lint)


@checklist.command(
    "list",
    help=N_("List the controls, one a line."),
    epilog="itakusaki checklist list --domain TEC",
)
@click.option("--domain", help=N_("Only this domain, such as TEC."))
@OWN
@lang_option()
def list_(domain: str | None, own: Path | None) -> None:
    """Id, severity, knock-out mark, title."""
    from itakusaki.language.labels import SEVERITIES
    from itakusaki.wiring import rules_in_force

    translator = session_translator()
    known = rules_in_force(own).checklist
    domains = {found.id: found for found in known.domains}
    if domain is not None and domain not in domains:
        raise UnknownNameError(domain, tuple(domains))
    for control in known.controls.values():
        if domain in (None, control.domain):
            mark = "●" if control.knock_out else " "
            severity = translator.say(SEVERITIES[control.severity])
            echo(f"{control.id} {mark} {severity}\t{translator.pick(control.title)}")


@checklist.command(
    "show",
    help=N_("Show all that is known of the control ID."),
    epilog="itakusaki checklist show TEC-02",
)
@click.argument("id_", metavar="ID")
@OWN
@lang_option()
def show(id_: str, own: Path | None) -> None:
    """Question, guidance, basis, cases, facts, remediation."""
    from itakusaki.report.control_page import control_page
    from itakusaki.wiring import rules_in_force

    id_ = id_.upper()
    known = rules_in_force(own).checklist
    if id_ not in known.controls:
        raise UnknownNameError(id_, tuple(known.controls))
    for line in control_page(known.controls[id_], known, session_translator()):
        echo(line)


@checklist.command(
    "export",
    help=N_("Write all controls to FILE (.xlsx, .csv, .md or .json)."),
    epilog="itakusaki checklist export controls.xlsx --lang en",
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@OWN
@force_option(OVER_FILE)
@dry_run_option
@lang_option()
def export(file: Path, own: Path | None, force: bool) -> None:
    """One row a control; JSON holds both languages, the others one."""
    from itakusaki.audit.export import EXPORTS, export_checklist
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import rules_in_force

    if file.suffix not in EXPORTS:
        raise click.BadParameter(
            session_translator().say(
                Message.of(N_("the file must end in {known}"), known=", ".join(EXPORTS))
            ),
            param_hint="FILE",
        )
    translator = session_translator()
    written = export_checklist(rules_in_force(own).checklist, file, translator, force=force)
    echo(file)
    reporter(translator).say_kept([written])
