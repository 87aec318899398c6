// The three investigations: the first lines of each command of docs/investigations.md and docs/patching.md.
import type { LensName } from '../../src/lenses/lenses.ts';
import type { LensOptions } from '../../src/lenses/shared/lens-table.ts';
import { lensOutput } from './lens-lines.ts';
import { withBundled } from './open-model.ts';

interface Step {
  readonly preset: string;
  readonly lens: LensName;
  readonly options?: LensOptions;
  readonly request?: object;
  /** Lines that are printed. */
  readonly lines?: number;
}

const REPEATS = {
  prompt: 'ju be ki da fo gu ha je be',
  corruptPrompt: 'ju ho ki da fo gu ha je be',
  answer: 'ki',
  contrast: 'da',
};
const QUEEN = { prompt: 'The queen said that', corruptPrompt: 'The king said that' };
const JORDAN = { prompt: 'Michael Jordan plays the sport of' };
const WILLIAMS = { ...JORDAN, corruptPrompt: 'Serena Williams plays the sport of' };
const COUPLES = [
  ['queen', 'king'],
  ['woman', 'man'],
  ['waitress', 'waiter'],
  ['actress', 'actor'],
  ['aunt', 'uncle'],
  ['girl', 'boy'],
  ['grandmother', 'grandfather'],
  ['niece', 'nephew'],
];
const pairs = COUPLES.map(([clean, corrupt]) => ({
  clean: `The ${clean} said that`,
  corrupt: `The ${corrupt} said that`,
}));

const STEPS: readonly Step[] = [
  { preset: 'repeats', lens: 'head-table', options: { kind: 'resample' } },
  {
    ...{ preset: 'repeats', lens: 'head-ablation' },
    options: {
      ...{ prompt: REPEATS.prompt, kind: 'resample', batches: 16, layer: 1, head: 0 },
      also: [1, 2, 3].map((head) => ({ layer: 1, head })),
    },
  },
  { preset: 'repeats', lens: 'patching', options: { ...REPEATS, count: 0 }, lines: 40 },
  { preset: 'repeats', lens: 'path-patching', options: REPEATS },
  { preset: 'repeats', lens: 'composition' },
  { preset: 'repeats', lens: 'circuit', options: { ...REPEATS, samples: 50 }, lines: 40 },
  { preset: 'world', lens: 'patching', request: { pairs }, lines: 60 },
  { preset: 'world', lens: 'head-table', options: { kind: 'resample' } },
  { preset: 'world', lens: 'path-patching', options: QUEEN },
  { preset: 'world', lens: 'circuit', options: { ...QUEEN, samples: 50 } },
  { preset: 'world', lens: 'circuit', request: { pairs, draws: 50, curve: true } },
  { preset: 'world', lens: 'patching', options: { ...JORDAN, pairs: 50, count: 0 }, lines: 60 },
  { preset: 'world', lens: 'circuit', options: { ...JORDAN, pairs: 20, samples: 50 }, lines: 60 },
  { preset: 'world', lens: 'causal-trace-facts', options: { count: 40, relation: 'sport' }, lines: 40 },
  { preset: 'world', lens: 'patching', options: { ...WILLIAMS, count: 100 }, lines: 60 },
  { preset: 'world', lens: 'path-patching', options: WILLIAMS },
];

const FIRST_LINES = 24;

export async function* investigationClaims(): AsyncGenerator<string> {
  for (const { preset, lens, options, request, lines: count = FIRST_LINES } of STEPS)
    yield* await withBundled(preset, async (model, info) => {
      const { lines } = await lensOutput(model, info, lens, { options, request });
      return [
        `# ${preset}: ${lens} ${JSON.stringify(options ?? request ?? {})}`,
        ...lines.slice(0, count),
        '',
      ];
    });
}
