// What `npm run claims` computes, by name: the first part of the names of a section's figures.
import { analogyClaims } from './analogies.ts';
import { editClaims } from './edits.ts';
import { factClaims, unitClaims } from './facts.ts';
import { featureClaims } from './features.ts';
import type { Figures } from './figures.ts';
import { headClaims } from './heads.ts';
import { investigationClaims } from './investigations.ts';
import { influenceClaims, probeClaims, steeringClaims } from './steering.ts';
import { trainingClaims } from './trainings.ts';

interface Section {
  /** Figures, and lines for the reader. */
  compute(): AsyncGenerator<Figures | string>;
  /** Whether it trains networks, which takes long. */
  readonly trains?: true;
}

export const SECTIONS: Readonly<Record<string, Section>> = {
  facts: { compute: factClaims },
  units: { compute: unitClaims },
  heads: { compute: headClaims },
  analogies: { compute: analogyClaims },
  edits: { compute: editClaims },
  features: { compute: featureClaims },
  steering: { compute: steeringClaims },
  probes: { compute: probeClaims },
  influence: { compute: influenceClaims },
  investigations: { compute: investigationClaims },
  trainings: { compute: trainingClaims, trains: true },
};
