// What docs/investigations.md and docs/patching.md state of `repeats` and `world`.
import type { LensOptions } from '../../src/lenses/shared/lens-table.ts';
import type { LensName, LensResult, RunInfo } from '../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';
import type { Figures } from './figures.ts';
import {
  circuitFigures,
  edgeFigures,
  headTableFigures,
  interval,
  patchingFigures,
  traceFigures,
} from './lens-figures.ts';
import { lensOutput } from './lens-lines.ts';
import { withBundled, withCheckpoint } from './open-model.ts';

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
const PAIRS = COUPLES.map(([clean, corrupt]) => ({
  clean: `The ${clean} said that`,
  corrupt: `The ${corrupt} said that`,
}));
/** Of fewer the percentiles depend on the draw. */
const DRAWS = 500;
/** Of twenty pairs each draw takes twenty times as long. */
const DRAWS_OF_PAIRS = 50;

/** Asks a lens by its options, as the commands of the docs do. */
type Ask = <Name extends LensName>(name: Name, options: LensOptions) => Promise<LensResult<Name>>;

async function withAsk(
  preset: string,
  use: (ask: Ask, model: TransformerSession) => Promise<Figures>,
): Promise<Figures> {
  return withBundled(preset, (model: TransformerSession, info: RunInfo) =>
    use(async (name, options) => (await lensOutput(model, info, name, { options })).result, model),
  );
}

export async function* investigationClaims(): AsyncGenerator<Figures> {
  yield { induction: await withAsk('repeats', induction) };
  yield { induction: { checkpoints: await alongCheckpoints('repeats', [104, 157, 236, 354], headsOf) } };
  yield { induction: { end: await withBundled('repeats', headsOf) } };
  yield { pronouns: await withAsk('world', pronouns) };
  yield { pronouns: { checkpoints: await alongCheckpoints('world', [167, 381, 577, 873], headsOf) } };
  yield { facts: await withAsk('world', facts) };
  yield { patching: await withAsk('world', example) };
  yield { copying: await withAsk('repeats', copying) };
}

async function induction(ask: Ask, model: TransformerSession): Promise<Figures> {
  const four = { layer: 1, head: 0, also: [1, 2, 3].map((head) => ({ layer: 1, head })) };
  const ablated = await model.lens('head-ablation', {
    ...{ text: REPEATS.prompt, ...four, kind: 'resample', batches: 16, seed: 0 },
  });
  const { pairs, random } = await ask('composition', {});
  const keys = pairs.filter(
    ({ sender, receiver }) => sender.layer === 0 && sender.head === 0 && receiver.layer === 1,
  );
  return {
    table: headTableFigures(await ask('head-table', { kind: 'resample' })),
    four: {
      ...{ whole: ablated.whole.loss, ablated: ablated.ablated.loss },
      ...{ change: ablated.change, ...interval(ablated.interval) },
    },
    patching: patchingFigures(await ask('patching', { ...REPEATS, count: 0 })),
    paths: edgeFigures(await ask('path-patching', REPEATS)),
    composition: {
      ...{ low: Math.min(...keys.map(({ k }) => k)), high: Math.max(...keys.map(({ k }) => k)) },
      ...{ others: Math.max(...keys.flatMap(({ q, v }) => [q, v])), random },
    },
    circuit: circuitFigures(await ask('circuit', { ...REPEATS, samples: DRAWS })),
  };
}

const headsOf = async (model: TransformerSession): Promise<Figures> => {
  const result = await model.lens('head-table', { measures: true });
  const [task] = result.measures;
  return { ...headTableFigures(result), ...(task && { task: task.value }) };
};

async function pronouns(ask: Ask, model: TransformerSession): Promise<Figures> {
  return {
    patching: patchingFigures(await model.lens('patching', { pairs: PAIRS })),
    table: headTableFigures(await ask('head-table', { kind: 'resample' })),
    paths: edgeFigures(await ask('path-patching', QUEEN)),
    circuit: circuitFigures(await ask('circuit', { ...QUEEN, samples: DRAWS })),
    pairs: circuitFigures(await model.lens('circuit', { pairs: PAIRS, curve: true })),
  };
}

async function facts(ask: Ask): Promise<Figures> {
  const edit = await ask('edit', { subject: 'Michael Jordan', relation: 'sport', to: 'golf' });
  const said = [...edit.fitted, ...edit.paraphrases].map(({ after }) => after.probability);
  return {
    patching: patchingFigures(await ask('patching', { ...JORDAN, pairs: 50, count: 0 })),
    circuit: circuitFigures(await ask('circuit', { ...JORDAN, pairs: 20, samples: DRAWS_OF_PAIRS })),
    alone: circuitFigures(await ask('circuit', WILLIAMS)),
    trace: traceFigures(await ask('causal-trace-facts', { count: 40, relation: 'sport' })),
    edit: {
      ...{ low: Math.min(...said), high: Math.max(...said) },
      ...{ kept: edit.others.kept, of: edit.others.of },
      ...{ lastKept: edit.sameLastName.kept, lastOf: edit.sameLastName.of },
    },
  };
}

const example = async (ask: Ask): Promise<Figures> => ({
  patching: patchingFigures(await ask('patching', { ...WILLIAMS, count: 100 })),
  paths: edgeFigures(await ask('path-patching', WILLIAMS)),
  integrated: edgeFigures(await ask('path-patching', { ...WILLIAMS, integrationSteps: 10 })),
});

async function copying(ask: Ask): Promise<Figures> {
  const { qk, ov, tokens } = await ask('head-circuits', { layer: 1, head: 1 });
  return {
    ...{ tokens, ownFirst: ov.ownFirst, ov: ov.score, qk: qk.score },
    random: { low: Math.min(...ov.random), high: Math.max(...ov.random), count: ov.random.length },
  };
}

/** By step. */
async function alongCheckpoints(
  preset: string,
  steps: readonly number[],
  figuresOf: (model: TransformerSession) => Promise<Figures>,
): Promise<Figures> {
  const figures: Record<string, Figures> = {};
  for (const step of steps) figures[step] = await withCheckpoint(preset, step, figuresOf);
  return figures;
}
