/**
 * Opens the page of a mesh of some hosts, given as an argument, in a browser, and prints how long it takes: to the first drawing,
 * and for the scripts of each frame while the map is panned.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import type { Page } from 'playwright-core';
import { startBrowser } from '../test/browser/chromium';
import { ROOT, run } from './measure';
import { servedMeshOf } from './mesh';

export interface Viewing {
  /** The objects of the mesh. */
  readonly objects: number;
  /** The file, and what of it is not data, in bytes. */
  readonly size: number;
  readonly code: number;
  /** From the navigation to the first drawing of the map, in seconds. */
  readonly drawing: number;
  /**
   * The scripts of the slowest frame while panning, in milliseconds, collapsed and expanded: of the calmest of some passes, since
   * a machine with other things to do pauses a script for longer than a frame takes.
   */
  readonly collapsed: number;
  readonly expanded: number;
  /** From an edit of a route to the map with it, and to what check says of all objects, in seconds. */
  readonly edited: number;
  readonly checked: number;
}

const VERSIONS = ['v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7'];

async function main(hosts: number): Promise<Viewing> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-page-'));
  try {
    const objects = servedMeshOf(hosts, VERSIONS);
    const file = join(folder, 'mesh.yaml');
    writeFileSync(file, objects.map((object) => dump(object)).join('---\n'));
    const size = pageOf(file, join(folder, 'mesh.html'));
    writeFileSync(file, '{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n');
    const code = pageOf(file, join(folder, 'small.html'));
    return { objects: objects.length, size, code, ...(await opened(join(folder, 'mesh.html'))) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns the size of the page, in bytes */
function pageOf(file: string, page: string): number {
  run(process.execPath, [join(ROOT, 'bin/cdk8s-istio.cjs'), 'view', file, '--output', page]);
  return statSync(page).size;
}

async function opened(file: string): Promise<Omit<Viewing, 'objects' | 'size' | 'code'>> {
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`file://${file}`, { waitUntil: 'commit' });
    await page.waitForSelector('.card');
    const drawing = Number(await page.evaluate('performance.now()')) / 1000;
    const collapsed = await panned(page);
    await page.keyboard.press('C');
    await page.waitForTimeout(1000);
    return { drawing, collapsed, expanded: await panned(page), ...(await editedIn(page)) };
  } finally {
    await browser.close();
  }
}

/** Changes a route of the last host. */
async function editedIn(page: Page): Promise<Pick<Viewing, 'edited' | 'checked'>> {
  await page.keyboard.press('C');
  await page.keyboard.press('/');
  await page.keyboard.type('every request');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.edit');
  await page.keyboard.press('e');
  const area = page.locator('.editor-text');
  await area.fill((await area.inputValue()).replace('http:', 'exportTo: ["."]\n  http:'));
  const start = Number(await page.evaluate('performance.now()'));
  await page.keyboard.press('Control+Enter');
  const until = async (words: RegExp) => {
    await page.locator('.edit-row', { hasText: words }).waitFor();
    return (Number(await page.evaluate('performance.now()')) - start) / 1000;
  };
  const edited = await until(/Checking/);
  return { edited, checked: await until(/finding|check says/) };
}

const PASSES = 5;

async function panned(page: Page): Promise<number> {
  const slowest: number[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    slowest.push(await slowestFrame(page));
  }
  return Math.min(...slowest);
}

/** Pans down and up again for some seconds. As text, because the types of browsers are not known here. */
function slowestFrame(page: Page): Promise<number> {
  return page.evaluate(`(async () => {
    const map = document.querySelector('.window');
    const frame = window.requestAnimationFrame.bind(window);
    let spent = 0;
    window.requestAnimationFrame = (call) => frame((time) => {
      const start = performance.now();
      call(time);
      spent += performance.now() - start;
    });
    let slowest = 0;
    for (let i = 0; i < 240; i++) {
      spent = 0;
      const start = performance.now();
      map.dispatchEvent(new WheelEvent('wheel', { deltaY: i % 120 < 60 ? 40 : -40, deltaX: i % 60 < 30 ? 6 : -6, cancelable: true }));
      const handled = performance.now() - start;
      await new Promise(frame);
      await new Promise((done) => setTimeout(done));
      slowest = Math.max(slowest, spent + handled);
    }
    window.requestAnimationFrame = frame;
    return slowest;
  })()`) as Promise<number>;
}

main(Number(process.argv[2])).then((viewing) => console.log(JSON.stringify(viewing)));
