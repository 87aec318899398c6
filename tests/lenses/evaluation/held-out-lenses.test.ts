// What the bundled model of the world does with sentences that were written by hand: lenses against the engine's own numbers.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADJECTIVE_SENTENCES } from '../../../src/model/data/world/held-out/adjectives.ts';
import type { LensResult } from '../../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../../src/workers/session/transformer/transformer-session.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

let lab: TransformerSession;
beforeAll(async () => {
  ({ transformer: lab } = await createLab());
  await lab.open(new Uint8Array(readFileSync('public/models/world.safetensors')));
});
afterAll(() => lab.dispose());

const isWithin = (value: number, [low, high]: readonly [number, number]) => low <= value && value <= high;

describe('the head from nouns to adjectives', () => {
  let links: LensResult<'link-heads'>['links'];
  beforeAll(async () => {
    ({ links } = await lab.lens('link-heads', {}));
  });
  const setsOf = (name: string) => {
    const found = links.find((each) => each.name === name);
    if (!found) throw new Error(`no link ${name}`);
    const [own, heldOut] = found.sets.map(({ shares }) => new Map(shares.map((share) => [share.of, share])));
    const of = (set: typeof own, group: string) => {
      const share = set.get(group);
      if (!share) throw new Error(`no group ${group}`);
      return share;
    };
    return {
      ...found,
      patterns: (group: string) => of(own, group),
      written: (group: string) => of(heldOut, group),
    };
  };

  it('has on sentences written by hand what the engine’s pattern has', async () => {
    const { head, written } = setsOf('noun to adjective');
    const name = `blocks.${head.layer}.attn.hook_pattern` as const;
    const [own, largest]: [number[], number[]] = [[], []];
    for (const { text, links } of ADJECTIVE_SENTENCES) {
      const { tokens, activations } = await lab.inspect({ text, names: [name] });
      const { data = new Float32Array() } = activations[name] ?? {};
      const T = tokens.length;
      const pairs = links
        .split(', ')
        .map((link) => link.split(' ').map((word) => tokens.findIndex((token) => token.text === word)));
      for (const query of new Set(pairs.map(([query]) => query))) {
        const keys = pairs.filter((pair) => pair[0] === query).map(([, key]) => key);
        const at = (head.head * T + query) * T;
        const seen = Array.from(data.subarray(at, at + query + 1));
        own.push(keys.reduce((sum, key) => sum + seen[key], 0));
        largest.push(Number(keys.includes(seen.indexOf(Math.max(...seen)))));
      }
    }
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const all = written('all');
    expect(all.links).toBe(own.length);
    expect(all.own).toBeCloseTo(mean(own), 4);
    expect(all.largest).toBeCloseTo(mean(largest), 10);
  });

  it('looks past other adjectives in the corpus’s patterns, where no distance helps', () => {
    const { head, patterns } = setsOf('noun to adjective');
    expect(head).toEqual({ layer: 2, head: 0 });
    const { own, interval, elsewhere, fixedDistance, largest } = patterns('all');
    expect(isWithin(own, interval)).toBe(true);
    expect(interval[0]).toBeGreaterThan(fixedDistance);
    expect(interval[0]).toBeGreaterThan(5 * elsewhere);
    expect(largest).toBe(1);
    for (const distance of [2, 3]) {
      expect(patterns(`distance ${distance}`).wordBefore).toBe(0);
      expect(patterns(`distance ${distance}`).own).toBeGreaterThan(0.75);
    }
  });

  it('does not find the adjective of every noun in sentences with several: the word before is right more often', () => {
    const { written } = setsOf('noun to adjective');
    const { own, interval, uniform, wordBefore } = written('all');
    expect(interval[0]).toBeGreaterThan(uniform);
    expect(own).toBeLessThan(0.5);
    expect(wordBefore).toBeGreaterThan(0.8);
    expect(written('word 1').interval[0]).toBeGreaterThan(written('word 2').interval[1]);
  });

  it('and from pronouns to nouns neither', () => {
    const { patterns, written } = setsOf('pronoun to noun');
    expect(patterns('all').interval[0]).toBeGreaterThan(patterns('all').fixedDistance);
    expect(written('all').own).toBeLessThan(0.5);
    expect(written('all').interval[0]).toBeGreaterThan(written('all').uniform);
  });
});

it('senses of mole are those of the training sentences; in others the words before it tell as much', async () => {
  const { points, best, rule, heldOutChance } = await lab.lens('word-senses', {});
  expect(points[0].meaning).toBe('token + position');
  for (const { trained, heldOut } of points)
    for (const { share, right, of, interval } of [trained, heldOut]) {
      expect(share).toBeCloseTo(right / of, 12);
      expect(isWithin(share, interval)).toBe(true);
    }
  expect(points[0].heldOut.share).toBeCloseTo(heldOutChance, 1);
  expect(best.trained.share).toBeGreaterThan(0.8);
  // The layer is that of the training sentences, not the best for the others.
  expect(best.heldOut.share).toBeLessThan(Math.max(...points.map(({ heldOut }) => heldOut.share)));
  expect(best.heldOut.share).toBeLessThan(rule.heldOut.share);
});

it('last recipients are asked for in ten ways to name somebody later; where the sentence is one of gifts, the newest name is said', async () => {
  const { measures } = await lab.lens('recall', {});
  const owners = measures.find(({ name }) => name === 'last recipient among later names');
  const { splits = [], wordings = [], chance = 1 } = owners ?? {};
  expect(splits).toHaveLength(1);
  expect(wordings).toHaveLength(10);
  expect(wordings.reduce((sum, { right }) => sum + right, 0)).toBe(splits[0].right);
  const shares = wordings.map(({ right, of }) => right / of);
  expect(Math.min(...shares)).toBeLessThan(chance);
  expect(Math.max(...shares)).toBeGreaterThan(0.9);
});

it('probes of the last recipient are scored beside the newest name, which is never right; their former name goes on asking for them', async () => {
  const place = { name: 'blocks.1.hook_resid_mid', offset: 0 };
  const { places, rule } = await lab.lens('probes', { set: 'last recipient', place });
  expect((await lab.lens('probes', { set: 'owner', place })).places[0].accuracy).toBe(places[0].accuracy);
  expect(rule).toEqual({ label: 'the newest name', right: 0 });
  expect(places[0].asRule).toBeGreaterThan(0.1);
  expect((places[0].asRule ?? 0) + places[0].accuracy).toBeLessThanOrEqual(1);
  const { rule: none, places: of } = await lab.lens('probes', {
    set: 'gender',
    place: { ...place, offset: 0 },
  });
  expect(none).toBeUndefined();
  expect(of[0].asRule).toBeUndefined();
});
