// Memory and processor time of a page's process, on Linux: the time does not count what other programs do.

import { existsSync, readFileSync } from 'node:fs';
import type { Page } from 'puppeteer';

export interface PageProcess {
  /** Resident bytes, now and at most. */
  memory(): { readonly now: number; readonly peak: number };
  processorSeconds(): number;
}

const known = new Set<number>();
/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

/** The largest of the renderers that have appeared since the last call; undefined elsewhere than on Linux. */
export async function newestPageProcess(page: Page): Promise<PageProcess | undefined> {
  if (process.platform !== 'linux') return undefined;
  const target = await page.browser().target().createCDPSession();
  const { processInfo } = await target.send('SystemInfo.getProcessInfo');
  await target.detach();
  const appeared = processInfo
    .filter(({ type, id }) => type === 'renderer' && !known.has(id) && existsSync(`/proc/${id}/status`))
    .map(({ id }) => processOf(id));
  return appeared.sort((one, other) => other.memory().peak - one.memory().peak)[0];
}

function processOf(id: number): PageProcess {
  known.add(id);
  const field = (name: string) => {
    const [, kilobytes] =
      new RegExp(`${name}:\\s*(\\d+) kB`).exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
    return 1024 * Number(kilobytes);
  };
  return {
    memory: () => ({ now: field('VmRSS'), peak: field('VmHWM') }),
    processorSeconds() {
      // After the name in brackets, which may have spaces: fields 14 and 15 of proc(5).
      const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1].split(' ');
      return (Number(fields[11]) + Number(fields[12])) / TICKS;
    },
  };
}
