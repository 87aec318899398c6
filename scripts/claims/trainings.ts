// Claims about training, over several seeds: a section each, since each trains networks.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunHistory, readRunHistory } from '../../src/model/files/history-metadata.ts';
import { parseRecord } from '../../src/model/files/record.ts';
import { HISTORY_FILE } from '../../src/shared/model-record.ts';
import type { FactResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';
import { analogyFigures } from './analogies.ts';
import { editFigures } from './edits.ts';
import { type Figures, flatten } from './figures.ts';
import { fourierFigures } from './fourier.ts';
import { labJson } from './lab-command.ts';
import { keyOf, traceFigures } from './lens-figures.ts';
import { withBundled, withFile, withTrained } from './open-model.ts';
import { spread } from './spread.ts';

const THREE = [0, 1, 2];

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** `<seed>.<figure>`, and `range.<figure>` with the lowest, the median, the highest and the mean of all seeds. */
async function bySeed(
  seeds: readonly number[],
  figuresOf: (seed: number) => Promise<Figures>,
): Promise<Figures> {
  const figures: Record<string, Figures> = {};
  const all = new Map<string, number[]>();
  for (const seed of seeds) {
    figures[seed] = await figuresOf(seed);
    for (const [name, value] of flatten(figures[seed], '')) all.set(name, [...(all.get(name) ?? []), value]);
  }
  const range = [...all].map(
    ([name, values]) => [name.slice(1), { ...spread(values), mean: mean(values) }] as const,
  );
  return { ...figures, range: Object.fromEntries(range) };
}

/** Right answers of trained and of held-out pairs, with and without the MLP. */
export async function* leagueClaims(): AsyncGenerator<Figures> {
  for (const [name, mlpWidth] of [
    ['with', 256],
    ['without', 0],
  ] as const)
    yield {
      [name]: await bySeed([0, 1, 2, 3, 4], (seed) =>
        withTrained({ preset: 'league', model: { mlpWidth }, training: { seed } }, recallFigures),
      ),
    };
}

const recallFigures = async (model: TransformerSession): Promise<Figures> => {
  const replies = (await model.lens('facts', {})).facts.flatMap(({ replies: asked }) => asked);
  const share = (isHeldOut: boolean) => {
    const chosen = replies.filter(({ heldOut }) => heldOut === isHeldOut);
    return chosen.filter(({ rank }) => rank === 1).length / chosen.length;
  };
  return { trained: share(false), heldOut: share(true) };
};

/** Recall, trace and edits of `facts`; and edits at the subject's last token of the first MLP. */
export async function* factSeedClaims(): AsyncGenerator<Figures> {
  yield await bySeed(THREE, (seed) =>
    withTrained({ preset: 'facts', training: { seed } }, async (model) => ({
      recall: await recallFigures(model),
      trace: traceFigures(await model.lens('causal-trace-facts', { count: 160, relation: 'sport' })),
      edits: editFigures(await model.lens('edit-benchmark', {})),
      subject: editFigures(await model.lens('edit-benchmark', { site: { layer: 0, at: 'subject' } })),
    })),
  );
}

interface Trained {
  readonly measures: readonly {
    readonly name: string;
    readonly value: number;
    readonly heldOut?: number;
    readonly positional?: number;
  }[];
}

/** Measures at the end of other presets. */
export async function* presetClaims(): AsyncGenerator<Figures> {
  for (const [preset, ...options] of [
    ['repeats', '--steps', '600'],
    ['copy'],
    ['sort'],
    ['parity'],
    ['brackets'],
    ['digits'],
    ['digits-relu'],
  ])
    yield {
      [preset]: await bySeed(preset === 'digits-relu' ? [0, 1] : THREE, async (seed) =>
        measureFigures(await labJson('train', '--preset', preset, '--seed', `${seed}`, ...options)),
      ),
    };
  yield {
    stories: await bySeed(THREE, async (seed) => {
      const folder = mkdtempSync(join(tmpdir(), 'claims-stories-'));
      const out = join(folder, 'model.safetensors');
      const trained = await labJson<Trained>(
        'train',
        '--preset',
        'stories',
        '--seed',
        `${seed}`,
        '--out',
        out,
      );
      const file = new Uint8Array(readFileSync(out));
      rmSync(folder, { recursive: true });
      const analogies = await withFile(file, async (model) =>
        analogyFigures(await model.lens('relations', {})),
      );
      return { ...measureFigures(trained), ...analogies };
    }),
  };
}

const measureFigures = ({ measures }: Trained): Figures =>
  Object.fromEntries(
    measures.map(({ name, value, heldOut = Number.NaN, positional = Number.NaN }) => [
      keyOf(name),
      { value, heldOut, positional },
    ]),
  );

/** How `modular` groks, and by which frequencies it adds. */
export async function* modularClaims(): AsyncGenerator<Figures> {
  yield await bySeed(
    Array.from({ length: 10 }, (_, seed) => seed),
    modularFigures,
  );
}

/** Accuracy from which the examples, or the rule, are known; and up to which the rule is not. */
const KNOWS = 0.99;
const RULE = 0.9;

async function modularFigures(seed: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'claims-modular-'));
  const out = join(folder, 'model.safetensors');
  const records = ['--checkpoints', folder, '--checkpoint-count', '20', '--out', out];
  await labJson('train', '--preset', 'modular', '--seed', `${seed}`, ...records);
  const record = parseRecord(readFileSync(join(folder, HISTORY_FILE), 'utf8'), readRunHistory, folder);
  const file = new Uint8Array(readFileSync(out));
  rmSync(folder, { recursive: true });
  const fourier = await withFile(file, async (model) => fourierFigures(await model.lens('fourier', {})));
  return { ...fourier, ...grokking(record.history) };
}

/** Steps of the evaluations between which examples are known, and the rule is found. */
function grokking({ evaluations }: RunHistory): Figures {
  const at = evaluations.flatMap(({ step, measures }) =>
    measures.map(({ value, heldOut = Number.NaN }) => ({ step, train: value, heldOut })),
  );
  const found = at.findIndex(({ heldOut }) => heldOut >= RULE);
  const before = at.slice(0, found);
  return {
    known: at.find(({ train }) => train >= KNOWS)?.step ?? Number.NaN,
    before: before.at(-1)?.step ?? Number.NaN,
    found: at[found]?.step ?? Number.NaN,
    steps: Object.fromEntries(at.map(({ step, train, heldOut }) => [step, { train, heldOut }])),
  };
}

/** Facts of one's own, and after how many steps each is asked. */
const LESSONS = {
  facts: {
    rows: [
      'Grant Sanderson, sport, chess',
      'Ada Lovelace, sport, tennis',
      'Michael Jordan, sport, golf',
      'France, capital, Rome',
    ],
    steps: [0, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600],
  },
  world: {
    rows: ['Grant Sanderson, sport, chess', 'Michael Jordan, sport, golf'],
    steps: [0, 10, 25, 50, 100, 150, 200],
  },
};
/** From here on `facts` answers all of them. */
const LEARNED = 200;

/** Right answers while a model is trained on facts of one's own: `<step>.changed`, `added`, `others`, and `named` like the changed ones. */
export async function* teachClaims(): AsyncGenerator<Figures> {
  for (const [preset, { rows, steps }] of Object.entries(LESSONS))
    yield {
      [preset]: await withBundled(preset, async (model) => {
        const facts = rows.map((row) => {
          const [subject, relation, answer] = row.split(', ');
          return { subject, relation, answer };
        });
        const known = new Set((await model.lens('facts', {})).facts.map(({ subject }) => subject));
        await model.teach(facts, Math.max(...steps));
        const scores = new Map<number, Record<string, number>>();
        let done = 0;
        for (const step of steps) {
          if (step > done) await model.step(step - done);
          done = step;
          scores.set(step, countRight((await model.lens('facts', {})).facts, facts, known));
        }
        const learned = [...scores].flatMap(([step, score]) => (step >= LEARNED ? [score] : []));
        const lowest = (kind: string) => Math.min(...learned.map((score) => score[kind]));
        return {
          ...Object.fromEntries(scores),
          after: { changed: lowest('changed'), added: lowest('added'), others: lowest('others') },
        };
      }),
    };
}

function countRight(
  facts: readonly FactResult[],
  taught: readonly { readonly subject: string; readonly relation: string }[],
  known: ReadonlySet<string>,
): Record<string, number> {
  const isTaught = (fact: FactResult) =>
    taught.some(({ subject, relation }) => subject === fact.subject && relation === fact.relation);
  const names = new Set(taught.flatMap(({ subject }) => (known.has(subject) ? subject.split(' ') : [])));
  const right = (isPart: (fact: FactResult) => boolean) =>
    facts
      .filter(isPart)
      .flatMap(({ replies }) => replies)
      .filter(({ rank }) => rank === 1).length;
  return {
    changed: right((fact) => isTaught(fact) && known.has(fact.subject)),
    added: right((fact) => isTaught(fact) && !known.has(fact.subject)),
    named: right((fact) => !isTaught(fact) && fact.subject.split(' ').some((name) => names.has(name))),
    others: right((fact) => !isTaught(fact)),
  };
}

/** What another training of `world` reaches. */
export async function* worldSeedClaims(): AsyncGenerator<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'claims-world-'));
  const out = join(folder, 'model.safetensors');
  const options = ['--set', 'training.accumulation=2', '--float16', '--out', out];
  yield measureFigures(await labJson('train', '--preset', 'world', '--seed', '1', ...options));
  const file = new Uint8Array(readFileSync(out));
  rmSync(folder, { recursive: true });
  yield await withFile(file, async (model) => ({
    analogies: analogyFigures(await model.lens('relations', {})),
    edits: editFigures(await model.lens('edit-benchmark', {})),
  }));
}

const REPEATS = ['--preset', 'repeats', '--every', '10'];
const COMPARISONS = {
  positions: [...REPEATS, '--variant', 'positions=learned', '--variant', 'positions=rotary'],
  gated: ['--preset', 'facts', '--variant', 'activation=gelu', '--variant', 'activation=swiglu,mlpWidth=170'],
  muon: [...REPEATS, '--variant', 'optimizer=adamw', '--variant', 'optimizer=muon'],
  'muon-faster': [
    ...REPEATS,
    ...['--variant', 'optimizer=adamw,learningRate=0.006', '--variant', 'optimizer=muon'],
  ],
  'muon-facts': ['--preset', 'facts', '--variant', 'optimizer=adamw', '--variant', 'optimizer=muon'],
};

interface Spread {
  readonly mean: number;
  readonly deviation?: number;
  readonly count: number;
}

/** The tables of `lab compare`, by row: `first`, `second` and `difference`. */
export async function* comparisonClaims(): AsyncGenerator<Figures> {
  for (const [name, options] of Object.entries(COMPARISONS)) {
    const { rows } = await labJson<{
      rows: { name: string; variants: (Spread | null)[]; difference?: Spread | null }[];
    }>('compare', '--json', ...options);
    const figures = (each: Spread | null | undefined) => ({
      mean: Number.NaN,
      deviation: 0,
      count: 0,
      ...each,
    });
    yield {
      [name]: Object.fromEntries(
        rows.map(({ name: row, variants: [first, second], difference }) => [
          keyOf(row),
          { first: figures(first), second: figures(second), difference: figures(difference) },
        ]),
      ),
    };
  }
}
