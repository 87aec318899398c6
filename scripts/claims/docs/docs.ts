// The docs whose figures are computed.
import type { DocStatements } from '../statements.ts';
import { facts } from './facts.ts';
import { features } from './features.ts';
import { investigations } from './investigations.ts';
import { patching } from './patching.ts';
import { results } from './results.ts';
import { steering } from './steering.ts';
import { world } from './world.ts';

export const DOCS: readonly DocStatements[] = [
  facts,
  features,
  investigations,
  patching,
  results,
  steering,
  world,
];
