"""`licet law documents`: the Federal Register documents, their days, and what their savings clauses spare."""

from __future__ import annotations

import json

import click

from licet.core.errors import InputError

__all__ = ["documents"]


@click.command()
@click.argument("text", default="")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def documents(text: str, as_json: bool) -> None:
    """List the documents that changed the EAR, with their days, or those that TEXT names.

    TEXT is a cite (`87 FR 62186`, or a page inside one), a document number, a paragraph, or a word.
    """
    from licet.app.actions.law import document_as_data, find_documents

    found = find_documents(text)
    if as_json:
        click.echo(json.dumps([document_as_data(each) for each in found], indent=2))
        return
    if not found:
        raise InputError(
            f"no document: `{text}`", fix="ask for a cite like `87 FR 62186`, a number or a word"
        )
    for each in found:
        data = document_as_data(each)
        observed = f", to be observed from {each.compliance}" if each.compliance else ""
        click.echo(f"{each.cite} ({each.number}), published {each.published}")
        click.echo(
            f"  effective {each.effective}{observed}: {each.provision}: {each.about} [{data['known']}]"
        )
        for saved in data["savings"]:
            click.echo(f"  saves {saved}")
