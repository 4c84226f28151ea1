import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dump } from 'js-yaml';
import type { Browser, Page } from 'playwright-core';
import { servedMeshOf } from '../../bench/mesh';
import { readFiles } from '../../lib/manifests/files';
import { MeshModel, type TraceRequest, trace } from '../../lib/routing';
import { hashOf, questionOf } from '../../lib/view/page/ask/question';
import { objectsOfExample } from '../example-objects';
import { linesOf, linesOnPage } from './answers';
import { BROWSER } from './browser';
import { openPage, screenshot, startBrowser } from './chromium';
import { HOST_PORTS, Pages } from './pages';

const ROOT = resolve(__dirname, '../..');
const EXAMPLES = join(ROOT, 'docs/examples');

const inBrowser = BROWSER === undefined ? test.skip : test;

if (BROWSER === undefined) {
  process.stdout.write('The page is not tried: there is no chromium here (apt-get install chromium).\n');
}

let browser: Browser;
let folder: string;
let pages: Pages;

beforeAll(async () => {
  if (BROWSER === undefined) {
    return;
  }
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-page-'));
  [browser, pages] = await Promise.all([startBrowser(), Pages.bundled()]);
});
afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) {
    rmSync(folder, { recursive: true });
  }
});

/** The address of a page of manifests, which is written once. */
const urls = new Map<string, string>();
function urlOf(name: string, ...paths: readonly string[]): string {
  const url = urls.get(name) ?? pages.write(paths, join(folder, `${name}.html`));
  urls.set(name, url);
  return url;
}

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const cardsOn = (page: Page) =>
  page.locator('.card').evaluateAll((cards) => cards.map((card) => card.dataset.id));

const DIST: readonly [string, string] = ['dist', join(ROOT, 'dist')];
const REVIEWS: readonly [string, string] = ['reviews', join(EXAMPLES, 'reviews.yaml')];

/** Requests to meshes, as many as can be told apart by what becomes of them. */
const ASKED: readonly (readonly [name: string, path: string, request: TraceRequest])[] = [
  [...DIST, { url: 'http://127.0.0.1:9080/' }],
  [...DIST, { url: 'https://shop.example.com:9443/cart?id=1', method: 'POST' }],
  [...REVIEWS, { url: 'http://reviews:9080/reviews/1', from: 'mesh:bookstore/productpage' }],
  [
    ...REVIEWS,
    { url: 'http://reviews:9080/', from: 'mesh:bookstore/productpage', headers: { 'x-group': 'testers' } },
  ],
  [...REVIEWS, { url: 'http://reviews:9080/', from: 'mesh:bookstore/productpage', method: 'DELETE' }],
  ['lost', join(EXAMPLES, 'lost.yaml'), { url: 'http://shop.example.com/' }],
  [
    'partner',
    join(EXAMPLES, 'partner.yaml'),
    { url: 'https://api.partner.example/', from: 'mesh:shop/cart' },
  ],
  [
    'partner',
    join(EXAMPLES, 'partner.yaml'),
    { url: 'http://api.partner.example:9000/', from: 'mesh:shop/cart' },
  ],
  ['shop', join(EXAMPLES, 'shop.yaml'), { url: 'http://reviews.example.com/beta' }],
  [...REVIEWS, { url: 'http://www.example.org/', from: 'mesh:bookstore/productpage' }],
];

inBrowser.each(ASKED)('the page answers as the command does: %s %#', async (name, path, request) => {
  const model = MeshModel.fromManifests(readFiles([path]).manifests, { hostPorts: HOST_PORTS });
  const { page, errors } = await openPage(browser, urlOf(name, path) + hashOf(questionOf(request)));
  expect(await linesOnPage(page)).toEqual(linesOf(trace(model, request)));
  expect(await page.locator('.card.on-way').count()).toBeGreaterThan(0);
  expect(errors).toEqual([]);
  await page.context().close();
});

inBrowser('the map of dist/ leads from the ports to the server', async () => {
  const { page, errors } = await openPage(browser, urlOf(...DIST));
  expect(await cardsOn(page)).toEqual(
    expect.arrayContaining([
      'gateway:istio-system/istio-ingressgateway:8080',
      'server:default/echo-gateway/0',
      'route:default/echo-routes/http/0',
      'workload:Deployment/default/echo',
    ]),
  );
  await screenshot(page, 'map-light');
  expect(errors).toEqual([]);
  await page.context().close();
});

inBrowser.each(['canary', 'access-by-identity', 'egress'])('the map of the example %s', async (example) => {
  const objects = objectsOfExample(example);
  const url = urlOf(
    `example-${example}`,
    written(`${example}.yaml`, objects.map((object) => dump(object)).join('---\n')),
  );
  const { page, errors } = await openPage(browser, url, { colorScheme: 'dark' });
  const services = objects.filter(({ kind }) => kind === 'Deployment').length;
  await page
    .locator('.card.in-workload')
    .nth(services - 1)
    .waitFor();
  await screenshot(page, `example-${example}-dark`);
  expect(errors).toEqual([]);
  await page.context().close();
});

inBrowser('keys alone ask, walk the map, explain and leave', async () => {
  const { page } = await openPage(browser, urlOf(...REVIEWS));
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.id);
  await page.keyboard.press('m');
  expect(await focused()).toBe('clients:sidecars');
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('host:reviews.bookstore.svc.cluster.local@clients:sidecars');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  expect(await focused()).toBe('route:bookstore/reviews/http/1');
  await page.keyboard.press('Enter');
  await page.locator('.panel .request').first().waitFor();
  expect(await page.locator('.panel .before li').allTextContents()).toEqual([
    'VirtualService bookstore/reviews http[0] match[0]: header x-group exact "testers"',
  ]);
  expect(await page.locator('.excerpt .marked .code').allTextContents()).toEqual([
    expect.stringContaining('route:'),
  ]);
  await screenshot(page, 'why-not');
  await page.keyboard.press('Escape');
  expect(await page.locator('.panel').isVisible()).toBe(false);
  expect(await focused()).toBe('route:bookstore/reviews/http/1');
  await page.keyboard.press('/');
  await page.keyboard.type('reviews-v1');
  await page.keyboard.press('Enter');
  expect(await focused()).toBe('workload:Deployment/bookstore/reviews-v1');
  await page.keyboard.press('a');
  await page.keyboard.type('reviews:9080/');
  await page.keyboard.press('Enter');
  expect(await page.locator('.outcome-words').allTextContents()).toHaveLength(1);
  expect(new URL(page.url()).hash).toBe('#url=reviews%3A9080%2F');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  expect(await page.locator('dialog.help').isVisible()).toBe(true);
  await screenshot(page, 'help');
  await page.context().close();
});

inBrowser('a question that cannot be asked is explained at the bar', async () => {
  const { page } = await openPage(browser, urlOf(...REVIEWS));
  await page.keyboard.press('a');
  await page.keyboard.type('http://reviews:port/');
  await page.keyboard.press('Enter');
  expect(await page.locator('#ask-error').textContent()).toMatch(/^"http:\/\/reviews:port\/"/);
  await page.locator('.url').fill('curl reviews:9080');
  await page.keyboard.press('Enter');
  expect(await page.locator('#ask-error').textContent()).toMatch(/^"curl reviews:9080" is not a URL/);
  await page.locator('.url').fill('DELETE http://reviews:9080/');
  await page.keyboard.press('Enter');
  expect(await page.locator('.panel h2').textContent()).toBe('DELETE http://reviews:9080/');
  expect(await page.locator('.method').inputValue()).toBe('DELETE');
  expect(await page.locator('.url').inputValue()).toBe('http://reviews:9080/');
  await page.context().close();
});

inBrowser('links and the way back lead to what was shown, whatever they say', async () => {
  const { page, errors } = await openPage(browser, `${urlOf(...REVIEWS)}#node=gone`);
  const heading = () => page.locator('.panel h2').textContent();
  const follow = (hash: string) =>
    page.evaluate((next) => {
      location.hash = next;
    }, hash);
  expect(await page.locator('.panel').textContent()).toMatch(/^part, not foundgone/);
  await follow('#object=Gateway/shop/gone');
  expect(await page.locator('.panel').textContent()).toMatch(/^Gateway, not foundshop\/gone/);
  for (const question of ['#url=%zz', '#url=&method=', '#url=http://reviews:9080/&from=mesh:gone/gone']) {
    await follow(question);
    await page.locator('#ask-error:visible').waitFor();
    expect(await page.locator('.panel').isVisible()).toBe(false);
  }
  await follow('#');
  await page.locator('#ask-error').waitFor({ state: 'hidden' });
  await follow('#url=http://reviews:9080/&from=mesh:bookstore/productpage');
  await page.locator('.outcome').first().waitFor();
  await page.locator('.overview').click();
  expect(await heading()).toBe('reviews.yaml');
  await page.goBack();
  expect(await heading()).toBe('GET http://reviews:9080/ from mesh:bookstore/productpage');
  await follow('#overview');
  expect(await heading()).toBe('reviews.yaml');
  await page.goBack();
  await page.locator('.search-input').focus();
  await page.keyboard.type('reviews-v1');
  await page.keyboard.press('Enter');
  expect(await heading()).toBe('reviews-v1');
  await page.keyboard.press('Escape');
  await page.goBack();
  expect(await heading()).toBe('reviews-v1');
  await page.goBack();
  expect(await heading()).toBe('GET http://reviews:9080/ from mesh:bookstore/productpage');
  expect(await page.locator('.url').inputValue()).toBe('http://reviews:9080/');
  await page.goForward();
  expect(await heading()).toBe('reviews-v1');
  await page.goForward();
  expect(await page.locator('.panel').isVisible()).toBe(false);
  expect(errors).toEqual([]);
  await page.context().close();
});

inBrowser('a policy is found, and says what it does, for whom, and which requests it decides', async () => {
  const { page, errors } = await openPage(browser, urlOf(...REVIEWS));
  await page.keyboard.press('/');
  await page.keyboard.type('AuthorizationPolicy');
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).hash).toBe('#object=AuthorizationPolicy%2Fbookstore%2Freviews');
  await page.locator('.panel .request').first().waitFor();
  const texts = (selector: string) => page.locator(selector).allTextContents();
  expect(await texts('.policy-rules li')).toEqual([
    'rules[0]from principal cluster.local/ns/bookstore/sa/productpage; to method GET',
  ]);
  const host = 'http://reviews.bookstore.svc.cluster.local:9080/';
  expect(await texts('.request-part')).toEqual([
    `This one meets none of its rules, and is refused:POST ${host} from mesh:bookstore/productpage`,
    `This one is let in by rules[0]:GET ${host} from mesh:bookstore/productpage`,
  ]);
  expect((await texts('.card.pointed .label')).sort()).toEqual(['reviews-v1', 'reviews-v2']);
  await screenshot(page, 'policy');
  // What a screen reader says of a card.
  const map = page.getByRole('group', { name: /^Map of the mesh/ });
  const route = map.getByRole('button', { name: /^header x-group exact "testers"/ });
  expect(await route.ariaSnapshot()).toContain(
    'http route, namespace bookstore, leads to v2 of reviews:9080',
  );
  expect(errors).toEqual([]);
  await page.context().close();
});

inBrowser('a narrow screen shows the map, the way and the panel', async () => {
  const narrow = { viewport: { width: 390, height: 844 } };
  const request: TraceRequest = { url: 'http://127.0.0.1:9080/' };
  const { page } = await openPage(browser, urlOf(...DIST) + hashOf(questionOf(request)), narrow);
  await screenshot(page, 'narrow-way');
  const size = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(size).toEqual([390, 390]);
  expect(await page.locator('.panel').evaluate((panel) => panel.getBoundingClientRect().width)).toBe(390);
  expect(await page.locator('.window').evaluate((map) => map.getBoundingClientRect().height)).toBeGreaterThan(
    150,
  );
  await page.context().close();
});

const HOSTILE = '<img src=x onerror=alert(1)>"\'&</script><script>alert(2)</script>';

inBrowser('names are text, whatever they look like', async () => {
  const text = dump({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: HOSTILE, namespace: HOSTILE },
    spec: {
      hosts: [HOSTILE],
      http: [{ match: [{ uri: { exact: HOSTILE } }], route: [{ destination: { host: HOSTILE } }] }],
    },
  });
  const { page, errors } = await openPage(browser, urlOf('hostile', written('hostile.yaml', text)));
  await page.locator('.card.in-route').click();
  await page.keyboard.press('o');
  expect(await page.locator('img, #app script, #app iframe').count()).toBe(0);
  expect(await page.locator('.panel').textContent()).toContain(HOSTILE);
  expect(errors).toEqual([]);
  await page.context().close();
});

inBrowser('what could not be read is named, and an empty mesh says so', async () => {
  const broken = join(folder, 'broken');
  mkdirSync(broken);
  writeFileSync(join(broken, 'a.yaml'), 'kind: Service\nmetadata: [\n');
  writeFileSync(
    join(broken, 'b.yaml'),
    'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\n',
  );
  const first = await openPage(browser, urlOf('broken', broken, join(EXAMPLES, 'shop.yaml')));
  expect(await first.page.locator('.panel').textContent()).toContain('a.yaml:3is not YAML');
  expect(await first.page.locator('.panel').textContent()).toContain('1 ClusterPolicy');
  await screenshot(first.page, 'broken');
  await first.page.context().close();
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const second = await openPage(browser, urlOf('empty', empty));
  expect(await second.page.locator('.empty').textContent()).toContain('has no Kubernetes objects');
  await screenshot(second.page, 'empty');
  await second.page.context().close();
});

inBrowser('1,000 services begin collapsed, and one of them is found', async () => {
  const text = servedMeshOf(1000, ['v1', 'v2'])
    .map((object) => dump(object))
    .join('---\n');
  const { page, errors } = await openPage(browser, urlOf('large', written('large.yaml', text)));
  const cards = await page.locator('.card').count();
  expect(cards).toBeGreaterThan(10);
  expect(cards).toBeLessThan(200);
  await screenshot(page, 'large');
  await page.keyboard.press('/');
  await page.keyboard.type('shop-737');
  await page.keyboard.press('Enter');
  expect(await page.locator('.panel h2').textContent()).toContain('shop-737');
  const request: TraceRequest = { url: 'http://shop-737.example.com/cart' };
  await page.goto(urlOf('large') + hashOf(questionOf(request)));
  await page.locator('.outcome').first().waitFor();
  await screenshot(page, 'large-way');
  expect(await page.locator('.card.on-way').count()).toBeGreaterThan(6);
  expect(errors).toEqual([]);
  await page.context().close();
});

inBrowser(
  'the page of a server is loaded anew when the manifests change, and asks the same again',
  async () => {
    const file = written('live.yaml', readFileSync(join(EXAMPLES, 'reviews.yaml'), 'utf8'));
    const server = await pages.serve(file);
    const request: TraceRequest = { url: 'http://reviews:9080/', from: 'mesh:bookstore/productpage' };
    const url = `http://127.0.0.1:${server.port}/${hashOf(questionOf(request))}`;
    const { page, errors } = await openPage(browser, url);
    await page.locator('.outcome', { hasText: '90%' }).waitFor();
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('weight: 90', 'weight: 70').replace('weight: 10', 'weight: 30'),
    );
    await page.locator('.outcome', { hasText: '70%' }).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
    await server.close();
  },
);
