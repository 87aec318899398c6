// What `npm run claims` computes, by name: the first part of the names of a section's figures.
import { analogyClaims } from './analogies.ts';
import { editClaims } from './edits.ts';
import { factClaims } from './facts.ts';
import { featureClaims } from './features.ts';
import type { Figures } from './figures.ts';
import { fourierClaims } from './fourier.ts';
import { gradientClaims } from './gradients.ts';
import { headClaims } from './heads.ts';
import { investigationClaims } from './investigations.ts';
import { measureClaims } from './measures.ts';
import { probeClaims, steeringClaims } from './steering.ts';
import { stepClaims, tunedClaims } from './steps.ts';
import { traceClaims } from './traces.ts';
import {
  comparisonClaims,
  factSeedClaims,
  leagueClaims,
  modularClaims,
  presetClaims,
  teachClaims,
  worldSeedClaims,
} from './trainings.ts';
import { unitClaims } from './units.ts';

interface Section {
  compute(): AsyncGenerator<Figures>;
  /** Whether it trains networks, which takes long. */
  readonly trains?: true;
}

export const SECTIONS: Readonly<Record<string, Section>> = {
  facts: { compute: factClaims },
  units: { compute: unitClaims },
  traces: { compute: traceClaims },
  heads: { compute: headClaims },
  measures: { compute: measureClaims },
  gradients: { compute: gradientClaims },
  analogies: { compute: analogyClaims },
  fourier: { compute: fourierClaims },
  edits: { compute: editClaims },
  features: { compute: featureClaims },
  steering: { compute: steeringClaims },
  probes: { compute: probeClaims },
  tuned: { compute: tunedClaims },
  steps: { compute: stepClaims },
  investigations: { compute: investigationClaims },
  league: { compute: leagueClaims, trains: true },
  'fact-seeds': { compute: factSeedClaims, trains: true },
  presets: { compute: presetClaims, trains: true },
  modular: { compute: modularClaims, trains: true },
  teach: { compute: teachClaims, trains: true },
  'world-seed': { compute: worldSeedClaims, trains: true },
  comparisons: { compute: comparisonClaims, trains: true },
};
