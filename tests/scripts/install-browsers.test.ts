// `npm test` names what it would install, and asks at a terminal.
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findInstalledBrowser } from '../../scripts/browser/find-browser.ts';
import { findInstalledFirefox } from '../../scripts/browser/find-firefox.ts';
import { confirmInstallation } from '../../scripts/install/confirm-installation.ts';

const missing = [
  {
    name: 'Chromium',
    isInstalled: () => false,
    attempts: [[['apt-get', 'install', 'chromium']], [['npx', 'another-way']]],
  },
];

let output: PassThrough;

beforeEach(() => {
  output = new PassThrough();
  vi.stubEnv('CI', '');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const ask = (input: PassThrough, browsers = missing) => confirmInstallation(browsers, { input, output });
const terminal = (answer: string) => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  input.write(answer);
  return input;
};
const printed = () => String(output.read() ?? '');

test.each([
  ['y\n', true],
  ['YES\n', true],
  ['\n', false],
  ['n\n', false],
])('at a terminal the answer %j decides', async (answer, expected) => {
  expect(await ask(terminal(answer))).toBe(expected);
  expect(printed()).toContain(
    'The tests need Chromium. To be run:\n  apt-get install chromium\n  or, if that fails,\n  npx another-way\nInstall? [y/N] ',
  );
});

test('without a terminal or with CI set it names the commands and does not ask', async () => {
  expect(await ask(new PassThrough())).toBe(true);
  expect(printed()).toBe(
    'The tests need Chromium. To be run:\n  apt-get install chromium\n  or, if that fails,\n  npx another-way\n',
  );
  vi.stubEnv('CI', 'true');
  expect(await ask(terminal(''))).toBe(true);
  expect(printed()).not.toContain('Install?');
});

test('with all browsers installed it prints nothing', async () => {
  expect(await ask(terminal(''), [])).toBe(true);
  expect(printed()).toBe('');
});

test('an empty variable names no browser', () => {
  vi.stubEnv('PUPPETEER_EXECUTABLE_PATH', '');
  vi.stubEnv('FIREFOX_PATH', '');
  expect(findInstalledBrowser()).not.toBe('');
  expect(findInstalledFirefox()).not.toBe('');
});
