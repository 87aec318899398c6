"""Training steps a second in PyTorch, of the two cases of `npm run bench`, on one thread and on two.

    python3 bench/peers/pytorch-speed.py

Beside `node scripts/run.mjs bench/threads.ts` on the same machine. One step is forward, backward, clipping, a fused AdamW and
reading the loss. OpenBLAS keeps to one thread: its own wait for PyTorch's in busy loops.
"""

import os
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch
from torch import nn
from torch.nn import functional as F

# As in src/model/training/benchmark-configs.ts.
CASES = {
    "small": {"V": 128, "L": 2, "H": 2, "C": 64, "T": 32, "B": 16},
    "middle": {"V": 256, "L": 4, "H": 4, "C": 128, "T": 64, "B": 16},
}
ROUNDS = 3
SECONDS = 2


class Block(nn.Module):
    def __init__(self, C, H):
        super().__init__()
        self.H = H
        self.ln_1, self.ln_2 = nn.LayerNorm(C), nn.LayerNorm(C)
        self.c_attn, self.c_proj = nn.Linear(C, 3 * C), nn.Linear(C, C)
        self.c_fc, self.c_out = nn.Linear(C, 4 * C), nn.Linear(4 * C, C)

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = self.c_attn(self.ln_1(x)).view(B, T, 3, self.H, -1).permute(2, 0, 3, 1, 4)
        z = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.c_proj(z.transpose(1, 2).reshape(B, T, C))
        return x + self.c_out(F.gelu(self.c_fc(self.ln_2(x)), approximate="tanh"))


class GPT2(nn.Module):
    def __init__(self, V, L, H, C, T):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(V, C), nn.Embedding(T, C)
        self.h = nn.ModuleList(Block(C, H) for _ in range(L))
        self.ln_f = nn.LayerNorm(C)
        for weight in self.parameters():
            if weight.dim() == 2:
                nn.init.normal_(weight, std=0.02)

    def forward(self, tokens):
        x = self.wte(tokens) + self.wpe.weight
        for block in self.h:
            x = block(x)
        return F.linear(self.ln_f(x), self.wte.weight)


def tokens_per_second(B, **sizes):
    model = GPT2(**sizes)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=1e-9, betas=(0.9, 0.95), weight_decay=0.1, fused=True
    )
    tokens = torch.randint(sizes["V"], (B, sizes["T"]))

    def step():
        loss = F.cross_entropy(model(tokens).flatten(0, 1), tokens.flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1)
        optimizer.step()
        loss.item()

    step()
    medians = []
    for _ in range(ROUNDS):
        times, end = [], time.perf_counter() + SECONDS
        while time.perf_counter() < end:
            start = time.perf_counter()
            step()
            times.append(time.perf_counter() - start)
        medians.append(sorted(times)[len(times) // 2])
    return B * sizes["T"] / min(medians)


for name, sizes in CASES.items():
    for threads in (1, 2):
        torch.set_num_threads(threads)
        print(f"{name}: {tokens_per_second(**sizes):,.0f} tokens/s on {threads} thread(s)", flush=True)
