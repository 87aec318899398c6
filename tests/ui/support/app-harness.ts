// The page in any state: /tests/ui/support/app-harness.html?scene=training#theme=light
import { LabApp } from '../../../src/ui/app/app.ts';
import { DeviceSettingsStore } from '../../../src/ui/state/device/device-settings-store.ts';
import { OfflineStore } from '../../../src/ui/state/device/offline-store.ts';
import { PageStore } from '../../../src/ui/state/page/page-store.ts';
import { CourseStore } from '../../../src/ui/state/progress/course-store.ts';
import { LabStore } from '../../../src/ui/state/runs/lab-store.ts';
import { ModelDownloadsStore } from '../../../src/ui/state/runs/model-downloads-store.ts';
import '../../../src/ui/styles/tokens.css';
import { NO_BUNDLED_MODELS } from './fake-lab.ts';
import { FakeTraining, type Scene } from './fake-training.ts';

const options = new URLSearchParams(location.search);
const scene = (options.get('scene') ?? 'training') as Scene;

let fake: FakeTraining | undefined;
const app = new LabApp();
app.lab = new LabStore(({ onEvent }) => {
  fake = new FakeTraining(scene, (event) => onEvent({ source: 'transformer', event }));
  return fake;
}, NO_BUNDLED_MODELS);
app.page = new PageStore(window);
app.course = new CourseStore(() => window.localStorage);
app.deviceSettings = new DeviceSettingsStore(() => window.localStorage);
app.offline = new OfflineStore(() => {
  throw new Error('A harness keeps nothing.');
}, 'A harness keeps nothing for offline use.');
app.downloads = new ModelDownloadsStore(async () => {
  throw new Error('A harness fetches nothing.');
});
document.body.append(app);
