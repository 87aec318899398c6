// `npm run claims [-- --train]`: every figure about what the bundled models learned, with its spread and with what chance, position or
// nearness alone would give. With `--train` also the claims that rest on several trainings, which takes half an hour.
import { parseArgs } from 'node:util';
import { analogyClaims } from './claims/analogies.ts';
import { editClaims } from './claims/edits.ts';
import { factClaims, unitClaims } from './claims/facts.ts';
import { headClaims } from './claims/heads.ts';
import { trainingClaims } from './claims/trainings.ts';

const { values } = parseArgs({ options: { train: { type: 'boolean', default: false } } });

for (const claims of [
  factClaims,
  unitClaims,
  headClaims,
  analogyClaims,
  editClaims,
  ...(values.train ? [trainingClaims] : []),
])
  for await (const line of claims()) console.log(line);
