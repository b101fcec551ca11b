"""The sentence encoder in PyTorch, with small trainable changes beside its frozen weights."""

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.encoder.graph import Shape

_DROPOUT = 0.1


class ChangedLinear(nn.Module):
    """A frozen layer plus a low-rank change: only the change learns, so that the language known is kept."""

    def __init__(self, weight: Tensor, bias: Tensor, rank: int) -> None:
        super().__init__()
        self.register_buffer("weight", weight)
        self.register_buffer("bias", bias)
        outputs, inputs = weight.shape
        self.down = nn.Parameter(torch.randn(rank, inputs) / math.sqrt(inputs))
        self.up = nn.Parameter(torch.zeros(outputs, rank))

    def forward(self, value: Tensor) -> Tensor:
        changed = functional.linear(functional.linear(value, self.down), self.up)
        return functional.linear(value, self.weight, self.bias) + changed


class TunedEncoder(nn.Module):
    """Token ids and their mask in, embeddings of length 1 out; the same sums as nlu.encoder.graph."""

    _PARTS = (
        "attention.self.query",
        "attention.self.key",
        "attention.self.value",
        "attention.output.dense",
        "intermediate.dense",
        "output.dense",
    )

    def __init__(self, weights: Mapping[str, Tensor], shape: Shape, rank: int) -> None:
        super().__init__()
        self._weights = dict(weights)
        self._shape = shape
        self.layers = nn.ModuleList(
            nn.ModuleList(
                ChangedLinear(
                    weights[f"encoder.layer.{number}.{part}.weight"],
                    weights[f"encoder.layer.{number}.{part}.bias"],
                    rank,
                )
                for part in self._PARTS
            )
            for number in range(shape.layers)
        )

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self._drop(self._embed(ids))
        seen = mask[:, None, None, :].bool()
        for number, parts in enumerate(self.layers):
            states = self._layer(states, seen, parts, f"encoder.layer.{number}.")
        used = mask[:, :, None].float()
        return functional.normalize((states * used).sum(1) / used.sum(1), dim=1)

    def changes(self) -> dict[str, Tensor]:
        """What was learned, under the names of the weights that it is added to."""
        found: dict[str, Tensor] = {}
        for number, parts in enumerate(self.layers):
            for name, part in zip(self._PARTS, parts, strict=True):
                weight = f"encoder.layer.{number}.{name}.weight"
                found[f"{weight}.up"] = part.up.detach()
                found[f"{weight}.down"] = part.down.detach()
        return found

    def take_up(self, changes: Mapping[str, Tensor]) -> None:
        """Go on from changes that were learned before; raises KeyError where one is missing."""
        with torch.no_grad():
            for name, value in self.changes().items():
                value.copy_(changes[name])

    def _embed(self, ids: Tensor) -> Tensor:
        words = self._weights["embeddings.word_embeddings.weight"][ids]
        places = self._weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        kind = self._weights["embeddings.token_type_embeddings.weight"][0]
        return self._norm(words + places + kind, "embeddings.LayerNorm")

    def _layer(self, states: Tensor, seen: Tensor, parts: nn.ModuleList, prefix: str) -> Tensor:
        query, key, value, joined, inner, outer = parts
        count, length, width = states.shape
        heads = [
            part(states).view(count, length, self._shape.heads, -1).transpose(1, 2)
            for part in (query, key, value)
        ]
        dropped = _DROPOUT if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(*heads, attn_mask=seen, dropout_p=dropped)
        attended = joined(mixed.transpose(1, 2).reshape(count, length, width))
        states = self._norm(states + self._drop(attended), prefix + "attention.output.LayerNorm")
        thought = outer(functional.gelu(inner(states)))
        return self._norm(states + self._drop(thought), prefix + "output.LayerNorm")

    def _norm(self, states: Tensor, name: str) -> Tensor:
        gain, shift = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return functional.layer_norm(states, (self._shape.width,), gain, shift, self._shape.epsilon)

    def _drop(self, states: Tensor) -> Tensor:
        return functional.dropout(states, _DROPOUT, self.training)


def padded(sentences: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Token ids of several sentences as one block, and the mask of those that are real."""
    longest = max(len(sentence) for sentence in sentences)
    ids = torch.zeros(len(sentences), longest, dtype=torch.long)
    mask = torch.zeros(len(sentences), longest)
    for row, sentence in enumerate(sentences):
        ids[row, : len(sentence)] = torch.tensor(sentence)
        mask[row, : len(sentence)] = 1
    return ids, mask
