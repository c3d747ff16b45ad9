"""Every claim of the article is answered: those the findings quote, and what each of its exercises is for."""

from __future__ import annotations

from evenstride.knowledge import load_knowledge


def test_every_statement_that_a_finding_quotes_from_the_article_is_taken_up_by_a_claim() -> None:
    knowledge = load_knowledge()
    quoted = {
        f"{finding.id}/{number}"
        for finding in knowledge.findings.values()
        for number in range(1, len(finding.article_says) + 1)
    }
    answered = {reference for claim in knowledge.claims.values() for reference in claim.answers}
    assert quoted
    assert quoted == answered


def test_a_claim_names_the_findings_whose_statements_it_answers() -> None:
    for claim in load_knowledge().claims.values():
        assert {reference.partition("/")[0] for reference in claim.answers} <= set(claim.findings), claim.id


def test_every_exercise_of_the_article_has_a_claim_and_none_of_ours() -> None:
    knowledge = load_knowledge()
    claimed = {exercise for claim in knowledge.claims.values() for exercise in claim.exercises}
    assert claimed == {each.id for each in knowledge.exercises.values() if each.origin == "article"}


def test_every_finding_of_the_article_stands_beside_the_evidence() -> None:
    knowledge = load_knowledge()
    claimed = {finding for claim in knowledge.claims.values() for finding in claim.findings}
    assert {each.id for each in knowledge.findings.values() if each.origin == "article"} <= claimed


def test_what_the_article_says_comes_from_the_article_and_the_evidence_does_not() -> None:
    for claim in load_knowledge().claims.values():
        assert claim.article_says.source == "article"
        assert all(statement.source != "article" for statement in claim.evidence.statements)


def test_a_grade_above_none_names_a_publication() -> None:
    knowledge = load_knowledge()
    for claim in knowledge.claims.values():
        published = [
            each for each in claim.evidence.statements if knowledge.references[each.source].status != "internal"
        ]
        assert claim.evidence.grade == "none" or published, claim.id
