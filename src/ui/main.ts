// Where the page begins.

import { bring } from '../bring.ts';
import { OfflineClient, offlineRefusal } from '../offline/offline-client.ts';
import { LabClient } from '../workers/lab-client.ts';
import { LabApp } from './app/app.ts';
import { CourseStore } from './controllers/course-store.ts';
import { DeviceSettings } from './controllers/device-settings.ts';
import { FetchedStore } from './controllers/fetched-store.ts';
import { LabStore } from './controllers/lab-store.ts';
import { OfflineStore } from './controllers/offline-store.ts';
import { PageStore } from './controllers/page-store.ts';
import { PictureShelf } from './controllers/picture-shelf.ts';
import { ShippedModels } from './controllers/shipped-models.ts';
import './styles/tokens.css';

const app = new LabApp();
app.lab = new LabStore((options) => new LabClient(options), new ShippedModels((...asked) => fetch(...asked)));
app.page = new PageStore(window);
app.course = new CourseStore(() => window.localStorage, new PictureShelf());
app.settings = new DeviceSettings(() => window.localStorage);
// The development server builds no service worker.
app.offline = new OfflineStore(
  () => new OfflineClient(),
  import.meta.env.PROD
    ? offlineRefusal()
    : 'This is the development server: nothing is kept for offline use.',
);
app.fetched = new FetchedStore(async () =>
  (await bring(() => import('../fetched/open-fetched.ts'))).openFetched(),
);
document.body.append(app);
