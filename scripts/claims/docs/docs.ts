// The docs whose figures are computed.
import type { DocStatements } from '../statements.ts';
import { features } from './features.ts';

export const DOCS: readonly DocStatements[] = [features];
