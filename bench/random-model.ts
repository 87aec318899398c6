// A model of a published shape with random weights: `node scripts/run.mjs bench/random-model.ts qwen3-0.6b DIR`.

import { SHAPES, writeRandomModel } from './models/random-model.ts';

const [name, folder] = process.argv.slice(2);
if (!(name in SHAPES) || !folder) {
  console.error(`usage: bench/random-model.ts ${Object.keys(SHAPES).join('|')} DIR`);
  process.exit(2);
}
await writeRandomModel(name, folder);
