"""What a run's report says, before any format is chosen."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np

from evenstride.fatigue import assess_fatigue
from evenstride.model import Channel, ChannelSource
from evenstride.model.run_analysis import RunAnalysis, SourcePair
from evenstride.reports import Report, build_report
from evenstride.reports.run.run_model import RunSection


def section_of(report: Report) -> RunSection:
    assert report.run is not None
    return report.run


def test_the_title_says_how_far_how_long_and_from_where_on_signs_of_tiring(report: Report) -> None:
    assert re.fullmatch(r"\d+\.\d km in 1:29:5\d, signs of tiring from about km \d+(\.\d)? on", report.header.title)
    assert "Heat, ground, shoes and wind can do the same" in report.header.answer
    assert [key.label for key in report.header.key_numbers][:3] == ["Pace", "Cadence", "Contact time"]


def test_every_curve_says_its_change_with_error_its_mdc_and_what_it_counts(report: Report) -> None:
    panels = {panel.id: panel for panel in section_of(report).panels}
    contact = panels["contact_time"]
    assert contact.verdict == "toward_fading"
    assert re.fullmatch(r"\+\d\.\d ± \d\.\d\u00a0%", contact.change)
    assert contact.detectable.startswith("a change from ")
    assert contact.counts_words.endswith("% of the fade index")
    assert panels["step_length"].counts_words == "shown, not counted"
    assert section_of(report).panels[0].id == "contact_time"  # what counts most stands first


def test_fifths_stand_at_their_level_with_their_error(report: Report) -> None:
    first, *others = section_of(report).panels[0].fifths
    assert first.low == first.level == first.high
    assert all(fifth.low < fifth.level < fifth.high for fifth in others)
    assert others[-1].low > first.level  # the last fifth stands beyond its error from the first
    assert first.stretch.to_km < others[0].stretch.from_km


def test_evidence_names_the_kilometres_it_rests_on(report: Report) -> None:
    group = next(group for group in report.findings if group.id == "posterior_chain_fatigue")
    lines = {line.measure_id: line for card in group.cards for line in card.evidence}
    assert re.fullmatch(r"km \d+ to \d+ against km \d+ to \d+", lines["contact_time_drift"].stretch)
    assert re.fullmatch(r"km \d+ to \d+", lines["fade_onset"].stretch)
    assert (lines["fade_onset"].value, lines["fade_onset"].verdict) == ("told", "for it")
    assert group.suspected.names
    assert {exercise.id for exercise in group.exercises} <= {card.id for card in report.exercises}
    assert report.red_flags


def test_the_mileage_has_weeks_the_longest_run_and_the_spike_with_its_source(report: Report) -> None:
    mileage = section_of(report).mileage
    assert mileage is not None
    assert max(week.share for week in mileage.weeks) == 1.0
    assert "longer than your longest run of the last 30 days" in mileage.spike_words
    assert "not a prediction for you" in mileage.spike_words
    cited = [source.cite for source in report.sources if source.number in mileage.spike_sources]
    assert len(cited) == 1
    assert "Frandsen" in cited[0]
    assert mileage.caveats
    assert any("chronic ratio: not used" in words for words in mileage.left_aside)


def test_one_run_alone_says_how_to_get_its_mileage(short_run: RunAnalysis, knowledge: Any) -> None:
    section = section_of(build_report(short_run, knowledge=knowledge))
    assert section.mileage is None
    assert "folder" in section.mileage_hint


def test_a_short_run_says_nothing_about_tiring_and_why(short_run: RunAnalysis, knowledge: Any) -> None:
    report = build_report(short_run, knowledge=knowledge)
    fade = section_of(report).fade
    assert fade.headline == "Nothing is said about tiring in this run."
    assert fade.sentences
    assert (fade.line, fade.onset, section_of(report).panels) == (None, None, ())
    assert "tiring" not in report.header.title


def test_what_a_watch_does_not_see_is_told_once_for_each_kind_of_film(report: Report) -> None:
    by_reason = [refusal for refusal in report.refusals if refusal.reasons == ("A watch does not see it.",)]
    kinds = ["start and near the end", "from the side", "from straight behind", "motion sensor", "force platform"]
    ways = [next(way for way in kinds if way in each.how_to_film) for each in by_reason]
    assert ways == kinds
    assert not any("pictures a second or more (" in line for group in report.findings for line in group.film_again)


def test_two_sources_stand_beside_each_other(season: RunAnalysis, knowledge: Any) -> None:
    pair = SourcePair(
        "contact_time",
        "ms",
        None,
        ("garmin fr965", "Stryd"),
        ("stance_time", "Ground Time"),
        (250.0, 243.0),
        -7.0,
        0.5,
        80,
    )
    (line,) = section_of(build_report(replace(season, sources=(pair,)), knowledge=knowledge)).sources
    assert line.first == "250\u00a0ms (garmin fr965, stance_time)"
    assert line.second == "243\u00a0ms (Stryd, Ground Time)"
    assert line.difference.startswith("\u22127.0")
    assert line.is_marked


def test_two_sources_of_a_change_stand_beside_each_other(season: RunAnalysis, knowledge: Any) -> None:
    run = season.run
    contact = run.best("contact_time")
    assert contact is not None
    shorter = contact.values * np.linspace(1.0, 0.9, len(run.time_s))
    pod = Channel("contact_time", shorter, ChannelSource("pod", "GT", "developer"))
    fatigue = assess_fatigue(replace(run, channels=(*run.channels, pod)), knowledge=knowledge)
    (line,) = section_of(build_report(replace(season, fatigue=fatigue), knowledge=knowledge)).source_changes
    assert re.fullmatch(r"\+\d\.\d ± \d\.\d\u00a0% \(.*\)", line.first)
    assert line.second.endswith("(pod, GT)")
    assert line.is_marked
    assert line.difference.startswith("\u2212")


def test_what_was_lost_in_reading_stands_at_the_top(season: RunAnalysis, knowledge: Any) -> None:
    first = season.assessment.recordings[0]
    damaged = replace(
        season, assessment=replace(season.assessment, recordings=(replace(first, warnings=("12 s are lost",)),))
    )
    assert build_report(damaged, knowledge=knowledge).header.notices == ("12 s are lost.",)


def test_a_run_is_called_a_run(report: Report) -> None:
    assert report.seen_in == "this run"
    assert report.is_one
    assert "one run by a watch" in report.disclaimer[0]
