// `npm run install:browsers`: installs the browsers of the tests that are missing. `npm test` asks, then runs it in the background.
import { installAll } from '../install/installer.ts';
import { missingBrowsers } from './browser-installers.ts';

installAll(missingBrowsers());
