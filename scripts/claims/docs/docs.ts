// The docs whose figures are computed.
import type { DocStatements } from '../statements.ts';
import { facts } from './facts.ts';
import { features } from './features.ts';
import { investigations } from './investigations.ts';
import { patching } from './patching.ts';
import { steering } from './steering.ts';

export const DOCS: readonly DocStatements[] = [facts, features, investigations, patching, steering];
