// `npm run build:models [-- <preset> …]`: trains these models that ship with the page anew, or all of them, by the commands in its
// manifest, and notes what came of it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type BundledModel, parseManifest } from '../src/shared/model-manifest.ts';
import { HISTORY_FILE } from '../src/shared/model-record.ts';

const folder = 'public/models';
const manifest = `${folder}/manifest.json`;

const models = parseManifest(JSON.parse(readFileSync(manifest, 'utf8')));
const chosen = process.argv.slice(2);
const unknown = chosen.filter((preset) => !models.some((model) => model.preset === preset));
if (unknown.length > 0) throw new Error(`npm run build:models: the manifest has no ${unknown.join(', ')}`);
const isChosen = ({ preset }: BundledModel) => chosen.length === 0 || chosen.includes(preset);
const retrained = models.map((model) => (isChosen(model) ? retrain(model) : model));
writeFileSync(manifest, `${JSON.stringify({ models: retrained }, null, 2)}\n`);

function retrain({ preset, file, command }: BundledModel): BundledModel {
  console.error(`\n${command}`);
  const { status, stdout } = spawnSync(command, {
    shell: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(`npm run build:models: this command failed, the manifest is as it was: ${command}`);
  const { seed, steps, validationLoss, measures, backend, adapter } = JSON.parse(stdout);
  const history = `${folder}/${preset}/${HISTORY_FILE}`;
  return {
    preset,
    file,
    command,
    seed,
    steps,
    engine: `${backend}, ${adapter}`,
    ...describeFile(`${folder}/${file}`),
    ...(existsSync(history) && { history: describeFile(history) }),
    validationLoss,
    measures,
  };
}

function describeFile(path: string) {
  const bytes = readFileSync(path);
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
