"""Letters from the command line: made from the case, passed through the gate, kept as sent."""

from __future__ import annotations

from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Case, Json, named_values
from cpo_tui.cli.output import talk
from cpo_tui.cli.running import DONE
from cpo_tui.cli.selection import find
from cpo_tui.cli.session import session_of
from cpo_tui.errors import UsageError

commands = Noun()


@commands.verb(
    "letter",
    "cpo letter deficiency C-1042 --vouch identity_check --language es -o carta.pdf",
    "cpo letter status C-1042 --to 'J. Ortiz' --capacity attorney -o status.pdf --force --json",
    "cpo letter document_request C-1042 --to 'Clerk of court' --capacity court --field document=I-862 --preview",
    "cpo letter appointment_cover C-1042 --vouch identity_check --address '12 Elm St' -o cita.html",
)
def letter(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="TEMPLATE", help="Which letter, such as deficiency.", show_default=False)
    ],
    case: Case,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Who gets it; else the person of the case.")] = "",
    capacity: Annotated[
        str, typer.Option("--capacity", metavar="C", help="As what they get it: attorney, family … Else the person.")
    ] = "",
    address: Annotated[
        str | None,
        typer.Option(
            "--address", metavar="TEXT", help="As it stands today; else the last one written to, and '' for none."
        ),
    ] = None,
    language: Annotated[
        str,
        typer.Option("--language", metavar="CODE", help="en or es; else the person's own where the person gets it."),
    ] = "",
    vouch: Annotated[
        list[str] | None,
        typer.Option("--vouch", metavar="REQUIREMENT", help="What you have checked, such as identity_check."),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="NAME=VALUE", help="What the case cannot give: document, inquiry."),
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show it; nothing is kept or written.")] = False,
    target: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Where it is written: .pdf, .html or .txt.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    json: Json = False,
) -> int:
    """Write a letter from a case; it is kept as sent. Nothing goes out that the gate does not allow."""
    from cpo_tui.actions import letters
    from cpo_tui.actions.languages import ENGLISH, proposed_language
    from cpo_tui.documents.templates import template
    from cpo_tui.store import reader
    from cpo_tui.store.letters import last_address

    if target is None and not preview:
        raise UsageError("Say where the letter is written.", hint="Give -o FILE, or look at it first: --preview.")
    session = session_of(context)
    output = session.output(json=json)
    with session.acting() as acting:
        case_id = find(acting.connection, case)
        person, row = not to.strip(), reader.case_row(acting.connection, case_id)
        name_of, inside = row.full_name if person else to, template(name).internal
        if not language:
            language = proposed_language(row.language) if person and not inside else ENGLISH
        if address is None:
            address = "" if inside else last_address(acting.connection, case_id, name_of)
            if address:
                talk(f"to the address that was last written to: {', '.join(address.split(chr(10)))}")
        addressee = letters.Addressee(
            name_of, capacity or ("person" if person else ""), address, vouched=frozenset(vouch or ())
        )
        fields = named_values(field or (), "NAME")
        if preview or target is None:
            draft = letters.draft_letter(acting, name, case_id, addressee, language=language, fields=fields)
            talk(
                f"readable from about {draft.reading_age} years of age; template {draft.template.id} {draft.template.version}"
            )
            if json:
                output.document(
                    {
                        "words": draft.letter.text,
                        "reading_age": draft.reading_age,
                        "template": name,
                        "template_version": draft.letter.version,
                    }
                )
            else:
                for line in draft.letter.text.splitlines():
                    output.line(line)
            return DONE
        path, outcome = letters.send_to_file(
            acting, name, case_id, addressee, target, language=language, fields=fields, force=force
        )
    if json:
        output.document(outcome.as_json() | {"file": str(path)})
    else:
        output.line(f"{outcome.summary}: {path} (change-set {outcome.change_set})")
    return DONE
