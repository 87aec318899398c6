// Runs a prompt through the model: its activations, under interventions, and the next token.

import { assertTokenIds } from '../../../lenses/shared/prompt-tokens.ts';
import { topTokens } from '../../../lenses/shared/top-tokens.ts';
import { lastTokensInContext, paddedLength } from '../../../model/architecture/context-window.ts';
import { compileInterventions, interventionProblems } from '../../../model/inspection/interventions.ts';
import type { Run } from '../../../model/training/run.ts';
import type { ActivationName, Inspection, PromptRequest } from '../../rpc/api/lab-api.ts';
import { trimPadding } from './trim-padding.ts';

/** The tokens that a pass reads, and what is wrong with the prompt; nothing is run. */
export function readTokens(
  run: Run,
  { prompt = '', generated = [], last }: Pick<PromptRequest, 'prompt' | 'generated' | 'last'>,
): Inspection {
  const { config, dataset } = run.plan;
  assertTokenIds(run, generated);
  const { ids: encoded, unknown, spelled } = dataset.tokenizer.encode(prompt);
  const ids = [...encoded, ...generated];
  const visible = lastTokensInContext(last === undefined ? ids : ids.slice(-last), config);
  return {
    step: run.step,
    tokens: visible.map((id) => ({ id, text: dataset.tokenizer.vocabulary[id] })),
    unknown,
    ...(spelled && { spelled }),
    cut: ids.length - visible.length,
    activations: {},
    next: [],
  };
}

/** Without a prompt nothing is run. `onPositions` receives the number of positions, padding included. */
export async function inspect(
  run: Run,
  request: PromptRequest,
  onPositions: (positions: number) => void = () => {},
): Promise<Inspection> {
  const { activations: names = [], interventions = [] } = request;
  const { config, dataset } = run.plan;
  const read = readTokens(run, request);
  const visible = read.tokens.map(({ id }) => id);
  if (read.unknown.length > 0 || visible.length === 0) return read;
  // Positions of the padding are none of the prompt's.
  const problems = interventionProblems(interventions, config, { B: 1, T: visible.length });
  if (problems.length > 0) throw new Error(problems.join(' '));

  // A mean is over all positions, so padding would change it.
  const exact = interventions.some(({ kind }) => kind === 'mean');
  const T = exact ? visible.length : paddedLength(visible.length, config.T);
  const padded = new Int32Array(T);
  padded.set(visible);
  onPositions(T);
  const batch = { B: 1, T, tokens: padded };
  const edits = await compileInterventions(run.inspector, config, batch, interventions);
  const requested: ActivationName[] = [...new Set([...names, 'logits' as const])];
  const result = await run.inspector.run({ ...batch, names: requested, interventions: edits });
  const trimmed = requested.flatMap((name) => {
    const values = result.activations.get(name);
    return values ? [[name, trimPadding(name, values, visible.length)] as const] : [];
  });
  const activations: Inspection['activations'] = Object.fromEntries(
    trimmed.filter(([name]) => names.includes(name)),
  );
  const logits = trimmed.find(([name]) => name === 'logits')?.[1].data as Float32Array;
  const last = logits.subarray((visible.length - 1) * config.V);
  return { ...read, activations, next: topTokens(last, dataset.tokenizer) };
}
