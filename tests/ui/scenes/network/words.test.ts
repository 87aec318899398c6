// What overlays say in words and tables: the numbers of their lenses.

import { expect, it } from 'vitest';
import '../../../../src/ui/scenes/network/overlays/all-overlays.ts';
import type { OverlayName } from '../../../../src/ui/scenes/network/overlays/overlay-types.ts';
import { overlayOf } from '../../../../src/ui/scenes/network/overlays/overlays.ts';
import { networkShape } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import { shotLine, shotSummary } from '../../../../src/ui/scenes/network/text/summary.ts';
import { shotTable } from '../../../../src/ui/scenes/network/text/table.ts';
import type { NetworkValues } from '../../../../src/ui/scenes/network/values/network-values.ts';
import type { ActivationName } from '../../../../src/workers/rpc/api/lab-api.ts';
import { CONFIGS } from './configs.ts';

const shape = networkShape(CONFIGS.small);
const TOKENS = [
  { id: 1, text: 'Jordan' },
  { id: 2, text: 'plays' },
];
const next = [{ id: 3, text: 'golf', probability: 0.9, logit: 4 }];
const BEFORE = [{ id: 4, text: 'tennis', probability: 0.8, logit: 3 }];
const EDIT = {
  ...{ id: 1, subject: 'Jordan', relation: 'sport', oldAnswer: 'tennis', newAnswer: 'golf' },
  ...{ layer: 1, u: [1], delta: [1], share: 0.25 },
};
const LENSES = {
  attribution: {
    ...{ answer: next[0], position: 1, mlps: [0.5, -2] },
    heads: [
      [1, 3],
      [0, 0],
    ],
    sources: [
      [
        [0.25, 0.75],
        [2, 1],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ],
  },
  'causal-trace': {
    ...{ answer: next[0], clean: 0.9, corrupted: 0.1, subject: { first: 0, last: 0 } },
    rows: [{ name: 'blocks.0.hook_mlp_out', kind: 'mlp', layer: 0, recovered: [0.5, Number.NaN] }],
  },
  'stream-gradients': {
    rows: shape.stages.map(({ name }, stage) => ({
      name,
      gradients: {
        shape: [2, 2],
        data: Float32Array.of(3e-6 * stage, 4e-6 * stage, 0.3 * stage, 0.4 * stage),
      },
    })),
  },
  'edit-effect': { layer: 1, factors: Float32Array.of(0.125, -0.75), tokens: TOKENS, before: BEFORE },
};
const values = {
  step: 1,
  tokens: TOKENS,
  activations: {},
  next,
  edit: EDIT,
  lenses: LENSES,
  compared: { before: BEFORE },
};
const words = {
  ...{ shape, values: values as unknown as NetworkValues, labels: ['Jordan', 'plays'] },
  vocabulary: [],
};
const shot = (overlay: OverlayName) => ({ target: { at: 'network' }, overlay }) as const;
const rowsOf = (overlay: OverlayName) =>
  shotTable(words, shot(overlay)).rows.map(({ name, cells }) => [name, ...cells]);

it('attribution lists parts by what they add, and the tokens that heads read', () => {
  expect(shotLine(words, shot('attribution'))).toBe(
    'Most to the logit of “golf”: head 1.2 +3.00, MLP 2 −2.00, head 1.1 +1.00.',
  );
  expect(rowsOf('attribution').slice(0, 2)).toEqual([
    ['head 1.1', '+1.00', '+0.25', '+0.75'],
    ['head 1.2', '+3.00', '+2.00', '+1.00'],
  ]);
  expect(rowsOf('attribution').at(-1)).toEqual(['MLP 2', '−2.00', '', '']);
});

it('a trace says what the noise takes and what returns', () => {
  expect(shotLine(words, shot('trace'))).toMatch(
    /^Noise on “Jordan”: “golf” falls from 90\.0\s% to 10\.0\s%\./,
  );
  expect(rowsOf('trace')).toEqual([['MLP 1', expect.stringMatching(/^50\.0\s%$/), 'nothing']]);
});

it('gradients have their lengths, at every point of the stream', () => {
  const rows = rowsOf('gradients');
  expect(rows[0].slice(1)).toEqual(['0', '0']);
  expect(rows[1].slice(1)).toEqual([expect.stringMatching(/^5\s×\s10⁻⁶$/), '0.5']);
  expect(rows.map(([name]) => name)).toEqual(shape.stages.map(({ meaning }) => meaning));
});

it('an edit says where it is written, where it acts, and both predictions', () => {
  const line = shotLine(words, shot('edit'));
  expect(line).toContain('is written in MLP 2');
  expect(line).toContain('It adds −0.75 × its value at “plays”.');
  expect(line).toMatch(/Before: “tennis” 80\.0\s%; now “golf” 90\.0\s%\.$/);
  expect(rowsOf('edit')).toEqual([
    ['golf', '', expect.stringMatching(/^90\.0\s%$/)],
    ['tennis', expect.stringMatching(/^80\.0\s%$/), ''],
  ]);
  const { edit: _, ...unedited } = words.values;
  expect(shotSummary({ ...words, values: unedited }, shot('edit'))).toContain('No edit is in the weights');
});

it('an overlay whose numbers are not read yet says so', () => {
  expect(shotLine(words, shot('logit-lens'))).toMatch(/^Computing …/);
});

it('a stream that enters a block is restored where it leaves the one before', () => {
  const rows = [{ name: 'blocks.0.hook_resid_post', kind: 'residual', layer: 0, recovered: [0.25, 0] }];
  const traced = { ...values, lenses: { 'causal-trace': { ...LENSES['causal-trace'], rows } } };
  const said = (name: ActivationName) =>
    overlayOf({ overlay: 'trace' }).describe?.(
      { kind: 'vector', name, token: 0 },
      traced as unknown as NetworkValues,
      shot('trace'),
    );
  expect(said('blocks.1.hook_resid_pre')).toMatch(/^restored here: 25\.0\s%/);
  expect(said('blocks.0.hook_resid_pre')).toBeUndefined();
});
