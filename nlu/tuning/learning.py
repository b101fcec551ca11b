"""How the encoder's changes are learned: what means the same is drawn together, what does not apart."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.tuning.network import TunedEncoder, padded

_SHARPNESS = 20.0  # embeddings are of length 1: without it no label could ever be likely
_HEAD_RATE = 3e-3
_WARM_UP = 0.08
_BATCHES_SORTED = 12
_EMBEDDED_AT_ONCE = 32
_NO_LABEL = -1

Tokenize = Callable[[Sequence[int], np.random.Generator], list[list[int]]]
"""Token ids of the examples at these positions, as written or misspelt by chance."""


@dataclass(frozen=True)
class Course:
    """How long and how boldly is learned; the values were chosen by measurement (docs/adr/0003)."""

    epochs: int = 5
    batch: int = 32
    rate: float = 1e-3
    smoothing: float = 0.1
    seed: int = 1


@dataclass(frozen=True)
class Task:
    """One thing to be told apart by the embeddings."""

    name: str
    labels: np.ndarray
    """A number an example, -1 for those that say nothing about it."""

    @property
    def importance(self) -> Tensor:
        """Weights of the labels: rare ones count more, by the root of how rare they are."""
        counts = np.bincount(self.labels[self.labels != _NO_LABEL])
        weights = 1 / np.sqrt(np.maximum(counts, 1))
        return torch.tensor(weights / weights.mean(), dtype=torch.float32)


class _Head(nn.Module):
    """The linear layer that names the labels of one task; thrown away when all is learned."""

    def __init__(self, task: Task, width: int, smoothing: float) -> None:
        super().__init__()
        self._labels = torch.tensor(task.labels)
        self.register_buffer("importance", task.importance)
        self._smoothing = smoothing
        self.layer = nn.Linear(width, len(task.importance))
        nn.init.normal_(self.layer.weight, std=0.02)
        nn.init.zeros_(self.layer.bias)

    def loss(self, embeddings: Tensor, batch: np.ndarray) -> Tensor:
        """How wrong the labels named are; 0 where none of the batch has any."""
        labels = self._labels[batch]
        known = labels != _NO_LABEL
        if not bool(known.any()):
            return embeddings.sum() * 0
        return functional.cross_entropy(
            self.layer(embeddings[known]) * _SHARPNESS,
            labels[known],
            weight=self.importance,
            label_smoothing=self._smoothing,
        )


def learn(
    encoder: TunedEncoder,
    lengths: Sequence[int],
    tokenize: Tokenize,
    tasks: Sequence[Task],
    course: Course,
    say: Callable[[str], None],
) -> None:
    """Change the encoder so that a linear layer a task can tell its labels apart."""
    torch.manual_seed(course.seed)
    order = np.random.default_rng(course.seed)
    width = encoder.layers[0][0].weight.shape[1]
    heads = nn.ModuleList(_Head(task, width, course.smoothing) for task in tasks)
    changes = list(encoder.parameters())
    optimizer = torch.optim.AdamW([{"params": changes}, {"params": heads.parameters()}], weight_decay=0.01)
    steps = course.epochs * math.ceil(len(lengths) / course.batch)
    step = 0
    for epoch in range(course.epochs):
        encoder.train()
        total = 0.0
        for batch in _batches(lengths, course.batch, order):
            step += 1
            _set_rates(optimizer, course.rate, step / steps)
            embeddings = encoder(*padded(tokenize(batch.tolist(), order)))
            loss = torch.stack([head.loss(embeddings, batch) for head in heads]).sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(changes, 1.0)
            optimizer.step()
            total += float(loss.detach()) * len(batch)
        say(f"Epoch {epoch + 1} of {course.epochs}: loss {total / len(lengths):.3f}")


def embed(encoder: TunedEncoder, sentences: Sequence[Sequence[int]]) -> np.ndarray:
    """Embeddings of the sentences, in their order."""
    encoder.eval()
    order = np.argsort([len(sentence) for sentence in sentences])
    found: list[Tensor] = []
    with torch.no_grad():
        for start in range(0, len(order), _EMBEDDED_AT_ONCE):
            block = order[start : start + _EMBEDDED_AT_ONCE]
            found.append(encoder(*padded([sentences[at] for at in block])))
    embeddings = np.zeros((len(sentences), found[0].shape[1]), np.float32)
    embeddings[order] = torch.cat(found).numpy()
    return embeddings


def _batches(lengths: Sequence[int], size: int, order: np.random.Generator) -> Iterator[np.ndarray]:
    """All sentences in batches of like length (padding costs as much as words), in a new order each time."""
    shuffled = order.permutation(len(lengths))
    batches = []
    for start in range(0, len(shuffled), size * _BATCHES_SORTED):
        chunk = sorted(shuffled[start : start + size * _BATCHES_SORTED], key=lambda at: lengths[at])
        batches += [np.array(chunk[at : at + size]) for at in range(0, len(chunk), size)]
    yield from (batches[at] for at in order.permutation(len(batches)))


def _set_rates(optimizer: torch.optim.Optimizer, rate: float, progress: float) -> None:
    share = min(progress / _WARM_UP, (1 - progress) / (1 - _WARM_UP))
    for group, full in zip(optimizer.param_groups, (rate, _HEAD_RATE), strict=True):
        group["lr"] = full * max(0.0, share)
