// What heads attend to, on sentences of the data's patterns and on others, beside what positions alone give, and what the loss is without them.
import type { LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';
import { behindFigures } from './behind.ts';
import type { Figures } from './figures.ts';
import { interval, keyOf, shareFigures } from './lens-figures.ts';
import { withBundled } from './open-model.ts';

const KINDS = ['zero', 'mean', 'resample'] as const;
const BATCHES = 16;

export async function* headClaims(): AsyncGenerator<Figures> {
  for (const preset of ['stories', 'world'])
    yield {
      [preset]: await withBundled(preset, async (model) =>
        Object.fromEntries((await model.lens('link-heads', {})).links.map(linkFigures)),
      ),
    };
  yield { world: { behind: await withBundled('world', behindDocuments) } };
  yield { repeats: await withBundled('repeats', ablationFigures) };
}

/** `noun-to-adjective.corpus.all`, `….hand.word-1` and so on. */
const linkFigures = ({ name, sets }: LensResult<'link-heads'>['links'][number]) =>
  [
    keyOf(name),
    Object.fromEntries(
      sets.map(({ heldOut, sentences, shares }) => [
        heldOut ? 'hand' : 'corpus',
        { sentences, ...shareFigures(shares) },
      ]),
    ),
  ] as const;

async function behindDocuments(model: TransformerSession): Promise<Figures> {
  const { links } = await model.lens('link-heads', {});
  const figures: Record<string, Figures> = {};
  for (const name of ['noun to adjective', 'pronoun to noun'] as const) {
    const link = links.find((each) => each.name === name);
    if (!link) throw new Error(`claims: the model has no link ${name}.`);
    figures[keyOf(name)] = await behindFigures(name, link.head);
  }
  return figures;
}

/** Every head of the second layer alone, and all of them. */
async function ablationFigures(model: TransformerSession): Promise<Figures> {
  const heads = [0, 1, 2, 3].map((head) => ({ layer: 1, head }));
  const figures: Record<string, Record<string, Figures>> = {};
  for (const [first, ...also] of [...heads.map((head) => [head]), heads])
    for (const kind of KINDS) {
      const request = { text: 'ba', ...first, also, kind, batches: BATCHES, seed: 0 };
      const { change, interval: range } = await model.lens('head-ablation', request);
      const name = also.length > 0 ? 'all' : `${first.head}`;
      figures[name] = { ...figures[name], [kind]: { change, ...interval(range) } };
    }
  return figures;
}
