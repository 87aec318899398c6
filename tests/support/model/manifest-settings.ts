// The settings that a bundled model is trained with: those of its command in the manifest.

import { readFileSync } from 'node:fs';
import { withAssignments } from '../../../src/cli/shared/settings.ts';
import type { RunSettings } from '../../../src/model/training/run-plan.ts';
import { parseManifest } from '../../../src/shared/model-manifest.ts';

/** Those that the command sets by name. */
export function manifestSettings(preset: string): Partial<RunSettings> & { readonly preset: string } {
  const models = parseManifest(JSON.parse(readFileSync('public/models/manifest.json', 'utf8')));
  const { command = '' } = models.find((model) => model.preset === preset) ?? {};
  const assignments = [...command.matchAll(/ --set (\S+)/g)].map(([, assignment]) => assignment);
  return { ...withAssignments({}, assignments), preset };
}
