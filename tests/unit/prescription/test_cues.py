"""Cues: few, the best supported first."""

from __future__ import annotations

from dataclasses import replace

from evenstride.prescription.cues import MOST_CUES, select_cues


def with_cues(knowledge, **cues_of):
    """The knowledge with these cues for its findings, all others without any."""
    findings = {
        definition.id: definition.model_copy(update={"cues": cues_of.get(definition.id, ())})
        for definition in knowledge.findings.values()
    }
    return replace(knowledge, findings=findings)


def test_no_finding_brings_no_cue(finding, knowledge):
    assert select_cues([finding(status="absent"), finding(status="unknown")], knowledge) == ()


def test_the_better_supported_finding_brings_the_first_cue(finding, knowledge):
    first, second = list(knowledge.cues)[:2]
    changed = with_cues(knowledge, hard_heel_landing=(first,), hip_drop=(second,))
    found = [finding(strength=0.5), finding("hip_drop", strength=0.9)]
    assert [cue.cue_id for cue in select_cues(found, changed)] == [second, first]


def test_no_more_than_two_cues_with_all_their_warnings(finding, knowledge):
    changed = with_cues(knowledge, hard_heel_landing=tuple(knowledge.cues))
    cues = select_cues([finding()], changed)
    assert [cue.cue_id for cue in cues] == list(knowledge.cues)[:MOST_CUES]
    for cue in cues:
        assert cue.warnings == tuple(warning.text for warning in knowledge.cues[cue.cue_id].warnings)
        assert cue.findings == ("hard_heel_landing",)
