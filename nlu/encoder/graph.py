"""Writes a BERT-like sentence encoder as an int8 ONNX graph, straight from its weights: no PyTorch needed.

The graph takes the token ids of one sentence and gives its embedding, of length 1: the mean of the last
layer's tokens, and after it that of a layer two thirds of the way up. What was learned for our own tasks is
mostly in the last one; the earlier one knows less of them and more of everything else (docs/adr/0003).
Weights are kept in eight bits: a third of the time and a quarter of the size of floats (docs/adr/0003).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]

_OPSET = 20
_IR_VERSION = 9

# Weights reach from -64 to 64 rather than 127: processors without VNNI add two products in 16 bits, and
# 2 x 255 x 127 would not fit.
_STEPS = 64

# How much the two layers count, by measurement; the squares add up to 1, so the embedding's length is 1.
_LAST = 0.555
_EARLIER = (1 - _LAST**2) ** 0.5


@dataclass(frozen=True)
class Shape:
    """The sizes of an encoder, as its config.json states them."""

    layers: int
    width: int
    heads: int
    epsilon: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "Shape":
        return cls(
            layers=int(config["num_hidden_layers"]),
            width=int(config["hidden_size"]),
            heads=int(config["num_attention_heads"]),
            epsilon=float(config.get("layer_norm_eps", 1e-12)),
        )


def encoder_graph(weights: Weights, shape: Shape) -> onnx.ModelProto:
    """The whole encoder: int64 `input_ids` [n] in, float `embedding` [2 * width] out."""
    return _GraphWriter(weights, shape).model()


class _GraphWriter:
    """Collects nodes and constants while the layers are written one after the other."""

    def __init__(self, weights: Weights, shape: Shape) -> None:
        self._weights = weights
        self._shape = shape
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        states = self._embeddings()
        earlier = self._shape.layers * 2 // 3
        means = {}
        for number in range(self._shape.layers):
            states = self._layer(states, f"encoder.layer.{number}.")
            if number + 1 in (earlier, self._shape.layers):
                means[number + 1] = self._mean(states)
        parts = [
            self._op("Mul", means[layer], self._constant(f"weight.{layer}", np.array(weight, np.float32)))
            for layer, weight in ((self._shape.layers, _LAST), (earlier, _EARLIER))
        ]
        self._nodes.append(helper.make_node("Concat", parts, ["embedding"], axis=-1))
        graph = helper.make_graph(
            self._nodes,
            "sentence_encoder",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["n"])],
            [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [2 * self._shape.width])],
            list(self._constants.values()),
        )
        return helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION
        )

    def _mean(self, states: str) -> str:
        """The mean of the tokens, of length 1."""
        mean = self._op("ReduceMean", states, self._constant("first_axis", np.array([0])), keepdims=0)
        return self._op("LpNormalization", mean, axis=-1, p=2)

    def _embeddings(self) -> str:
        # Every token is of type 0, so its embedding joins the positions'.
        positions = (
            self._weights["embeddings.position_embeddings.weight"]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        used = self._op(
            "Slice",
            self._constant("positions", positions),
            self._constant("from_start", np.array([0])),
            self._op("Shape", "input_ids"),
            self._constant("axis_0", np.array([0])),
        )
        return self._norm(self._op("Add", self._words(), used), "embeddings.LayerNorm")

    def _words(self) -> str:
        """The vectors of the sentence's tokens, each row of the table with a scale of its own."""
        steps, scales = _in_steps(self._weights["embeddings.word_embeddings.weight"], 127)
        rows = self._op("Gather", self._constant("words", steps), "input_ids", axis=0)
        scale = self._op("Gather", self._constant("words.scales", scales), "input_ids", axis=0)
        return self._op("Mul", self._op("Cast", rows, to=TensorProto.FLOAT), scale)

    def _layer(self, states: str, prefix: str) -> str:
        attended = self._linear(self._attention(states, prefix), prefix + "attention.output.dense")
        states = self._norm(self._op("Add", states, attended), prefix + "attention.output.LayerNorm")
        inner = self._op("Gelu", self._linear(states, prefix + "intermediate.dense"))
        outer = self._linear(inner, prefix + "output.dense")
        return self._norm(self._op("Add", states, outer), prefix + "output.LayerNorm")

    def _attention(self, states: str, prefix: str) -> str:
        size = self._shape.width // self._shape.heads
        split = self._constant("heads", np.array([0, self._shape.heads, size]))
        names = [f"{prefix}attention.self.{part}" for part in ("query", "key", "value")]
        query, key, value = (
            self._op("Reshape", out, split) for out in self._projections(states, names, prefix)
        )
        query, value = (self._op("Transpose", part, perm=[1, 0, 2]) for part in (query, value))
        key = self._op("Transpose", key, perm=[1, 2, 0])
        scale = self._constant("scale", np.array(1 / np.sqrt(size), np.float32))
        scores = self._op("Softmax", self._op("Mul", self._op("MatMul", query, key), scale), axis=-1)
        mixed = self._op("Transpose", self._op("MatMul", scores, value), perm=[1, 0, 2])
        return self._op("Reshape", mixed, self._constant("joined", np.array([0, self._shape.width])))

    def _projections(self, states: str, names: list[str], prefix: str) -> list[str]:
        """Query, key and value in one multiplication: three small ones cost more."""
        matrix = np.concatenate([self._weights[f"{name}.weight"] for name in names])
        bias = np.concatenate([self._weights[f"{name}.bias"] for name in names])
        joined = self._affine(states, matrix, bias, prefix + "qkv")
        outputs = [f"{name}.output" for name in names]
        sizes = self._constant("qkv_sizes", np.array([self._shape.width] * 3))
        self._nodes.append(helper.make_node("Split", [joined, sizes], outputs, axis=-1))
        return outputs

    def _linear(self, value: str, name: str) -> str:
        return self._affine(value, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"], name)

    def _affine(self, value: str, matrix: NDArray[Any], bias: NDArray[Any], name: str) -> str:
        """Multiply and add in whole numbers: the value is cut into steps as it comes, the matrix before."""
        steps, scales = _in_steps(matrix, _STEPS)
        cut = [f"{name}.value", f"{name}.value_scale", f"{name}.value_zero"]
        self._nodes.append(helper.make_node("DynamicQuantizeLinear", [value], cut))
        product = self._op("MatMulInteger", cut[0], self._constant(f"{name}.matrix", steps.T), cut[2])
        scale = self._op("Mul", cut[1], self._constant(f"{name}.scales", scales.T[0]))
        scaled = self._op("Mul", self._op("Cast", product, to=TensorProto.FLOAT), scale)
        return self._op("Add", scaled, self._constant(f"{name}.bias", bias))

    def _norm(self, value: str, name: str) -> str:
        gain = self._constant(f"{name}.gain", self._weights[f"{name}.weight"])
        shift = self._constant(f"{name}.shift", self._weights[f"{name}.bias"])
        return self._op("LayerNormalization", value, gain, shift, axis=-1, epsilon=self._shape.epsilon)

    def _op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        output = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name


def _in_steps(matrix: NDArray[np.float32], reach: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The matrix as whole numbers from -reach to reach, and the scale [rows, 1] that gives each row back."""
    scales = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), 1e-12) / reach
    return np.round(matrix / scales).astype(np.int8), scales.astype(np.float32)
