import { join } from 'node:path';
import { dump } from 'js-yaml';
import { givenMeshConfig } from '../../../../lib/istiod/mesh-config';
import { contentsOf, readTexts } from '../../../../lib/manifests/files';
import { readYaml } from '../../../../lib/manifests/read-yaml';
import { type PageSource, pageDataOf } from '../../../../lib/view/document/page-data-of';
import { pageCheck } from '../../../../lib/view/page/check/page-check';
import type { PageData, PageFile, PageFinding } from '../../../../lib/view/page/page-data';
import { CERTIFICATE } from '../../../certificate';
import { examples, objectsOfExample } from '../../../example-objects';
import { app, destinationRule, gateway, object, routes, secret, to } from '../../../scene';

const DOCS = join(__dirname, '../../../../docs/examples');
const OPTIONS = { istio: '1.32', profile: 'default', hostPorts: {} } as const;

function dataOf(texts: PageSource['texts'], around: Partial<PageSource> = {}): PageData {
  const contents = contentsOf({ texts, notes: [] });
  // The page gets its data as JSON.
  return JSON.parse(
    JSON.stringify(
      pageDataOf({
        paths: ['mesh'],
        fileOptions: [],
        texts,
        contents,
        context: [],
        ignore: [],
        options: OPTIONS,
        ...around,
      }),
    ),
  );
}

const textOf = (text: string, file = 'mesh.yaml') => ({ file, text, isPatch: false });

/** What the page says of files, as it does after an edit. */
function checkedInPage(data: PageData, files: readonly PageFile[] = data.files): readonly PageFinding[] {
  const read = (isContext: boolean) =>
    files
      .filter((file) => (file.isContext === true) === isContext)
      .flatMap(({ name, text }) => readYaml(text, name).manifests);
  const steps = pageCheck({ own: read(false), context: read(true) }, data);
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}

/** The findings without those that an edit leaves. */
function changed(data: PageData, edit: (text: string) => string): string[] {
  const files = data.files.map((file) => (file.isContext ? file : { ...file, text: edit(file.text) }));
  return checkedInPage(data, files).map(({ code, message }) => `${code} ${message}`);
}

test.each(examples)('the page finds in the example %s what the command finds', (example) => {
  const data = dataOf([
    textOf(
      objectsOfExample(example)
        .map((one) => dump(one))
        .join('---\n'),
    ),
  ]);
  expect(checkedInPage(data)).toEqual(data.findings);
});

test.each(['../../dist', ...['shop', 'reviews', 'lost', 'orders', 'partner'].map((name) => `${name}.yaml`)])(
  'the page finds in %s what the command finds',
  (path) => {
    const data = dataOf(readTexts([join(DOCS, path)]).texts);
    expect(checkedInPage(data)).toEqual(data.findings);
  },
);

const edge = (credentialName: string) =>
  gateway(
    `default/${credentialName}`,
    `[{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [${credentialName}.example.com], tls: { mode: SIMPLE, credentialName: ${credentialName} } }]`,
  );
/** As people write it. */
const certificate = (name: string, pem: string) => `apiVersion: v1
kind: Secret
metadata:
  name: ${name}
  namespace: istio-system
data:
  tls.crt: ${Buffer.from(pem).toString('base64')}
  tls.key: a2V5
---
`;
const flowCertificate = (name: string, pem: string) =>
  secret(`istio-system/${name}`, { 'tls.crt': Buffer.from(pem).toString('base64'), 'tls.key': 'a2V5' });

describe('Secrets', () => {
  // The certificate has expired.
  beforeAll(() => jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2200, 0, 1)));
  afterAll(() => jest.restoreAllMocks());

  const text = [
    edge('expired') + certificate('expired', CERTIFICATE),
    edge('empty') + secret('istio-system/empty', {}),
    edge('odd') + flowCertificate('odd', 'hunter2'),
    certificate('twice', 'hunter2') + certificate('twice', 'hunter3'),
    certificate('copy', 'hunter2') + certificate('copy', 'hunter2'),
  ].join('');

  test('the page knows what the command found in them, and not what is in them', () => {
    const data = dataOf([textOf(text)]);
    expect(JSON.stringify(data)).not.toMatch(/hunter|aHVudGVy|BEGIN CERT/);
    const codes = data.findings.map(({ code, message }) => `${code} ${message.slice(0, 60)}`);
    expect(codes).toEqual(expect.arrayContaining([expect.stringContaining('IST0161 "expired" is a Secret')]));
    expect(data.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['IST9002', 'IST9003']));
    expect(checkedInPage(data)).toEqual(data.findings);
  });

  const only = (name: string, codes: readonly string[]) =>
    codes.filter((code) => code.startsWith(`IST0161 "${name}"`));

  test('a Secret that only its metadata changed in is still what the command found', () => {
    const data = dataOf([textOf(edge('expired') + certificate('expired', CERTIFICATE))]);
    const labelled = changed(data, (yaml) =>
      yaml.replace('name: expired\n', 'name: expired\n  labels: { a: b }\n'),
    );
    expect(only('expired', labelled)).toEqual([
      'IST0161 "expired" is a Secret that holds a certificate that expired on 2126-10-29; renew it',
    ]);
  });

  test.each([
    ['a certificate, which is not read', `tls.crt: ${Buffer.from(CERTIFICATE).toString('base64')}`, []],
    [
      'something else',
      `tls.crt: ${Buffer.from('none').toString('base64')}`,
      [
        'IST0161 "expired" is a Secret that does not hold a certificate in "tls.crt"; store a certificate in PEM format there',
      ],
    ],
    ['what is not in base64', 'tls.crt: "?"', []],
    [
      'nothing',
      'other: (left out)',
      [
        'IST0161 "expired" is a Secret that lacks a certificate and its key; give it "cert" and "key", or "tls.crt" and "tls.key"',
      ],
    ],
  ])('of a Secret that is typed here, only what is certain is said: %s', (_, line, expected) => {
    const data = dataOf([textOf(edge('expired') + certificate('expired', CERTIFICATE))]);
    const typed = changed(data, (yaml) => yaml.replace('tls.crt: (left out)', line));
    expect(only('expired', typed)).toEqual(expected);
  });

  test('of two Secrets with one name, nobody knows which one is gone', () => {
    const data = dataOf([
      textOf(edge('expired') + certificate('expired', 'none') + certificate('expired', CERTIFICATE)),
    ]);
    expect(
      only(
        'expired',
        checkedInPage(data).map(({ code, message }) => `${code} ${message}`),
      ),
    ).toHaveLength(1);
    const last = changed(data, (yaml) =>
      yaml.slice(0, yaml.lastIndexOf('---\napiVersion: v1\nkind: Secret')),
    );
    expect(only('expired', last)).toEqual([]);
  });
});

test('what exists elsewhere, ignored codes, the version and the mesh configuration count', () => {
  const elsewhere = app('shop/web') + certificate('elsewhere', 'hunter2') + gateway('default/gw');
  const own = [
    edge('elsewhere'),
    routes('r', `[{ ${to('web.shop.svc.cluster.local')} }, { ${to('nowhere')} }]`),
    destinationRule(
      'd',
      '{ host: nowhere, trafficPolicy: { connectionPool: { http: { http2KeepAlive: { interval: 5s } } } } }',
    ),
    object('Telemetry', 't', '{ tracing: [{ providers: [{ name: otel }] }] }'),
  ].join('');
  const context = readYaml(elsewhere, 'context.yaml').manifests;
  const plain = dataOf([textOf(own)]);
  for (const around of [
    { context },
    { ignore: ['IST0101'] },
    { options: { ...OPTIONS, profile: 'minimal' } as const },
    { options: { ...OPTIONS, istio: '1.30' } as const },
    {
      context,
      options: {
        ...OPTIONS,
        mesh: givenMeshConfig({
          extensionProviders: [{ name: 'other', opentelemetry: { service: 'o', port: 4317 } }],
        }),
      },
    },
  ]) {
    const data = dataOf([textOf(own)], around);
    expect(checkedInPage(data)).toEqual(data.findings);
    expect(data.findings).not.toEqual(plain.findings);
  }
});
