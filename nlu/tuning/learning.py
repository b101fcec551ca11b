"""How the encoder's changes are learned: examples of one intent are drawn together, others apart."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.tuning.network import TunedEncoder, padded

_SHARPNESS = 20.0  # embeddings are of length 1: without it no intent could ever be likely
_HEAD_RATE = 3e-3
_WARM_UP = 0.08
_BATCHES_SORTED = 12
_EMBEDDED_AT_ONCE = 32


@dataclass(frozen=True)
class Course:
    """How long and how boldly is learned; the values were chosen by measurement (docs/adr/0003)."""

    epochs: int = 8
    batch: int = 32
    rate: float = 1e-3
    smoothing: float = 0.1
    seed: int = 1


def learn(
    encoder: TunedEncoder,
    sentences: Sequence[Sequence[int]],
    labels: np.ndarray,
    course: Course,
    say: Callable[[str], None],
) -> None:
    """Change the encoder so that a linear layer can tell the labels apart; that layer is thrown away."""
    torch.manual_seed(course.seed)
    order = np.random.default_rng(course.seed)
    head = nn.Linear(encoder.layers[0][0].weight.shape[1], int(labels.max()) + 1)
    nn.init.normal_(head.weight, std=0.02)
    nn.init.zeros_(head.bias)
    changes = list(encoder.parameters())
    optimizer = torch.optim.AdamW([{"params": changes}, {"params": head.parameters()}], weight_decay=0.01)
    steps = course.epochs * math.ceil(len(sentences) / course.batch)
    importance = _importance(labels)
    step = 0
    for epoch in range(course.epochs):
        encoder.train()
        total = 0.0
        for batch in _batches(sentences, course.batch, order):
            step += 1
            _set_rates(optimizer, course.rate, step / steps)
            with torch.autocast("cpu", torch.bfloat16):
                embeddings = encoder(*padded([sentences[at] for at in batch])).float()
            loss = functional.cross_entropy(
                head(embeddings) * _SHARPNESS,
                torch.tensor(labels[batch]),
                weight=importance,
                label_smoothing=course.smoothing,
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(changes, 1.0)
            optimizer.step()
            total += float(loss.detach()) * len(batch)
        say(f"Epoch {epoch + 1} of {course.epochs}: loss {total / len(sentences):.3f}")


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


def _batches(
    sentences: Sequence[Sequence[int]], size: int, order: np.random.Generator
) -> Iterator[np.ndarray]:
    """All sentences in batches of like length (padding costs as much as words), in a new order each time."""
    shuffled = order.permutation(len(sentences))
    batches = []
    for start in range(0, len(shuffled), size * _BATCHES_SORTED):
        chunk = sorted(shuffled[start : start + size * _BATCHES_SORTED], key=lambda at: len(sentences[at]))
        batches += [np.array(chunk[at : at + size]) for at in range(0, len(chunk), size)]
    yield from (batches[at] for at in order.permutation(len(batches)))


def _importance(labels: np.ndarray) -> Tensor:
    """Weights of the labels: rare ones count more, by the root of how rare they are."""
    weights = 1 / np.sqrt(np.maximum(np.bincount(labels), 1))
    return torch.tensor(weights / weights.mean(), dtype=torch.float32)


def _set_rates(optimizer: torch.optim.Optimizer, rate: float, progress: float) -> None:
    share = min(progress / _WARM_UP, (1 - progress) / (1 - _WARM_UP))
    for group, full in zip(optimizer.param_groups, (rate, _HEAD_RATE), strict=True):
        group["lr"] = full * max(0.0, share)
