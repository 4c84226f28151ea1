import { App } from './app';
import { followChanges } from './live';
import { LoadedMesh } from './loaded-mesh';
import { DATA_ELEMENT, type PageData } from './page-data';

const root = document.createElement('div');
root.id = 'app';
document.body.append(root);
const data = dataIn(document);
const app = new App(new LoadedMesh(data));
app.start(root);
if (data.isLive) {
  followChanges(root, { hasEdits: () => app.hasEdits, onLoad: () => app.load() });
}

function dataIn(page: Document): PageData {
  return JSON.parse(page.getElementById(DATA_ELEMENT)?.textContent ?? '') as PageData;
}
