"""All that is kept, seen or changed in one transaction."""

from __future__ import annotations

from sqlalchemy.orm import Session

from evenstride.store.artefacts import ArtefactFiles
from evenstride.store.repositories.assessments import Assessments
from evenstride.store.repositories.known_parts import KnownParts
from evenstride.store.repositories.people import Answers, Consents, Runners, ScreenAnswers
from evenstride.store.repositories.recordings import Artefacts, Recordings
from evenstride.store.repositories.running import Runs, Shoes
from evenstride.store.repositories.training import Diary, Plans, Retests, Sessions
from evenstride.store.repositories.work import ApiTokens, Jobs, Settings


class UnitOfWork:
    """The repositories on one transaction; `Store.read` and `Store.write` begin and end it."""

    def __init__(self, session: Session, files: ArtefactFiles, known: KnownParts | None = None) -> None:
        self.runners = Runners(session)
        self.consents = Consents(session)
        self.answers = Answers(session)
        self.screen_answers = ScreenAnswers(session)
        self.artefacts = Artefacts(session, files)
        self.recordings = Recordings(session)
        self.assessments = Assessments(session, known)
        self.plans = Plans(session)
        self.sessions = Sessions(session)
        self.diary = Diary(session)
        self.retests = Retests(session)
        self.runs = Runs(session)
        self.shoes = Shoes(session)
        self.jobs = Jobs(session)
        self.api_tokens = ApiTokens(session)
        self.settings = Settings(session)
