// One look inside a run: activations of a prompt, with whatever the visitor changes on the way, and the next token.

import { paddedLength, visibleTokens } from '../model/context.ts';
import { changes, interventionProblems } from '../model/lenses/interventions.ts';
import type { Run } from '../model/run.ts';
import { crop } from './crop.ts';
import type { ActivationName, Inspection, InspectRequest } from './lab-api.ts';
import { likeliest } from './lenses/likeliest.ts';
import { checkTokens } from './lenses/reading-text.ts';

/** `lookedAt` is told how many positions were run, padding included. */
export async function inspect(
  run: Run,
  { text, written = [], names, interventions = [] }: InspectRequest,
  lookedAt: (positions: number) => void,
): Promise<Inspection> {
  const { config, dataset } = run.plan;
  checkTokens(run, written);
  const { ids: given, unknown } = dataset.tokenizer.encode(text);
  const ids = [...given, ...written];
  const visible = visibleTokens(ids, config);
  const tokens = visible.map((id) => ({ id, text: dataset.tokenizer.vocabulary[id] }));
  const empty = {
    step: run.step,
    tokens,
    unknown,
    cut: ids.length - visible.length,
    activations: {},
    next: [],
  };
  if (unknown.length > 0 || visible.length === 0) return empty;
  const problems = interventions.flatMap((each) => interventionProblems(each, config, visible.length));
  if (problems.length > 0) throw new Error(problems.join(' '));

  // A mean is taken over all positions: then none may be padding.
  const exact = interventions.some(({ kind }) => kind === 'mean');
  const T = exact ? visible.length : paddedLength(visible.length, config.T);
  const padded = new Int32Array(T);
  padded.set(visible);
  lookedAt(T);
  const request = { B: 1, T, tokens: padded };
  const changed = await changes(run.inspector, config, request, interventions);
  const wanted: ActivationName[] = [...new Set([...names, 'logits' as const])];
  const look = await run.inspector.look({ ...request, names: wanted, changes: changed });
  const cropped = wanted.flatMap((name) => {
    const values = look.activations.get(name);
    return values ? [[name, crop(name, values, visible.length)] as const] : [];
  });
  const activations: Inspection['activations'] = Object.fromEntries(
    cropped.filter(([name]) => names.includes(name)),
  );
  const logits = cropped.find(([name]) => name === 'logits')?.[1].data as Float32Array;
  const last = logits.subarray((visible.length - 1) * config.V);
  return { ...empty, activations, next: likeliest(last, dataset.tokenizer) };
}
