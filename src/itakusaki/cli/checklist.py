"""`itakusaki checklist`: the controls in force: list, show, lint, export."""

from __future__ import annotations

from pathlib import Path

import click

from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.lint import lint
from itakusaki.model.errors import UnknownNameError
from itakusaki.model.message import N_, Message

OWN = click.option(
    "--own", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=N_("Folder of one's own checklists over the shipped ones."),
)  # fmt: skip


@click.group(help=N_("List, show, check and export the checklists."))
def checklist() -> None:
    """Commands about checklists."""


# By its older name: it looks at more than checklists now.
checklist.add_command(lint)


@checklist.command("list", help=N_("List the controls, one a line."))
@click.option("--domain", help=N_("Only this domain, such as TEC."))
@OWN
@lang_option()
def list_(domain: str | None, own: Path | None) -> None:
    """Id, severity, knock-out mark, title."""
    from itakusaki.language.labels import SEVERITIES
    from itakusaki.wiring import shipped_rules

    translator = session_translator()
    known = shipped_rules(own).checklist
    domains = {found.id: found for found in known.domains}
    if domain is not None and domain not in domains:
        raise UnknownNameError(domain, tuple(domains))
    for control in known.controls.values():
        if domain in (None, control.domain):
            mark = "●" if control.knock_out else " "
            severity = translator.say(SEVERITIES[control.severity])
            click.echo(f"{control.id} {mark} {severity}\t{translator.pick(control.title)}")


@checklist.command("show", help=N_("Show all that is known of the control ID."))
@click.argument("id_", metavar="ID")
@OWN
@lang_option()
def show(id_: str, own: Path | None) -> None:
    """Question, guidance, basis, cases, facts, remediation."""
    from itakusaki.report.control_page import control_page
    from itakusaki.wiring import shipped_rules

    id_ = id_.upper()
    known = shipped_rules(own).checklist
    if id_ not in known.controls:
        raise UnknownNameError(id_, tuple(known.controls))
    for line in control_page(known.controls[id_], known, session_translator()):
        click.echo(line)


@checklist.command("export", help=N_("Write all controls to FILE (.xlsx, .csv, .md or .json)."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@OWN
@click.option(
    "--force",
    is_flag=True,
    help=N_("Write over a file that is there already; a copy of it is kept."),
)
@lang_option()
def export(file: Path, own: Path | None, force: bool) -> None:
    """One row a control; JSON holds both languages, the others one."""
    from itakusaki.audit.export import EXPORTS, export_checklist
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import shipped_rules

    if file.suffix not in EXPORTS:
        raise click.BadParameter(
            session_translator().say(
                Message.of(N_("the file must end in {known}"), known=", ".join(EXPORTS))
            ),
            param_hint="FILE",
        )
    translator = session_translator()
    written = export_checklist(shipped_rules(own).checklist, file, translator, force=force)
    click.echo(file)
    reporter(translator).say_kept([written])
