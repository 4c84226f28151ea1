import { App } from './app';
import { followChanges } from './live';
import { LoadedMesh } from './loaded-mesh';
import type { PageData } from './page-data';

/** The element that has the data of the page, as JSON. */
const DATA = 'mesh-data';

const root = document.createElement('div');
root.id = 'app';
document.body.append(root);
const data = dataIn(document);
new App(new LoadedMesh(data)).start(root);
if (data.isLive) {
  followChanges(root);
}

function dataIn(page: Document): PageData {
  return JSON.parse(page.getElementById(DATA)?.textContent ?? '') as PageData;
}
