"""Trains the run of a settings file in PyTorch, on one thread, and compares the held-out loss with the lab's.

    python3 bench/peers/pytorch.py bench/peers/nanogpt.json lab.safetensors

The first file is what `lab train --config` reads, the second what it wrote. Both models are evaluated on every character of the
held-out tenth. Weights have the lab's names, so that its file loads into the model below.
"""

import gzip
import json
import math
import os
import struct
import sys
import time

# OpenBLAS's own threads, which PyTorch does not limit, wait for each other in busy loops.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch
from torch import nn
from torch.nn import functional as F

CORPORA = "src/model/data/text/corpora"


class Attention(nn.Module):
    def __init__(self, C, H):
        super().__init__()
        self.H = H
        self.q_proj, self.k_proj, self.v_proj, self.o_proj = (nn.Linear(C, C, bias=False) for _ in range(4))

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = (proj(x).view(B, T, self.H, -1).transpose(1, 2) for proj in (self.q_proj, self.k_proj, self.v_proj))
        z = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.o_proj(z.transpose(1, 2).reshape(B, T, C))


class MLP(nn.Module):
    def __init__(self, C, width):
        super().__init__()
        self.up_proj, self.down_proj = nn.Linear(C, width, bias=False), nn.Linear(width, C, bias=False)

    def forward(self, x):
        return self.down_proj(F.gelu(self.up_proj(x)))


class Block(nn.Module):
    def __init__(self, C, H, width):
        super().__init__()
        self.input_layernorm, self.post_attention_layernorm = nn.LayerNorm(C), nn.LayerNorm(C)
        self.self_attn, self.mlp = Attention(C, H), MLP(C, width)

    def forward(self, x):
        x = x + self.self_attn(self.input_layernorm(x))
        return x + self.mlp(self.post_attention_layernorm(x))


class Transformer(nn.Module):
    """Logits (B, T, V) of token ids (B, T); the unembedding is the transposed embedding."""

    def __init__(self, V, L, H, C, T, mlpWidth, initStd, **_):
        super().__init__()
        self.embed_tokens, self.embed_positions = nn.Embedding(V, C), nn.Embedding(T, C)
        self.layers = nn.ModuleList(Block(C, H, mlpWidth) for _ in range(L))
        self.norm = nn.LayerNorm(C)
        for name, weight in self.named_parameters():
            into_stream = name.endswith(("o_proj.weight", "down_proj.weight"))
            if weight.dim() == 2:
                nn.init.normal_(weight, std=initStd / math.sqrt(2 * L) if into_stream else initStd)

    def forward(self, tokens):
        x = self.embed_tokens(tokens) + self.embed_positions.weight[: tokens.shape[1]]
        for layer in self.layers:
            x = layer(x)
        return F.linear(self.norm(x), self.embed_tokens.weight)


def read_text(settings):
    """Token ids of the training and the held-out part, and V: characters in the order of their codes."""
    text = gzip.open(f"{CORPORA}/{settings['corpus']}.bin", "rt", encoding="utf-8", newline="").read()
    ids = {character: index for index, character in enumerate(sorted(set(text)))}
    tokens = torch.tensor([ids[character] for character in text])
    boundary = math.ceil(0.9 * len(tokens))
    return tokens[:boundary], tokens[boundary:], len(ids)


def read_lab_model(path, model):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), file.read()
    header.pop("__metadata__")
    weights = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        weights[name.removeprefix("model.")] = torch.frombuffer(
            bytearray(data[start:end]), dtype=torch.float32
        ).view(entry["shape"])
    model.load_state_dict(weights)
    return model


def learning_rate(step, t):
    if step < t["warmupSteps"]:
        return t["learningRate"] * (step + 1) / t["warmupSteps"]
    done = (step - t["warmupSteps"]) / (t["steps"] - t["warmupSteps"])
    return t["minLearningRate"] + (t["learningRate"] - t["minLearningRate"]) * (1 + math.cos(math.pi * done)) / 2


def loss_of(model, rows):
    return F.cross_entropy(model(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten())


def train(model, tokens, T, t):
    matrices = [weight for weight in model.parameters() if weight.dim() == 2]
    vectors = [weight for weight in model.parameters() if weight.dim() == 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": t["weightDecay"]}, {"params": vectors, "weight_decay": 0}],
        betas=(t["beta1"], t["beta2"]),
    )
    for step in range(t["steps"]):
        starts = torch.randint(len(tokens) - T, (t["B"],))
        loss = loss_of(model, torch.stack([tokens[start : start + T + 1] for start in starts]))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), t["clipNorm"])
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, t)
        optimizer.step()
        if (step + 1) % 200 == 0:
            print(f"step {step + 1}: training loss {loss.item():.4f}", file=sys.stderr)


@torch.no_grad()
def held_out_loss(model, tokens, T):
    """Mean over windows of T that follow one another."""
    rows = tokens[: (len(tokens) - 1) // T * T + 1].unfold(0, T + 1, T)
    losses = [loss_of(model, part) * len(part) for part in rows.split(64)]
    return (sum(losses) / len(rows)).item()


def main(settings_path, lab_path):
    torch.set_num_threads(1)
    with open(settings_path) as file:
        settings = json.load(file)
    model_settings, training = settings["model"], settings["training"]
    T = model_settings["T"]
    tokens, held_out, V = read_text(settings)
    lab_model = read_lab_model(lab_path, Transformer(V, **model_settings))
    torch.manual_seed(training.get("seed", 0))
    model = Transformer(V, **model_settings)
    wall, cpu = time.perf_counter(), time.process_time()
    train(model, tokens, T, training)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    lab_loss, loss = held_out_loss(lab_model, held_out, T), held_out_loss(model, held_out, T)
    report = {
        "heldOutLoss": {"lab": lab_loss, "pytorch": loss, "ratio": lab_loss / loss},
        "pytorch": {"seconds": round(wall, 1), "cpuSeconds": round(cpu, 1), "version": torch.__version__},
    }
    print(json.dumps(report))


main(*sys.argv[1:])
