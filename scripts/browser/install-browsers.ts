// `npm run install:browsers`: installs the browsers of the tests that are missing. `npm test` asks, then runs it in the background.
import { installBrowser, missingBrowsers } from './browser-installers.ts';

for (const installer of missingBrowsers()) {
  if (installBrowser(installer)) continue;
  console.error(`${installer.name} could not be installed.`);
  process.exitCode = 1;
}
