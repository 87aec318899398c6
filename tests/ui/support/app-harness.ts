// The whole page in any state: /tests/ui/support/app-harness.html?scene=training#theme=light
import { LabApp } from '../../../src/ui/app/app.ts';
import { CourseStore } from '../../../src/ui/controllers/course-store.ts';
import { DeviceSettings } from '../../../src/ui/controllers/device-settings.ts';
import { FetchedStore } from '../../../src/ui/controllers/fetched-store.ts';
import { LabStore } from '../../../src/ui/controllers/lab-store.ts';
import { OfflineStore } from '../../../src/ui/controllers/offline-store.ts';
import { PageStore } from '../../../src/ui/controllers/page-store.ts';
import { PictureShelf } from '../../../src/ui/controllers/picture-shelf.ts';
import '../../../src/ui/styles/tokens.css';
import { NO_MODELS } from './fake-lab.ts';
import { FakeTraining, type Scene } from './fake-training.ts';

const options = new URLSearchParams(location.search);
const scene = (options.get('scene') ?? 'training') as Scene;

let fake: FakeTraining | undefined;
const app = new LabApp();
app.lab = new LabStore(({ onEvent }) => {
  fake = new FakeTraining(scene, onEvent);
  return fake;
}, NO_MODELS);
app.page = new PageStore(window);
app.course = new CourseStore(() => window.localStorage, new PictureShelf());
app.settings = new DeviceSettings(() => window.localStorage);
app.offline = new OfflineStore(() => {
  throw new Error('A harness keeps nothing.');
}, 'A harness keeps nothing for offline use.');
app.fetched = new FetchedStore(async () => {
  throw new Error('A harness fetches nothing.');
});
document.body.append(app);
