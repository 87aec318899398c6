// `npm run claims [-- SECTION …] [--train]`: every figure about what the bundled models learned, with its spread and with what chance,
// position or nearness alone would give. With `--train` also the claims that rest on several trainings, which takes half an hour.
import { parseArgs } from 'node:util';
import { analogyClaims } from './claims/analogies.ts';
import { editClaims } from './claims/edits.ts';
import { factClaims, unitClaims } from './claims/facts.ts';
import { featureClaims } from './claims/features.ts';
import { gradientClaims } from './claims/gradients.ts';
import { headClaims } from './claims/heads.ts';
import { investigationClaims } from './claims/investigations.ts';
import { measureClaims } from './claims/measures.ts';
import { influenceClaims, probeClaims, steeringClaims } from './claims/steering.ts';
import { trainingClaims } from './claims/trainings.ts';

const SECTIONS: Readonly<Record<string, () => AsyncGenerator<string>>> = {
  facts: factClaims,
  units: unitClaims,
  heads: headClaims,
  measures: measureClaims,
  gradients: gradientClaims,
  analogies: analogyClaims,
  edits: editClaims,
  features: featureClaims,
  steering: steeringClaims,
  probes: probeClaims,
  influence: influenceClaims,
  investigations: investigationClaims,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { train: { type: 'boolean', default: false } },
});
const unknown = positionals.find((name) => !(name in SECTIONS));
if (unknown)
  throw new Error(`claims: there is no ${unknown}; the sections are ${Object.keys(SECTIONS).join(', ')}`);

const chosen = positionals.length > 0 ? positionals : Object.keys(SECTIONS);
for (const claims of [...chosen.map((name) => SECTIONS[name]), ...(values.train ? [trainingClaims] : [])])
  for await (const line of claims()) console.log(line);
