"""Which muscles are under suspicion on which side, and the same in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evenstride.model.gait import SIDES, Side

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.model import Finding

Kind = Literal["tight", "weak"]
Certainty = Literal["present", "possible"]
KINDS: tuple[Kind, ...] = ("tight", "weak")
#: The surest first; a finding of any other status marks nothing.
CERTAINTIES: tuple[Certainty, ...] = ("present", "possible")
CERTAINTY_WORDS: dict[Certainty, str] = {"present": "seen", "possible": "possible"}

#: So many home screens a line names; the findings list the others.
FEW = 2


@dataclass(frozen=True)
class MuscleMark:
    """One muscle under one suspicion. ``because`` names the findings behind it, the surest first."""

    muscle_id: str
    side: Literal["left", "right", "both"]
    kind: Kind
    certainty: Certainty
    because: tuple[str, ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides it is drawn on."""
        return SIDES if self.side == "both" else (self.side,)


@dataclass(frozen=True)
class MuscleLine:
    """A mark in words.

    ``check_with`` are the first home screens for this suspicion; ``note`` says what they cannot tell, or that there is
    none.
    """

    muscle_id: str
    side: Literal["left", "right", "both"]
    kind: Kind
    certainty: Certainty
    name: str
    suspected: str
    because: str
    certainty_words: str
    check_with: tuple[str, ...]
    note: str

    @property
    def text(self) -> str:
        """``Left soleus (deep calf muscle): suspected tight, because of “hip drop” (possible); check with: ...``."""
        check = f"; check with: {' or '.join(self.check_with)}" if self.check_with else ""
        return f"{self.name}: {self.suspected}, because of {self.because} ({self.certainty_words}){check}"


@dataclass(frozen=True)
class _Suspicion:
    """What one finding says about one muscle; ``side`` None is both."""

    muscle_id: str
    kind: Kind
    side: Side | None
    certainty: Certainty
    because: str


def marks_of(findings: Iterable[Finding], knowledge: Knowledge) -> tuple[MuscleMark, ...]:
    """The muscles behind every finding that is present or possible.

    A finding without a side marks both sides. Left and right under the same suspicion become one mark.

    Examples
    --------
    >>> from evenstride.knowledge import load_knowledge
    >>> from evenstride.testing import synthetic_finding
    >>> [mark.muscle_id for mark in marks_of([synthetic_finding("left")], load_knowledge())]
    ['iliopsoas', 'vastus_lateralis', 'gluteus_maximus']
    """
    return _marks(
        _Suspicion(muscle_id, kind, finding.side, certainty, _finding_name(finding.id, knowledge))
        for finding in findings
        for certainty in CERTAINTIES
        if finding.status == certainty
        for kind, muscles in zip(KINDS, (finding.suspected_tight, finding.suspected_weak), strict=True)
        for muscle_id in muscles
    )


def marks_of_answers(answers: Iterable[tuple[str, Side | None, str]], knowledge: Knowledge) -> tuple[MuscleMark, ...]:
    """The same from a plan's ``answers_to`` (finding id, side, status) and the muscles that the knowledge suspects."""
    return _marks(
        _Suspicion(suspect.muscle, kind, side, certainty, _finding_name(finding_id, knowledge))
        for finding_id, side, status in answers
        if finding_id in knowledge.findings
        for certainty in CERTAINTIES
        if status == certainty
        for kind in KINDS
        for suspect in getattr(knowledge.findings[finding_id].suspected, kind)
    )


def muscle_lines(marks: Iterable[MuscleMark], knowledge: Knowledge) -> tuple[MuscleLine, ...]:
    """One line per mark, in the same order."""
    return tuple(_line(mark, knowledge) for mark in marks)


def _marks(suspicions: Iterable[_Suspicion]) -> tuple[MuscleMark, ...]:
    by_muscle: dict[tuple[Kind, str], list[_Suspicion]] = {}
    for suspicion in suspicions:
        by_muscle.setdefault((suspicion.kind, suspicion.muscle_id), []).append(suspicion)
    in_order = sorted(by_muscle.items(), key=lambda item: KINDS.index(item[0][0]))
    return tuple(mark for _, found in in_order for mark in _joined(found))


def _joined(suspicions: Sequence[_Suspicion]) -> Iterator[MuscleMark]:
    """One mark a side, or one for both where the sides are alike."""
    marks = [mark for side in SIDES if (mark := _mark_of_side(side, suspicions)) is not None]
    if len(marks) == 2 and (marks[0].certainty, marks[0].because) == (marks[1].certainty, marks[1].because):
        yield MuscleMark(marks[0].muscle_id, "both", marks[0].kind, marks[0].certainty, marks[0].because)
    else:
        yield from marks


def _mark_of_side(side: Side, suspicions: Sequence[_Suspicion]) -> MuscleMark | None:
    of_side = [s for s in suspicions if s.side in (None, side)]
    if not of_side:
        return None
    surest_first = sorted(of_side, key=lambda suspicion: CERTAINTIES.index(suspicion.certainty))
    because = tuple(dict.fromkeys(suspicion.because for suspicion in surest_first))
    first = surest_first[0]
    return MuscleMark(first.muscle_id, side, first.kind, first.certainty, because)


def _line(mark: MuscleMark, knowledge: Knowledge) -> MuscleLine:
    muscle = knowledge.muscles.get(mark.muscle_id)
    name = mark.muscle_id.replace("_", " ") if muscle is None else muscle.name
    plain = "" if muscle is None or muscle.plain_name in name.lower() else f" ({muscle.plain_name})"
    screens: tuple[str, ...] = () if muscle is None else getattr(muscle, f"tested_{mark.kind}_by")
    return MuscleLine(
        muscle_id=mark.muscle_id,
        side=mark.side,
        kind=mark.kind,
        certainty=mark.certainty,
        name=_sided(name, mark.side) + plain,
        suspected=f"suspected {mark.kind}",
        because=_listed(f"“{_inside_sentence(finding)}”" for finding in mark.because),
        certainty_words=CERTAINTY_WORDS[mark.certainty],
        check_with=tuple(_inside_sentence(knowledge.screens[i].name) for i in screens if i in knowledge.screens)[:FEW],
        note="" if muscle is None else muscle.test_note,
    )


def _finding_name(finding_id: str, knowledge: Knowledge) -> str:
    definition = knowledge.findings.get(finding_id)
    return finding_id.replace("_", " ").capitalize() if definition is None else definition.name


def _inside_sentence(name: str) -> str:
    """A name without its capital."""
    return name[:1].lower() + name[1:]


def _listed(words: Iterable[str]) -> str:
    """``a, b and c``."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _sided(name: str, side: Literal["left", "right", "both"]) -> str:
    """``Left soleus``, or ``Soleus, both sides``."""
    return f"{name}, both sides" if side == "both" else f"{side.capitalize()} {_inside_sentence(name)}"
