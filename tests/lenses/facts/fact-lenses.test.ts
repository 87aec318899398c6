// The lenses of chapter 7 on a small untrained run, against the engine's own numbers.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import type { FactsResult, RunInfo } from '../../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../../src/workers/session/transformer/transformer-session.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

const TEXT = 'Michael Jordan plays the sport of';
let lab: TransformerSession;
let run: RunInfo;

beforeAll(async () => {
  ({ transformer: lab } = await createLab());
  run = await lab.create({
    preset: 'facts',
    model: { L: 2, H: 2, C: 16, T: 16, mlpWidth: 16, initStd: 0.3 },
  });
});

afterAll(() => lab.dispose());

const idOf = (word: string) => run.vocabulary.indexOf(word);

describe('facts', () => {
  let result: FactsResult;
  beforeAll(async () => {
    result = await lab.lens('facts', {});
  });

  it('contain every fact in all its wordings', () => {
    const count = run.statistics.find(({ label }) => label === 'facts')?.value;
    expect(result.facts).toHaveLength(count as number);
    for (const { replies } of result.facts) expect(replies).toHaveLength(5);
    const held = result.facts.flatMap(({ replies }) => replies.filter(({ heldOut }) => heldOut));
    expect(held).toHaveLength(
      run.statistics.find(({ label }) => label === 'held-out prompts')?.value as number,
    );
  });

  it('have splits: trained pairs, held-out pairs, and wordings that no training sentence has', async () => {
    const replies = result.facts.flatMap((fact) => fact.replies);
    const rightOf = (heldOut: boolean) =>
      replies.filter((reply) => reply.heldOut === heldOut && reply.rank === 1).length;
    expect(result.splits.map(({ right, of }) => [right, of])).toEqual([
      [rightOf(false), replies.filter(({ heldOut }) => !heldOut).length],
      [rightOf(true), replies.filter(({ heldOut }) => heldOut).length],
    ]);
    const { splits } = await lab.lens('facts', { newWordings: true });
    const [, , all, ...wordings] = splits;
    expect(wordings).toHaveLength(12);
    expect(all.right).toBe(wordings.reduce((sum, { right }) => sum + right, 0));
    expect(all.of).toBe(wordings.reduce((sum, { of }) => sum + of, 0));
    const [{ name, right, of }] = wordings;
    const asked = result.facts.filter(({ relation }) => relation === 'sport');
    expect(of).toBe(asked.length);
    let expected = 0;
    for (const { subject, answer } of asked) {
      const { next, unknown } = await lab.inspect({ text: name.replace('{subject}', subject), names: [] });
      expect(unknown).toEqual([]);
      expected += Number(next[0].id === answer.id);
    }
    expect(right).toBe(expected);
    for (const { interval, right: hits, of: count } of splits) {
      expect(interval[0]).toBeLessThanOrEqual(hits / count);
      expect(interval[1]).toBeGreaterThanOrEqual(hits / count);
    }
  });

  it('contain the model’s prediction for each prompt', async () => {
    const fact = result.facts.find(({ subject }) => subject === 'Michael Jordan');
    const reply = fact?.replies.find(({ prompt }) => prompt === TEXT);
    const { next } = await lab.inspect({ text: TEXT, names: [] });
    expect(fact?.answer).toEqual({ id: idOf('basketball'), text: 'basketball' });
    expect(reply?.said.text).toBe(next[0].text);
    expect(reply?.said.probability).toBeCloseTo(next[0].probability, 6);
    const right = next.findIndex(({ text }) => text === 'basketball');
    if (right >= 0) expect(reply?.rank).toBe(right + 1);
    else expect(reply?.rank).toBeGreaterThan(next.length);
    expect((reply?.margin ?? 0) > 0).toBe(reply?.rank === 1);
  });

  it('throw for a data set without facts', async () => {
    await lab.create({ preset: 'repeats', model: { L: 1, H: 2, C: 16 } });
    await expect(lab.lens('facts', {})).rejects.toThrow("'repeats' has no facts");
    run = await lab.create({ preset: 'facts', model: run.model });
  });

  it('can be aborted', async () => {
    let progressReports = 0;
    await expect(lab.lens('facts', {}, () => ++progressReports < 2)).rejects.toThrow(
      'stopped before it finished',
    );
    expect(progressReports).toBe(2);
  });
});

describe('logit lens', () => {
  it('has a row for every attention and MLP, and ends with the model’s prediction', async () => {
    const { rows, tokens, followed } = await lab.lens('logit-lens', { text: TEXT });
    expect(rows.map(({ kind, layer }) => `${kind} ${layer}`)).toEqual([
      'embedding undefined',
      'attention 0',
      'mlp 0',
      'attention 1',
      'mlp 1',
    ]);
    const { next } = await lab.inspect({ text: TEXT, names: [] });
    const last = rows.at(-1)?.cells.at(-1);
    expect(tokens).toHaveLength(6);
    expect(followed.text).toBe(next[0].text);
    expect(last?.next[0].text).toBe(next[0].text);
    expect(last?.followed).toEqual({ probability: expect.closeTo(next[0].probability, 6), rank: 1 });
  });

  it('follows the requested token', async () => {
    const { rows } = await lab.lens('logit-lens', { text: TEXT, follow: idOf('tennis') });
    const { activations } = await lab.inspect({ text: TEXT, names: ['logits'] });
    const logits = activations.logits?.data.subarray(5 * run.model.V, 6 * run.model.V) ?? [];
    const above = Array.from(logits).filter((logit) => logit > logits[idOf('tennis')]).length;
    expect(rows.at(-1)?.cells[5].followed.rank).toBe(above + 1);
    await expect(lab.lens('logit-lens', { text: TEXT, follow: -1 })).rejects.toThrow('no token -1');
  });
});

describe('direct attribution', () => {
  it.each([
    ['the most probable token', {}],
    ['a chosen one, against a contrast token', { answer: 3, contrast: 7 }],
    ['an earlier position', { position: 2, answer: 3 }],
  ])('adds up to the logit of %s', async (_, request) => {
    const parts = await lab.lens('attribution', { text: TEXT, ...request });
    const all = [
      parts.embed,
      parts.positionEmbed,
      parts.finalBias,
      ...[...parts.heads, ...parts.neurons, parts.attentionBias, parts.mlpBias].flat(),
    ];
    expect(all.reduce((sum, part) => sum + part)).toBeCloseTo(parts.total, 4);
    expect(parts.total).toBeCloseTo(parts.answer.logit - (parts.contrast?.logit ?? 0), 6);
    expect(parts.mlps).toEqual(parts.neurons.map((layer) => layer.reduce((sum, each) => sum + each, 0)));
  });

  it('throws for invalid requests', async () => {
    await expect(lab.lens('attribution', { text: TEXT, position: 6 })).rejects.toThrow('no token 6');
    await expect(lab.lens('attribution', { text: TEXT, contrast: 1e6 })).rejects.toThrow('no token 1000000');
    await expect(lab.lens('attribution', { text: 'Grant plays' })).rejects.toThrow('does not know “Grant”');
  });
});

describe('causal tracing', () => {
  const request = { text: TEXT, subject: 'Michael Jordan', samples: 3 };

  it('corrupts the subject and recovers the answer, the more the later the state', async () => {
    const { rows, clean, corrupted, subject, answer } = await lab.lens('causal-trace', request);
    const { next } = await lab.inspect({ text: TEXT, names: [] });
    expect(answer.text).toBe(next[0].text);
    expect(clean).toBeCloseTo(next[0].probability, 6);
    expect(corrupted).not.toBeCloseTo(clean, 3);
    expect(subject).toEqual({ first: 0, last: 1 });
    expect(rows.map(({ kind, layer }) => `${kind} ${layer}`)).toEqual([
      'embedding 0',
      ...[0, 1].flatMap((layer) => [`attention ${layer}`, `mlp ${layer}`, `residual ${layer}`]),
    ]);
    const last = rows.at(-1)?.recovered ?? [];
    expect(last[5]).toBeCloseTo(1, 4);
    for (const share of last.slice(0, 5)) expect(share).toBeCloseTo(0, 4);
  });

  it('measures noise in standard deviations of the embedding, three by default', async () => {
    const { weights } = readCheckpoint(await lab.save());
    const numbers = [...(weights.get('transformer.wte.weight') ?? [])];
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const spread = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
    expect((await lab.lens('causal-trace', request)).standardDeviation).toBeCloseTo(3 * spread, 6);
    expect((await lab.lens('causal-trace', { ...request, noise: 1.5 })).standardDeviation).toBeCloseTo(
      1.5 * spread,
      6,
    );
  });

  it('is deterministic for a seed, and reports progress', async () => {
    const progressReports: number[] = [];
    const watched = await lab.lens(
      'causal-trace',
      request,
      ({ done, total }) => progressReports.push(done / total) > 0,
    );
    expect(watched).toEqual(await lab.lens('causal-trace', request));
    expect(progressReports.at(-1)).toBe(1);
    const other = await lab.lens('causal-trace', { ...request, seed: 1 });
    expect(other.corrupted).not.toBe(watched.corrupted);
  });

  it('throws for invalid requests', async () => {
    const refused = (change: object) => expect(lab.lens('causal-trace', { ...request, ...change })).rejects;
    await refused({ subject: 'Serena Williams' }).toThrow('does not contain “Serena Williams”');
    await refused({ samples: 0 }).toThrow('The number of samples is 0');
    await refused({ noise: -1 }).toThrow('The noise is -1');
    await expect(lab.lens('causal-trace-facts', { relation: 'colour' })).rejects.toThrow("relation 'colour'");
  });
});

describe('a rank-one edit', () => {
  const request = { subject: 'Michael Jordan', relation: 'sport', newAnswer: 'golf' };

  it('is evaluated on a copy: the new answer is more probable, and the model is unchanged', async () => {
    const before = await lab.save();
    const result = await lab.lens('edit', request);
    expect(await lab.save()).toEqual(before);
    expect(result.site).toEqual({ layer: 1, at: 'answer' });
    expect([result.fitted, result.paraphrases, result.withText].map(({ length }) => length)).toEqual([
      3, 2, 5,
    ]);
    for (const { before, after } of result.fitted)
      expect(after.probability).toBeGreaterThan(before.probability);
    expect(result.others.of).toBe(5 * (run.statistics[0].value as number) - 5);
    expect(result.others.of - result.others.kept).toBe(result.changed.length);
    expect(result.sameLastName.of).toBeGreaterThan(0);
  });

  it('with protection is scored on facts that it does not protect', async () => {
    const { edits, unprotectedKept } = await lab.lens('edit-benchmark', { count: 1, preserveOthers: true });
    const [{ unprotected, others, changed }] = edits;
    expect(unprotected?.of).toBeGreaterThan(0.4 * others.of);
    expect(unprotected?.of).toBeLessThan(0.6 * others.of);
    expect(unprotectedKept).toBe((unprotected?.kept ?? 0) / (unprotected?.of ?? 0));
    expect((unprotected?.of ?? 0) - (unprotected?.kept ?? 0)).toBeLessThanOrEqual(changed.length);
    // A single edit protects all others.
    const { unprotected: none } = await lab.lens('edit', { ...request, preserveOthers: true });
    expect(none).toBeUndefined();
  });

  it('is compared with fine-tuning of the same matrix and of the model, on the same facts', async () => {
    const [edited, matrix, model] = [
      await lab.lens('edit-benchmark', { count: 1 }),
      await lab.lens('edit-benchmark', { count: 1, baseline: 'matrix', rates: [3, 1] }),
      await lab.lens('edit-benchmark', { count: 1, baseline: 'model', rates: [3, 1] }),
    ];
    const facts = ({ edits }: typeof edited) =>
      edits.map(({ subject, newAnswer, fitted }) => [subject, newAnswer, fitted.length]);
    expect(facts(matrix)).toEqual(facts(edited));
    expect(facts(model)).toEqual(facts(edited));
    for (const { edits, fineTuning, success, kept } of [matrix, model]) {
      for (const { fitted } of edits)
        for (const { before, after } of fitted) expect(after.probability).toBeGreaterThan(before.probability);
      // Of several rates the best is reported.
      const { best, tried } = fineTuning as NonNullable<typeof fineTuning>;
      expect(tried.map(({ share }) => share)).toEqual([3, 1]);
      expect(tried).toContainEqual(best);
      expect([best.success, best.kept]).toEqual([success, kept]);
      expect(best.success).toBe(Math.max(...tried.map((each) => each.success)));
      for (const each of tried)
        if (each.success === best.success) expect(each.kept).toBeLessThanOrEqual(kept);
      expect(best.keptInterval[0]).toBeLessThanOrEqual(kept);
      expect(best.keptInterval[1]).toBeGreaterThanOrEqual(kept);
    }
    expect(edited.fineTuning).toBeUndefined();
  }, 240_000);

  it('throws for invalid requests', async () => {
    const refused = (change: object) => expect(lab.lens('edit', { ...request, ...change })).rejects;
    await refused({ subject: 'Nobody' }).toThrow('no sport of “Nobody”');
    await refused({ newAnswer: 'chess' }).toThrow('does not know “chess”');
    await refused({ newAnswer: 'Michael Jordan' }).toThrow('is 2 tokens');
    await refused({ newAnswer: 'basketball' }).toThrow('is basketball already');
    await refused({ site: { layer: 2, at: 'answer' } }).toThrow('no layer 2');
  });
});
