"""Notes of the codified text that change what is in force: stays, and amendments it could not take in.

The Code of Federal Regulations goes on printing a stayed paragraph as if it were in force; only a note
under the section says otherwise. It also says where a published amendment could not be printed at all.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from licet.core.cite import Citation

__all__ = ["CodifiedNote", "NoteKind"]


class NoteKind(enum.Enum):
    """What a note says of its provision."""

    STAYED = "printed, but stayed"
    UNTIL = "printed in a form that ends on a day"
    NOT_INCORPORATED = "amended by a published rule whose text is not printed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodifiedNote:
    """One note.

    Attributes:
        kind: what it says.
        place: `15 CFR 744.11`, or `supplement no. 4 to part 744`.
        parts: the paragraphs, entries or ECCNs that the note names; empty when the place as a whole is meant.
        pointer: the note's own words for the part: it may mean only a sentence or the introductory text of a
            paragraph, which `whole` tells.
        by: the document that made it so, with its publication day.
        since: first day of a stay, where the document's effective day is known.
        until: last day of a stay or of the printed form, as the note says; None when it names none.
        edition: day of the edition that carries the note; None when not known.
    """

    kind: NoteKind
    place: str
    parts: tuple[str, ...]
    by: Citation
    pointer: str = ""
    since: date | None = None
    until: date | None = None
    edition: date | None = None

    @property
    def whole(self) -> bool:
        """Whether each part named is meant as a whole, and not only a sentence or its introductory text."""
        return "sentence" not in self.pointer and "introductory" not in self.pointer
