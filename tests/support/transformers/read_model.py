"""Logits and loss of a model in the folder format of Hugging Face's transformers, written from the description of the format.

    python3 read_model.py FOLDER < ids.json

`ids.json` holds rows of token ids, all of one length. Prints one line of JSON: the version of PyTorch, the mean loss of the next
tokens in nats, and the logits (B, T, V). Fails if a tensor is missing, or if one is in the file that no module has.
"""

import json
import struct
import sys
from pathlib import Path

import torch
from torch.nn import functional as F

CLASSES = {
    "gpt2": "GPT2LMHeadModel",
    "gpt_neox": "GPTNeoXForCausalLM",
    "llama": "LlamaForCausalLM",
    "qwen2": "Qwen2ForCausalLM",
    "qwen3": "Qwen3ForCausalLM",
}
ACTIVATIONS = {
    "gelu": F.gelu,
    "gelu_new": lambda x: F.gelu(x, approximate="tanh"),
    "relu": F.relu,
    "silu": F.silu,
}


class Tensors:
    """The tensors of a safetensors file, by name; remembers which were read."""

    def __init__(self, path):
        data = path.read_bytes()
        (length,) = struct.unpack("<Q", data[:8])
        header = json.loads(data[8 : 8 + length])
        assert header.pop("__metadata__")["format"] == "pt"
        self.unread = set(header)
        self.values = {}
        for name, entry in header.items():
            assert entry["dtype"] == "F32", name
            begin, end = entry["data_offsets"]
            flat = torch.frombuffer(bytearray(data[8 + length + begin : 8 + length + end]), dtype=torch.float32)
            self.values[name] = flat.reshape(entry["shape"])

    def __call__(self, name, *shape):
        value = self.values[name]
        assert tuple(value.shape) == shape, f"{name} is {tuple(value.shape)}, not {shape}"
        self.unread.discard(name)
        return value


def layer_norm(w, name, x, width, epsilon):
    return F.layer_norm(x, (width,), w(f"{name}.weight", width), w(f"{name}.bias", width), epsilon)


def rms_norm(w, name, x, width, epsilon):
    mean_square = x.pow(2).mean(-1, keepdim=True)
    return x * torch.rsqrt(mean_square + epsilon) * w(f"{name}.weight", width)


def linear(w, name, x, to, bias):
    """`torch.nn.Linear`: the weight is (out, in)."""
    return F.linear(x, w(f"{name}.weight", to, x.shape[-1]), w(f"{name}.bias", to) if bias else None)


def conv1d(w, name, x, to):
    """GPT-2's `Conv1D`: the weight is (in, out)."""
    return x @ w(f"{name}.weight", x.shape[-1], to) + w(f"{name}.bias", to)


def heads(x, width):
    """(B, T, heads * width) to (B, heads, T, width)."""
    return x.unflatten(-1, (-1, width)).transpose(1, 2)


def rotated(x, width, base):
    """The first `width` entries of each head as pairs of entries i and i + width / 2, each turned by position * base^(-2i/width)."""
    half = width // 2
    speed = base ** (-torch.arange(half, dtype=torch.float64) / half)
    angle = torch.arange(x.shape[-2], dtype=torch.float64)[:, None] * speed
    cosine, sine = angle.cos().float(), angle.sin().float()
    first, second, rest = x[..., :half], x[..., half:width], x[..., width:]
    return torch.cat([first * cosine - second * sine, second * cosine + first * sine, rest], -1)


def attention(q, k, v):
    """Causal attention; each head of keys and values serves a group of neighbouring query heads. Returns (B, T, heads * D)."""
    group = q.shape[1] // k.shape[1]
    k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
    scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
    future = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
    return (scores.masked_fill(future, -torch.inf).softmax(-1) @ v).transpose(1, 2).flatten(2)


def gpt2(c, w, ids):
    width, epsilon, vocabulary = c["n_embd"], c["layer_norm_epsilon"], c["vocab_size"]
    activation = ACTIVATIONS[c["activation_function"]]
    table = w("transformer.wte.weight", vocabulary, width)
    x = table[ids] + w("transformer.wpe.weight", c["n_positions"], width)[: ids.shape[1]]
    for layer in range(c["n_layer"]):
        at = f"transformer.h.{layer}"
        normed = layer_norm(w, f"{at}.ln_1", x, width, epsilon)
        q, k, v = (heads(part, width // c["n_head"]) for part in conv1d(w, f"{at}.attn.c_attn", normed, 3 * width).chunk(3, -1))
        x = x + conv1d(w, f"{at}.attn.c_proj", attention(q, k, v), width)
        hidden = conv1d(w, f"{at}.mlp.c_fc", layer_norm(w, f"{at}.ln_2", x, width, epsilon), c["n_inner"])
        x = x + conv1d(w, f"{at}.mlp.c_proj", activation(hidden), width)
    x = layer_norm(w, "transformer.ln_f", x, width, epsilon)
    return x @ unembedding(c, w, "lm_head.weight", table).T


def gpt_neox(c, w, ids):
    width, epsilon = c["hidden_size"], c["layer_norm_eps"]
    head_width = width // c["num_attention_heads"]
    turned, base = int(head_width * c["rotary_pct"]), c["rotary_emb_base"]
    table = w("gpt_neox.embed_in.weight", c["vocab_size"], width)
    x = table[ids]
    for layer in range(c["num_hidden_layers"]):
        at = f"gpt_neox.layers.{layer}"
        normed = layer_norm(w, f"{at}.input_layernorm", x, width, epsilon)
        fused = linear(w, f"{at}.attention.query_key_value", normed, 3 * width, True)
        q, k, v = heads(fused, 3 * head_width).chunk(3, -1)
        mixed = attention(rotated(q, turned, base), rotated(k, turned, base), v)
        attended = linear(w, f"{at}.attention.dense", mixed, width, True)
        read = x if c["use_parallel_residual"] else x + attended
        normed = layer_norm(w, f"{at}.post_attention_layernorm", read, width, epsilon)
        hidden = ACTIVATIONS[c["hidden_act"]](linear(w, f"{at}.mlp.dense_h_to_4h", normed, c["intermediate_size"], True))
        x = x + attended + linear(w, f"{at}.mlp.dense_4h_to_h", hidden, width, True)
    x = layer_norm(w, "gpt_neox.final_layer_norm", x, width, epsilon)
    return x @ unembedding(c, w, "embed_out.weight", table).T


def llama(c, w, ids):
    """Qwen2 always has biases of queries, keys and values; Qwen3 has norms of queries and keys."""
    kind, width, epsilon = c["model_type"], c["hidden_size"], c["rms_norm_eps"]
    assert kind != "llama" or width % c["num_attention_heads"] == 0
    head_width, base = c["head_dim"], c["rope_theta"]
    inner, activation = c["intermediate_size"], ACTIVATIONS[c["hidden_act"]]
    output_bias = kind != "qwen2" and c["attention_bias"]
    table = w("model.embed_tokens.weight", c["vocab_size"], width)
    x = table[ids]
    for layer in range(c["num_hidden_layers"]):
        at = f"model.layers.{layer}"
        normed = rms_norm(w, f"{at}.input_layernorm", x, width, epsilon)

        def projected(name, count):
            return heads(linear(w, f"{at}.self_attn.{name}_proj", normed, count * head_width, kind == "qwen2" or output_bias), head_width)

        q = projected("q", c["num_attention_heads"])
        k, v = (projected(name, c["num_key_value_heads"]) for name in "kv")
        if kind == "qwen3":
            q = rms_norm(w, f"{at}.self_attn.q_norm", q, head_width, epsilon)
            k = rms_norm(w, f"{at}.self_attn.k_norm", k, head_width, epsilon)
        mixed = attention(rotated(q, head_width, base), rotated(k, head_width, base), v)
        x = x + linear(w, f"{at}.self_attn.o_proj", mixed, width, output_bias)
        normed = rms_norm(w, f"{at}.post_attention_layernorm", x, width, epsilon)
        gate = activation(linear(w, f"{at}.mlp.gate_proj", normed, inner, False))
        up = linear(w, f"{at}.mlp.up_proj", normed, inner, False)
        x = x + linear(w, f"{at}.mlp.down_proj", gate * up, width, False)
    x = rms_norm(w, "model.norm", x, width, epsilon)
    return x @ unembedding(c, w, "lm_head.weight", table).T


def unembedding(c, w, name, table):
    return table if c["tie_word_embeddings"] else w(name, *table.shape)


def main(folder, ids):
    config = json.loads((folder / "config.json").read_text())
    kind = config["model_type"]
    assert config["architectures"] == [CLASSES[kind]]
    tensors = Tensors(folder / "model.safetensors")
    model = {"gpt2": gpt2, "gpt_neox": gpt_neox}.get(kind, llama)
    logits = model(config, tensors, ids)
    assert not tensors.unread, f"unused: {sorted(tensors.unread)}"
    loss = F.cross_entropy(logits[:, :-1].flatten(0, 1), ids[:, 1:].flatten())
    return {"torch": torch.__version__, "loss": loss.item(), "logits": logits.tolist()}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), torch.tensor(json.load(sys.stdin)))))
