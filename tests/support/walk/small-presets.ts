// Presets of a few thousand weights in place of the lab's, and the bundled models that the page fetches for them: the real ones take
// seconds where these take milliseconds.

import { createHash } from 'node:crypto';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { createDataset } from '../../../src/model/data/datasets.ts';
import { readCheckpoint, writeCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { serializeRecord } from '../../../src/model/files/record.ts';
import { writeRecordedCheckpoint } from '../../../src/model/files/recorded-checkpoint.ts';
import { PRESETS, type Preset } from '../../../src/model/training/presets.ts';
import { HISTORY_FILE } from '../../../src/shared/model-record.ts';
import { createLab } from '../workers/lab-fixtures.ts';

/** The course's model, another one that knows the fact, and one that does not. */
export const BUNDLED_PRESETS = ['facts', 'league', 'world'] as const;

/** Steps of a training, and those at which it was recorded. */
export const STEPS = 8;
const RECORDED_STEPS = [0, 2, 5] as const;

const PLACE = 'https://lab.test/';

type MutablePreset = { -readonly [Key in keyof Preset]: Preset[Key] };

/** The facts whose subjects share no name with the one that the page edits, and most of the others, are removed. */
function removedFacts(name: 'facts' | 'league') {
  const { facts = [] } = createDataset({ name }) as {
    facts?: readonly { subject: string; relation: string }[];
  };
  const keys = new Map(
    facts.map(({ subject, relation }) => [`${subject} ${relation}`, { subject, relation }]),
  );
  return [...keys.values()].filter(({ subject }, i) => !/Jordan|Phelps/.test(subject) && i % 100 !== 0);
}

/** @returns a function that puts the lab's presets back */
export function useSmallPresets(): () => void {
  const presets = PRESETS as readonly MutablePreset[];
  const kept = presets.map((preset) => ({ ...preset }));
  const rows = removedFacts('facts');
  for (const preset of presets) {
    const { name } = preset;
    preset.model = { ...preset.model, L: 1, H: 2, C: 16, T: 16, mlpWidth: 16, initStd: 0.3 };
    preset.training = { ...preset.training, B: 32, steps: STEPS, warmupSteps: 2 };
    if (name === 'facts') preset.dataset = { name, options: { rows } };
    if (name === 'league') preset.dataset = { name, options: { rows: removedFacts('league') } };
    if (name === 'world') {
      preset.dataset = { name, options: { rows } };
      preset.training = { ...preset.training, decaySteps: 2 };
    }
  }
  return () => {
    for (const [i, preset] of presets.entries()) Object.assign(preset, kept[i]);
  };
}

/** A file host with the manifest, the models and their histories, as `public/models` has them. */
export interface BundleHost {
  readonly base: string;
  readonly fetch: typeof fetch;
}

const digest = (bytes: Uint8Array) => ({
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** Trains the models once, as the command line does. */
export async function trainBundle(): Promise<BundleHost> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const models = [];
  for (const preset of BUNDLED_PRESETS) {
    const lab = await createLab();
    await lab.transformer.create({ preset });
    const checkpoints = [];
    for (let step = 0; step < STEPS; step++) {
      if (RECORDED_STEPS.some((recorded) => recorded === step)) {
        const { config, weights } = readCheckpoint(await lab.transformer.save());
        const bytes = writeRecordedCheckpoint(transformerParameters(config), { step, weights });
        files.set(`${preset}/step-${step}.safetensors`, bytes);
        checkpoints.push({ step, ...digest(bytes) });
      }
      await lab.transformer.step();
    }
    const checkpoint = readCheckpoint(await lab.transformer.save());
    const { history = { series: { stride: 1, points: [] }, evaluations: [] } } = checkpoint;
    const record = new TextEncoder().encode(serializeRecord({ checkpoints, history }));
    const file = writeCheckpoint({ ...checkpoint, history: undefined });
    files.set(`${preset}.safetensors`, file);
    files.set(`${preset}/${HISTORY_FILE}`, record);
    models.push({
      ...{ preset, file: `${preset}.safetensors`, command: '', seed: 0, steps: STEPS, engine: 'wasm' },
      ...{ ...digest(file), history: digest(record), validationLoss: 1, measures: [] },
    });
    await lab.dispose();
  }
  files.set('manifest.json', new TextEncoder().encode(JSON.stringify({ models })));
  return {
    base: PLACE,
    fetch: async (address) => {
      const { pathname } = new URL(String(address), PLACE);
      const file = files.get(pathname.replace('/models/', ''));
      return file ? new Response(file) : new Response(null, { status: 404 });
    },
  };
}
