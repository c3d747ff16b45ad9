"""The page is one file that trusts nothing it was given."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evenstride.model import ClipAnalysis, Preview
from evenstride.reports import build_report, render_html
from evenstride.reports.bundle import content_hash
from evenstride.testing import refused_analysis, synthetic_analysis
from page_reader import PageReader

HOSTILE = "</script><img src=x onerror=alert(1)>\"'&.mp4"


@pytest.fixture
def page(analysis: ClipAnalysis, knowledge: Any) -> str:
    return render_html(build_report(analysis, knowledge=knowledge))


def test_every_element_is_closed_and_ids_are_unique(page: str) -> None:
    reader = PageReader(page)
    assert reader.open_elements == []
    ids = [a["id"] for _, a in reader.elements if "id" in a]
    assert len(ids) == len(set(ids))


def test_every_link_inside_the_page_leads_somewhere(page: str) -> None:
    reader = PageReader(page)
    ids = {a.get("id") for _, a in reader.elements}
    links = {str(a["href"])[1:] for _, a in reader.elements if str(a.get("href", "")).startswith("#")}
    assert links <= ids


def test_the_list_of_parts_names_the_sections_in_the_order_of_the_page(page: str) -> None:
    reader = PageReader(page)
    order = [str(a["id"]) for tag, a in reader.elements if tag == "section" and "page" in str(a.get("class")).split()]
    contents = page[page.index('<nav class="contents"') : page.index("</nav>")]
    assert re.findall(r'href="#(\w+)"', contents)[1:] == order
    assert order == ["clip", "findings", "muscles", "exercises", "measures", "refused", "method", "sources"]


def test_the_body_map_stands_on_the_page_with_its_key_and_its_list(page: str) -> None:
    section = page[page.index('id="muscles"') : page.index('id="exercises"')]
    assert re.findall(r'data-muscle="(\w+)" data-side="(\w+)"', section) == [
        ("iliopsoas", "right"),
        ("vastus_lateralis", "right"),
        ("gluteus_maximus", "right"),
    ]
    assert section.count("suspected tight (possible)") == section.count("suspected weak (possible)") == 1
    assert "Right gluteus maximus (large buttock muscle)" in section
    assert "style=" not in section
    assert len(section) < 40_000


def test_a_page_without_a_suspicion_has_no_body_map(analysis: ClipAnalysis, knowledge: Any) -> None:
    bare = replace(analysis, assessment=replace(analysis.assessment, findings=()))
    page = render_html(build_report(bare, knowledge=knowledge))
    assert 'id="muscles"' not in page
    assert "#muscles" not in page[page.index("<body>") :]


def test_a_part_that_is_not_there_is_not_listed(knowledge: Any) -> None:
    page = render_html(build_report(refused_analysis(reason="No step.", warning="Walks."), knowledge=knowledge))
    assert 'href="#exercises"' not in page
    assert 'href="#measures"' not in page


def test_the_raw_foot_line_is_not_taken_for_the_foot_angle(page: str) -> None:
    assert "Heel-to-toe line to ground" in page
    assert "the raw line from heel to toe" in page


def test_a_hostile_file_name_stays_text(knowledge: Any) -> None:
    analysis = synthetic_analysis(clip_name=HOSTILE)
    reader = PageReader(render_html(build_report(analysis, knowledge=knowledge)))
    assert "img" not in {tag for tag, _ in reader.elements}
    assert not any(name.startswith("on") for _, attributes in reader.elements for name in attributes)
    assert any("img src=x onerror=alert(1)" in text for text in reader.text)


def test_hostile_words_in_warnings_and_reasons_stay_text(analysis: ClipAnalysis, knowledge: Any) -> None:
    measures = tuple(replace(m, reasons=(HOSTILE,)) for m in analysis.assessment.measures)
    assessment = replace(analysis.assessment, warnings=(HOSTILE,), measures=measures)
    page = render_html(build_report(replace(analysis, assessment=assessment), knowledge=knowledge))
    assert "img" not in {tag for tag, _ in PageReader(page).elements}


def test_the_data_block_cannot_be_ended_from_inside(analysis: ClipAnalysis, knowledge: Any) -> None:
    report = build_report(analysis, knowledge=knowledge)
    (section,) = report.clips
    named = replace(section.data, keypoints=("</script><b>", *section.data.keypoints[1:]))
    hostile = replace(report, clips=(replace(section, data=named),))
    reader = PageReader(render_html(hostile))
    data = next(text for attributes, text in reader.blocks if attributes.get("id") == "page-data")
    assert json.loads(data)["keypoints"][0] == "</script><b>"
    assert "b" not in {tag for tag, _ in reader.elements}


def test_the_policy_allows_exactly_the_style_and_script_of_the_page(page: str) -> None:
    reader = PageReader(page)
    policy = next(str(a["content"]) for _, a in reader.elements if a.get("http-equiv") == "Content-Security-Policy")
    style = next(text for a, text in reader.blocks if a == {})
    script = next(text for a, text in reader.blocks if a.get("type") == "module")
    assert f"script-src {content_hash(script)};" in policy
    assert f"style-src {content_hash(style)};" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_no_style_or_event_attribute_is_used(page: str) -> None:
    names = {name for _, attributes in PageReader(page).elements for name in attributes}
    assert "style" not in names
    assert not any(name.startswith("on") for name in names)


def test_no_address_is_loaded_only_sources_are_linked(page: str) -> None:
    for tag, attributes in PageReader(page).elements:
        for name in ("src", "href", "srcset", "poster", "data"):
            value = attributes.get(name)
            if value and not value.startswith(("#", "data:")):
                assert (tag, name) == ("a", "href")
                assert value.startswith("https://doi.org/")
    assert not re.search(r"url\((?!#)|@import", page)  # url(#...) names a pattern of the page itself


def test_the_page_without_its_clip_is_small(knowledge: Any) -> None:
    page = render_html(build_report(synthetic_analysis(duration_s=10.0), knowledge=knowledge))
    assert len(page.encode("utf-8")) < 250_000


def test_with_a_preview_the_clip_is_inside_and_without_one_there_is_no_video(
    analysis: ClipAnalysis, knowledge: Any
) -> None:
    preview = Preview(b"\x00moving pictures", 640, 360, np.array(analysis.pose_track.time_s))
    with_clip = render_html(build_report(replace(analysis, preview=preview), knowledge=knowledge))
    assert "<video" in with_clip
    assert "AG1vdmluZyBwaWN0dXJlcw==" in with_clip
    without = render_html(build_report(analysis, knowledge=knowledge))
    assert "<video" not in without
    assert 'clip-mp4"' not in without.split('<script type="module">')[0]


def test_a_refused_clip_makes_a_whole_page(knowledge: Any) -> None:
    analysis = refused_analysis(reason="No step was found.", warning="The person walks.")
    reader = PageReader(render_html(build_report(analysis, knowledge=knowledge)))
    assert reader.open_elements == []
    assert any("The person walks." in text for text in reader.text)
