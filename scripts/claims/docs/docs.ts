// The docs whose figures are computed.
import type { DocStatements } from '../statements.ts';
import { comparisons } from './comparisons.ts';
import { digits } from './digits.ts';
import { facts } from './facts.ts';
import { features } from './features.ts';
import { investigations } from './investigations.ts';
import { patching } from './patching.ts';
import { readme } from './readme.ts';
import { results } from './results.ts';
import { steering } from './steering.ts';
import { tasks } from './tasks.ts';
import { world } from './world.ts';

export const DOCS: readonly DocStatements[] = [
  readme,
  results,
  facts,
  features,
  steering,
  patching,
  investigations,
  world,
  tasks,
  digits,
  comparisons,
];
