// What the heads of links give on sentences written by hand that stand behind another document, as the sentences of the corpus's patterns
// do. The measure has them alone, as a visitor types them.
import { readFileSync } from 'node:fs';
import type { HeadIndex } from '../../src/lenses/attention/head-index.ts';
import { readLinksOfHead, sharesOf } from '../../src/lenses/attention/link-heads.ts';
import type { AttentionProbe } from '../../src/model/data/dataset.ts';
import { toAttentionProbe } from '../../src/model/data/linked-sentences.ts';
import { sampleDocument } from '../../src/model/data/world/documents.ts';
import { ADJECTIVE_SENTENCES } from '../../src/model/data/world/held-out/adjectives.ts';
import { PRONOUN_SENTENCES } from '../../src/model/data/world/held-out/pronouns.ts';
import { worldFacts } from '../../src/model/data/world/world-facts.ts';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import type { Tokenizer } from '../../src/model/tokenizers/tokenizer.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import { startNodeEngine } from '../../src/node/node-engine.ts';
import { runToCompletion } from '../../src/shared/job.ts';
import { random } from '../../src/shared/random.ts';
import type { Figures } from './figures.ts';
import { shareFigures } from './lens-figures.ts';

/** Tokens of the document before a sentence, at most: as many as the measure has before its own. */
const MAX_LEAD = 24;

const SENTENCES = { 'noun to adjective': ADJECTIVE_SENTENCES, 'pronoun to noun': PRONOUN_SENTENCES };

/** Of the link's head in the bundled model of the world. */
export async function behindFigures(
  link: keyof typeof SENTENCES,
  { layer, head }: HeadIndex,
): Promise<Figures> {
  const { executor } = await startNodeEngine('cpu');
  const { weights } = readCheckpoint(readFileSync('public/models/world.safetensors'));
  const run = await Run.create(executor, planRun({ preset: 'world' }), { step: 0, weights });
  const { config, dataset } = run.plan;
  const probes = SENTENCES[link].map((sentence, row) =>
    behindDocument(dataset.tokenizer, toAttentionProbe(dataset.tokenizer, sentence), row),
  );
  const read = await runToCompletion(readLinksOfHead(run.inspector, config, probes, layer * config.H + head));
  run.dispose();
  executor.dispose();
  return shareFigures(sharesOf(read));
}

function behindDocument(
  tokenizer: Tokenizer,
  { tokens, pairs }: AttentionProbe,
  row: number,
): AttentionProbe {
  const document = sampleDocument(random(0, 'claims', 'behind a document', row), worldFacts(), 'validation');
  const lead = [...tokenizer.encode(document).ids.slice(0, MAX_LEAD), ...tokenizer.encode('\n').ids];
  return {
    tokens: [...lead, ...tokens],
    pairs: pairs.map(({ query, key }) => ({ query: lead.length + query, key: lead.length + key })),
  };
}
