// The page: the application element with its stores.

import { msg } from '@lit/localize';
import { offlineUnavailableReason } from '../offline/unavailable-reason.ts';
import { lazyImport } from '../shared/lazy-import.ts';
import { createLabClient } from '../workers/rpc/client/lab-client.ts';
import { LabApp } from './app/app.ts';
import { currentLanguage } from './languages/current-language.ts';
import { addressedLanguage, isLanguage } from './languages/languages.ts';
import { unknownLanguageMessage } from './languages/unknown-language.ts';
import { DeviceSettingsStore } from './state/device/device-settings-store.ts';
import { OfflineStore } from './state/device/offline-store.ts';
import { takeText } from './state/page/kept-text.ts';
import { PageStore } from './state/page/page-store.ts';
import { CourseStore } from './state/progress/course-store.ts';
import { BundledModels } from './state/runs/bundled-models.ts';
import { LabStore } from './state/runs/lab-store.ts';
import { ModelDownloadsStore } from './state/runs/model-downloads-store.ts';

const app = new LabApp();
app.lab = new LabStore(createLabClient, new BundledModels((...args) => fetch(...args), document.baseURI));
app.page = new PageStore(window);
const settings = takeText(() => window.sessionStorage, app.page.value.settings);
if (settings !== app.page.value.settings) app.page.update({ settings });
const language = addressedLanguage(location.search) ?? currentLanguage();
if (!isLanguage(language) && language !== currentLanguage())
  app.page.urlProblems = [...app.page.urlProblems, unknownLanguageMessage(language)];
app.course = new CourseStore(() => window.localStorage);
app.deviceSettings = new DeviceSettingsStore(() => window.localStorage);
// The development server builds no service worker.
app.offline = new OfflineStore(
  async () =>
    new (await lazyImport(() => import('../offline/offline-client.ts'))).OfflineClient(import.meta.url),
  import.meta.env.PROD ? offlineUnavailableReason() : msg('Offline use needs a production build.'),
);
app.downloads = new ModelDownloadsStore(async () =>
  (await lazyImport(() => import('../downloads/open-downloads.ts'))).openDownloads(),
);
document.body.replaceChildren(app);
