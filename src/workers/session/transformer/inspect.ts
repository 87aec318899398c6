// Runs a prompt through the model: its activations, under interventions, and the next token.

import { assertTokenIds } from '../../../lenses/shared/prompt-tokens.ts';
import { topTokens } from '../../../lenses/shared/top-tokens.ts';
import { lastTokensInContext, paddedLength } from '../../../model/architecture/context-window.ts';
import { compileInterventions, interventionProblems } from '../../../model/inspection/interventions.ts';
import type { Run } from '../../../model/training/run.ts';
import type { ActivationName, Inspection, PromptRequest } from '../../rpc/api/lab-api.ts';
import { trimPadding } from './trim-padding.ts';

/** Without a prompt nothing is run. `onPositions` receives the number of positions, padding included. */
export async function inspect(
  run: Run,
  { prompt = '', generated = [], activations: names = [], interventions = [] }: PromptRequest,
  onPositions: (positions: number) => void = () => {},
): Promise<Inspection> {
  const { config, dataset } = run.plan;
  assertTokenIds(run, generated);
  const encoded = dataset.tokenizer.encode(prompt);
  const { unknown, spelled } = encoded;
  const ids = [...encoded.ids, ...generated];
  const visible = lastTokensInContext(ids, config);
  const tokens = visible.map((id) => ({ id, text: dataset.tokenizer.vocabulary[id] }));
  const empty = {
    step: run.step,
    tokens,
    unknown,
    ...(spelled && { spelled }),
    cut: ids.length - visible.length,
    activations: {},
    next: [],
  };
  if (unknown.length > 0 || visible.length === 0) return empty;
  // Positions of the padding are none of the prompt's.
  const problems = interventionProblems(interventions, config, { B: 1, T: visible.length });
  if (problems.length > 0) throw new Error(problems.join(' '));

  // A mean is over all positions, so padding would change it.
  const exact = interventions.some(({ kind }) => kind === 'mean');
  const T = exact ? visible.length : paddedLength(visible.length, config.T);
  const padded = new Int32Array(T);
  padded.set(visible);
  onPositions(T);
  const request = { B: 1, T, tokens: padded };
  const edits = await compileInterventions(run.inspector, config, request, interventions);
  const requested: ActivationName[] = [...new Set([...names, 'logits' as const])];
  const result = await run.inspector.run({ ...request, names: requested, interventions: edits });
  const trimmed = requested.flatMap((name) => {
    const values = result.activations.get(name);
    return values ? [[name, trimPadding(name, values, visible.length)] as const] : [];
  });
  const activations: Inspection['activations'] = Object.fromEntries(
    trimmed.filter(([name]) => names.includes(name)),
  );
  const logits = trimmed.find(([name]) => name === 'logits')?.[1].data as Float32Array;
  const last = logits.subarray((visible.length - 1) * config.V);
  return { ...empty, activations, next: topTokens(last, dataset.tokenizer) };
}
