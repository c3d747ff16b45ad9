"""The second backend: an ONNX model with known outputs gives known points."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.errors import ModelMissingError
from evenstride.model.skeletons import HALPE_26
from evenstride.pose.backend import RegionOfInterest
from evenstride.pose.rtmpose import RtmPose, decode_simcc
from evenstride.testing_pose import PaintedPicture

onnx = pytest.importorskip("onnx", reason="needs onnx to build the little model")
pytest.importorskip("onnxruntime", reason="needs the extra evenstride[rtmpose]")

WIDTH, HEIGHT = 48, 64


def _simcc(positions: NDArray[np.int64], bins: int, score: float) -> NDArray[np.float32]:
    logits = np.zeros((1, len(positions), bins), np.float32)
    logits[0, np.arange(len(positions)), positions] = score
    return logits


def _write_model(path: Path, outputs: dict[str, NDArray[np.float32]], *, channels: int = 3) -> Path:
    """A model that answers every picture with these outputs; the picture is added times zero, so that it is used."""
    from onnx import TensorProto, helper, numpy_helper

    image = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, channels, HEIGHT, WIDTH])
    nodes = [
        helper.make_node("ReduceMean", ["input"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "zero"], ["nothing"]),
        *(helper.make_node("Add", [f"{name}_known", "nothing"], [name]) for name in outputs),
    ]
    known = [numpy_helper.from_array(value, f"{name}_known") for name, value in outputs.items()]
    infos = [helper.make_tensor_value_info(name, TensorProto.FLOAT, value.shape) for name, value in outputs.items()]
    zero = numpy_helper.from_array(np.array(0.0, np.float32), "zero")
    graph = helper.make_graph(nodes, "known", [image], infos, [zero, *known])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)
    return path


@pytest.fixture
def known_bins() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rng = np.random.default_rng(2)
    return rng.integers(0, 2 * WIDTH, len(HALPE_26)), rng.integers(0, 2 * HEIGHT, len(HALPE_26))


def test_known_outputs_come_back_as_picture_points(tmp_path: Path, known_bins) -> None:
    x, y = known_bins
    outputs = {"simcc_x": _simcc(x, 2 * WIDTH, 0.8), "simcc_y": _simcc(y, 2 * HEIGHT, 0.9)}
    backend = RtmPose(_write_model(tmp_path / "tiny.onnx", outputs))
    estimate = backend.estimate(PaintedPicture(0.0), RegionOfInterest(320.0, 180.0, 128.0))
    # The crop is 64 px high for 128 px of the picture: a bin is half a crop pixel, so one picture pixel.
    for name, point in (("left_toe", 20), ("right_heel", 25), ("left_knee", 13), ("nose", 0)):
        expected = [320 - WIDTH + x[point], 180 - HEIGHT + y[point]]
        assert estimate.xy_px[backend.keypoints.index(name)] == pytest.approx(expected)
    assert estimate.presence == pytest.approx(0.8)
    assert estimate.visibility == pytest.approx(np.full(len(backend.keypoints), 0.8))
    assert estimate.region is not None
    hip = [320 - WIDTH + x[19], 180 - HEIGHT + y[19]]
    assert estimate.region.center_px == pytest.approx(hip)


def test_points_the_model_is_not_sure_of_do_not_move_the_region(tmp_path: Path, known_bins) -> None:
    x, y = known_bins
    outputs = {"simcc_x": _simcc(x, 2 * WIDTH, 0.1), "simcc_y": _simcc(y, 2 * HEIGHT, 0.1)}
    backend = RtmPose(_write_model(tmp_path / "tiny.onnx", outputs))
    estimate = backend.estimate(PaintedPicture(0.0), RegionOfInterest(320.0, 180.0, 128.0))
    assert estimate.region is None
    assert estimate.presence == pytest.approx(0.1)


def test_bins_are_read_by_their_number_and_the_weaker_axis_scores() -> None:
    points, score = decode_simcc(_simcc(np.array([10]), 384, 1.2)[0], _simcc(np.array([9]), 512, 0.7)[0], 192, 256)
    assert points.tolist() == [[5.0, 4.5]]
    assert score == pytest.approx([0.7])


def test_a_model_of_another_shape_is_refused_with_its_shape(tmp_path: Path) -> None:
    coco = {"simcc_x": np.zeros((1, 17, 96), np.float32), "simcc_y": np.zeros((1, 17, 128), np.float32)}
    with pytest.raises(ModelMissingError, match=r"\[1, 17, 96\].*Halpe-26"):
        RtmPose(_write_model(tmp_path / "coco.onnx", coco))


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.onnx").write_text("not a model")
    with pytest.raises(ModelMissingError, match=r"notes\.onnx"):
        RtmPose(tmp_path / "notes.onnx")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=r"nowhere\.onnx"):
        RtmPose(tmp_path / "nowhere.onnx")
