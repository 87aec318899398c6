// Completions of an evaluation end at the full stop.

import { expect, it } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { evaluate } from '../../../src/lenses/evaluation/evaluate.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import { runToCompletion } from '../../../src/shared/job.ts';

const model = { L: 1, H: 1, C: 16, mlpWidth: 16, T: 24, tied: true } as const;

it.each(['facts', 'world'])(
  '%s: after a prompt, the most probable token and no more, if it is a full stop',
  async (preset) => {
    const plan = planRun({ preset, model });
    const executor = await WasmExecutor.create();
    const run = await Run.create(executor, plan);
    const weights = new Map(await run.weights.get());
    const [gain, bias] = run.weights.parameters.filter(({ norm }) => norm === 'finalNorm');
    const embedding = run.weights.parameters.find(({ parts }) => parts?.includes('embedding'));
    // Without a gain, every prediction is the bias · unembedding.
    const stop = plan.dataset.tokenizer.vocabulary.indexOf('.');
    const rows = new Float32Array(plan.config.V * plan.config.C);
    rows[stop * plan.config.C] = 1;
    weights.set(embedding?.name ?? '', rows);
    weights.set(gain.name, new Float32Array(plan.config.C));
    weights.set(
      bias.name,
      Float32Array.from({ length: plan.config.C }, (_, c) => Number(c === 0)),
    );
    const stopping = await Run.create(executor, plan, { step: 0, weights });
    const { completions } = await runToCompletion(evaluate(stopping));
    const { tokenizer, prompts } = plan.dataset;
    expect(completions.map(({ text }) => text)).toEqual(
      prompts.map((prompt) => tokenizer.decode([...tokenizer.encode(prompt).ids, stop])),
    );
    for (const each of [run, stopping]) each.dispose();
  },
);
