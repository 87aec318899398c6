// The last report of this machine, kept in the browser, so that a link from somebody else opens beside it.

import type { HardwareReport } from '../../../../workers/rpc/api/hardware-api.ts';
import { parseReport } from './report-link.ts';

const KEY = 'mini-llm-lab.speed';

export function readOwnReport(): HardwareReport | undefined {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === null ? undefined : parseReport(stored);
  } catch {
    return undefined; // of another version, or the browser denies storage
  }
}

/** Without storage the report lasts until the page closes. */
export function keepOwnReport(report: HardwareReport): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(report));
  } catch {}
}
