// Installs the browsers of the tests, one after the other. `npm test` runs it in the background while nothing needs them yet.
import { findBrowser } from './find-browser.ts';
import { findFirefox } from './find-firefox.ts';

findBrowser();
findFirefox();
