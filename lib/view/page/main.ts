import { App } from './app';
import { LoadedMesh } from './loaded-mesh';
import type { PageData } from './page-data';

/** The element that has the data of the page, as JSON. */
const DATA = 'mesh-data';

const root = document.createElement('div');
root.id = 'app';
document.body.append(root);
new App(new LoadedMesh(dataIn(document))).start(root);

function dataIn(page: Document): PageData {
  return JSON.parse(page.getElementById(DATA)?.textContent ?? '') as PageData;
}
