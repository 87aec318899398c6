// Runs whose offer to resume the visitor has dismissed, kept in the browser. A run that has changed since is offered again.

import type { RunSummary } from '../../../workers/rpc/api/lab-api.ts';

const KEY = 'mini-llm-lab.declined';

const readAll = (): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') ?? {};
  } catch {
    return {}; // damaged, or the browser denies storage
  }
};

export const isDeclined = ({ network, id, changed }: RunSummary): boolean =>
  readAll()[network] === `${id} ${changed}`;

/** Without storage the offer returns with the next visit. */
export function declineOffer({ network, id, changed }: RunSummary): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readAll(), [network]: `${id} ${changed}` }));
  } catch {}
}
